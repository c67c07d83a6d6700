import { DecodeError, toHex } from '../../emulator/bytes/index.ts';
import { type Direction, decodeNasEps, describeNas, type NasEpsMessage } from '../../emulator/codec/nas-eps/index.ts';
import { formatGuti, type Guti, type TraceRecord } from '../../emulator/vocabulary/index.ts';
import { fieldsOf } from './message-fields.ts';

/** A NAS message as a machine reports it, deciphered. */
export interface SeenNas {
  readonly direction: Direction;
  readonly plain: Uint8Array;
  readonly securityHeaderType: number;
  readonly failure?: string;
}

/** Header types 2, 4 and 5 cipher. TS 24.301 table 9.3.1 */
const CIPHERED: ReadonlySet<number> = new Set([2, 4, 5]);
const CONTAINERS: ReadonlySet<string> = new Set([
  'message',
  'esmMessageContainer',
  'nasMessageContainer',
  'replayedNasMessageContainer',
]);

/** The trace record of a NAS message between a phone and the MME. An ESM message inside is told by its name and its fields (`esm.…`). */
export function nasRecord(seen: SeenNas, phone: string, mme: string, imsi: string | undefined): TraceRecord {
  const { direction, plain, securityHeaderType, failure } = seen;
  const [from, to] = direction === 'uplink' ? [phone, mme] : [mme, phone];
  const head = { kind: 'message', protocol: 'nas-eps', from, to, ...(imsi === undefined ? {} : { ue: imsi }) } as const;
  const ciphered = CIPHERED.has(securityHeaderType);
  const fate = failure === undefined ? {} : ({ fate: 'discarded' } as const);
  const message = decoded(plain, direction);
  if (message === undefined) {
    return { ...head, ...fate, message: 'NAS', summary: 'not decodable', hex: toHex(plain), ciphered };
  }
  const facts = describeNas(message)
    .replace(/^[^(]*\(?/, '')
    .replace(/\)$/, '');
  const summary = failure === undefined ? facts : `discarded: ${failure}${facts === '' ? '' : `; ${facts}`}`;
  return {
    ...head,
    ...fate,
    message: message.message,
    ...(summary === '' ? {} : { summary }),
    fields: {
      securityHeaderType,
      ...fieldsOf(message, CONTAINERS),
      ...gutiField(message),
      ...esmFields(message, direction),
      ...replayedField(message),
    },
    hex: toHex(plain),
    ciphered,
  };
}

/** The GUTI that a message names, as one text beside its parts: `001-01-0002-01-c0000001`. */
function gutiField(message: NasEpsMessage): Readonly<Record<string, string>> {
  const holders = ['epsMobileIdentity', 'oldGuti', 'guti'] as const;
  for (const holder of holders) {
    const identity = (message as unknown as Partial<Record<string, { type: string; guti?: Guti }>>)[holder];
    if (identity?.type === 'guti' && identity.guti !== undefined) return { guti: formatGuti(identity.guti) };
  }
  return {};
}

function esmFields(message: NasEpsMessage, direction: Direction): Readonly<Record<string, string | number | boolean>> {
  if (!('esmMessageContainer' in message) || message.esmMessageContainer === undefined) return {};
  const esm = decoded(message.esmMessageContainer, direction);
  if (esm === undefined) return {};
  const fields = Object.entries(fieldsOf(esm, CONTAINERS)).map(([name, value]) => [`esm.${name}`, value]);
  return { 'esm.message': esm.message, ...Object.fromEntries(fields) };
}

/** `replayed.message`: what the phone repeats in Security Mode Complete because HASHMME did not fit. TS 24.301 §5.4.3.3 */
function replayedField(message: NasEpsMessage): Readonly<Record<string, string>> {
  if (!('replayedNasMessageContainer' in message) || message.replayedNasMessageContainer === undefined) return {};
  return { 'replayed.message': decoded(message.replayedNasMessageContainer, 'uplink')?.message ?? 'not decodable' };
}

function decoded(plain: Uint8Array, direction: Direction): NasEpsMessage | undefined {
  try {
    return decodeNasEps(plain, direction);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
