import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { toHex } from '../../../emulator/bytes/index.ts';
import { parsePlmn, UserError } from '../../../emulator/vocabulary/index.ts';
import type { KeySource } from '../../key-material.ts';
import { checkMncLength, luhnDigit } from '../card-numbers.ts';
import { type CardInput, type CheckedCard, checkCard } from '../card-secrets.ts';

export interface GenerateOptions {
  readonly count: number;
  /** `001-01` or a network of 999: a lab makes no cards of a real operator. */
  readonly plmn: string;
  /** MSIN of the first card. Default 1. */
  readonly firstMsin?: number | undefined;
  /** Begin of the ICCIDs: 89, country code and issuer. Default 8988211 (lab), then the MNC. */
  readonly iccidPrefix?: string | undefined;
  /** The same seed gives the same cards: for tests and trainings, never for cards that anybody uses. */
  readonly seed?: string | undefined;
  readonly product?: string | undefined;
  readonly batch?: string | undefined;
}

/** ICCIDs of 19 digits, the check digit among them. */
const ICCID_BODY = 18;
const DEFAULT_PREFIX = '8988211';

/** Cards with consecutive IMSIs and ICCIDs and keys of their own. @throws UserError when they do not fit into the numbers there are */
export function* generateCards(options: GenerateOptions): Generator<CheckedCard, void, void> {
  for (const input of generateInputs(options)) yield checkCard(input, { plmn: options.plmn, batch: options.batch });
}

/** The same as text. */
export function* generateInputs({
  count,
  plmn: plmnText,
  firstMsin = 1,
  iccidPrefix,
  seed,
  product,
}: GenerateOptions): Generator<CardInput, void, void> {
  const plmn = parsePlmn(plmnText);
  checkMncLength(plmn);
  if (plmn.mcc !== '001' && plmn.mcc !== '999')
    throw new UserError('plmn-real', `${plmnText} may be the network of a real operator`, {
      place: 'plmn',
      expected: 'a test network: 001-01, or 999 and any MNC',
      hint: "cards of a real network come from their vendor's file: mvnolab sim import",
    });
  const prefix = iccidPrefix ?? DEFAULT_PREFIX + plmn.mnc.padStart(3, '0');
  if (!/^89\d{1,13}$/.test(prefix))
    throw new UserError('iccid-prefix-invalid', `'${prefix}' is no begin of ICCIDs`, {
      place: 'iccid prefix',
      expected: '89 and 1 … 13 digits',
    });
  const msinDigits = 15 - 3 - plmn.mnc.length;
  const serialDigits = ICCID_BODY - prefix.length;
  const last = firstMsin + count - 1;
  if (
    !Number.isSafeInteger(last) ||
    count < 1 ||
    firstMsin < 0 ||
    `${last}`.length > Math.min(msinDigits, serialDigits)
  )
    throw new UserError('count-too-large', `${count} cards from MSIN ${firstMsin} do not fit`, {
      place: 'count',
      expected: `${Math.min(msinDigits, serialDigits)} digits at most: MSINs have ${msinDigits}, serial numbers behind ICCID prefix ${prefix} ${serialDigits}`,
    });
  const draw = seed === undefined ? randomBytes : seededSource(seed);
  for (let serial = firstMsin; serial <= last; serial++) {
    const body = prefix + `${serial}`.padStart(serialDigits, '0');
    yield {
      iccid: body + luhnDigit(body),
      imsi: plmn.mcc + plmn.mnc + `${serial}`.padStart(msinDigits, '0'),
      ki: toHex(draw(16)),
      opc: toHex(draw(16)),
      pin1: drawDigits(draw, 4),
      puk1: drawDigits(draw, 8),
      pin2: drawDigits(draw, 4),
      puk2: drawDigits(draw, 8),
      adm1: drawDigits(draw, 8),
      ...(product !== undefined && { product }),
    };
  }
}

/** AES-256-CTR with the digest of the seed as key: the same octets on every machine. */
export function seededSource(seed: string): KeySource {
  const stream = createCipheriv(
    'aes-256-ctr',
    createHash('sha256').update(`mvnolab cards ${seed}`).digest(),
    Buffer.alloc(16),
  );
  return octets => stream.update(Buffer.alloc(octets));
}

function drawDigits(draw: KeySource, count: number): string {
  let digits = '';
  while (digits.length < count)
    for (const octet of draw(count)) if (octet < 250 && digits.length < count) digits += octet % 10;
  return digits;
}
