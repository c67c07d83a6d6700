import { toHex } from '../../emulator/bytes/index.ts';
import { deriveOpc } from '../../emulator/crypto/index.ts';
import {
  type Ki,
  type Opc,
  type Plmn,
  parseAmfField,
  parsePlmn,
  parseSecret,
  Secret,
  UserError,
} from '../../emulator/vocabulary/index.ts';
import {
  type CheckDigit,
  checkMncLength,
  parseAdm,
  parseCardImsi,
  parseIccid,
  parsePin,
  parsePuk,
  plmnOfImsi,
} from './card-numbers.ts';
import type { KeyVault, Sealed } from './key-vault.ts';
import type { CardSecrets, SecretName, SimCard } from './sim-card.ts';

/** A card as people and files write it: text. */
export interface CardInput {
  readonly iccid: string;
  readonly imsi: string;
  /** 32 hex digits. */
  readonly ki: string;
  /** 32 hex digits; or `op`, from which OPc is computed. */
  readonly opc?: string | undefined;
  readonly op?: string | undefined;
  /** Default 8000. */
  readonly amf?: string | undefined;
  readonly pin1?: string | undefined;
  readonly puk1?: string | undefined;
  readonly pin2?: string | undefined;
  readonly puk2?: string | undefined;
  readonly adm1?: string | undefined;
  /** OTA keys, 16 … 32 octets in hex. */
  readonly kic?: string | undefined;
  readonly kid?: string | undefined;
  readonly kik?: string | undefined;
  readonly product?: string | undefined;
}

export interface CardChecks {
  /** Home network that every IMSI must have, `001-01`. */
  readonly plmn?: string | undefined;
  readonly checkDigit?: CheckDigit | undefined;
  readonly batch?: string | undefined;
}

/** A checked card with its secrets, before they are sealed. */
export interface CheckedCard {
  readonly card: Pick<SimCard, 'iccid' | 'imsi' | 'amf'> & Partial<Pick<SimCard, 'plmn' | 'product' | 'batch'>>;
  readonly secrets: CardSecrets;
}

/** @throws UserError of the first mistake, `place` the field; no message repeats a secret */
export function checkCard(input: CardInput, { plmn, checkDigit, batch }: CardChecks = {}): CheckedCard {
  const iccid = parseIccid(input.iccid, checkDigit);
  const home = plmn === undefined ? undefined : parseHomePlmn(plmn);
  const imsi = at('imsi', () => parseCardImsi(input.imsi, home));
  const known = home ?? plmnOfImsi(imsi);
  const { ki, opc } = keysOf(input);
  const amf = toHex(at('amf', () => parseAmfField(input.amf ?? '8000')));
  return {
    card: {
      iccid,
      imsi,
      amf,
      ...(known !== undefined && { plmn: `${known.mcc}-${known.mnc}` }),
      ...(input.product !== undefined && input.product !== '' && { product: input.product }),
      ...(batch !== undefined && { batch }),
    },
    secrets: {
      ki,
      opc,
      ...digits(input, 'pin1', 'PIN1', parsePin),
      ...digits(input, 'puk1', 'PUK1', parsePuk),
      ...digits(input, 'pin2', 'PIN2', parsePin),
      ...digits(input, 'puk2', 'PUK2', parsePuk),
      ...digits(input, 'adm1', 'ADM1', parseAdm),
      ...otaKey(input, 'kic', 'KIC'),
      ...otaKey(input, 'kid', 'KID'),
      ...otaKey(input, 'kik', 'KIK'),
    },
  };
}

let lastPlmn: { readonly text: string; readonly plmn: Plmn } | undefined;

/** A batch names one PLMN a hundred thousand times. */
function parseHomePlmn(text: string): Plmn {
  if (lastPlmn?.text !== text) {
    const plmn = at('plmn', () => parsePlmn(text));
    checkMncLength(plmn);
    lastPlmn = { text, plmn };
  }
  return lastPlmn.plmn;
}

/** Seals the secrets of a card for the database. */
export function sealSecrets(vault: KeyVault, { card, secrets }: CheckedCard): Sealed {
  return vault.seal(Buffer.from(secretText(secrets)), ownerOf(card));
}

/** @throws LabError vault-key-wrong, vault-damaged */
export function openSecrets(vault: KeyVault, card: Pick<SimCard, 'iccid' | 'imsi' | 'sealed'>): CardSecrets {
  const text = Buffer.from(vault.open(card.sealed, ownerOf(card))).toString('utf8');
  return Object.fromEntries(
    Object.entries(JSON.parse(text) as Record<string, string>).map(([name, value]) => [
      name,
      secretOf(name as SecretName, value),
    ]),
  ) as unknown as CardSecrets;
}

/** A secret as people write it: hex for keys, the digits themselves for PINs. */
export function revealSecret(name: SecretName, secret: Secret<string>): string {
  return DIGITS.has(name) ? Buffer.from(secret.reveal()).toString('latin1') : toHex(secret.reveal());
}

/** PINs are text, keys are octets. */
const DIGITS: ReadonlySet<SecretName> = new Set<SecretName>(['pin1', 'puk1', 'pin2', 'puk2', 'adm1']);
const KINDS: Readonly<Record<SecretName, string>> = {
  ki: 'Ki',
  opc: 'OPc',
  pin1: 'PIN1',
  puk1: 'PUK1',
  pin2: 'PIN2',
  puk2: 'PUK2',
  adm1: 'ADM1',
  kic: 'KIC',
  kid: 'KID',
  kik: 'KIK',
};

export const SECRET_NAMES = Object.keys(KINDS) as readonly SecretName[];

function secretText(secrets: CardSecrets): string {
  const plain: Record<string, string> = {};
  for (const name of SECRET_NAMES) {
    const secret = secrets[name];
    if (secret !== undefined) plain[name] = revealSecret(name, secret);
  }
  return JSON.stringify(plain);
}

function secretOf(name: SecretName, text: string): Secret<string> {
  return new Secret(KINDS[name], DIGITS.has(name) ? Buffer.from(text, 'latin1') : Buffer.from(text, 'hex'));
}

function ownerOf({ iccid, imsi }: Pick<SimCard, 'iccid' | 'imsi'>): string {
  return `${iccid}/${imsi}`;
}

function keysOf({ ki, opc, op }: CardInput): { ki: Ki; opc: Opc } {
  const key = at('ki', () => parseSecret('Ki', ki));
  if (given(opc) && given(op))
    throw new UserError('operator-key-twice', 'both OPc and OP are given', {
      place: 'op',
      expected: 'one of them',
      hint: 'leave out OP',
    });
  if (given(opc)) return { ki: key, opc: at('opc', () => parseSecret('OPc', opc)) };
  if (!given(op))
    throw new UserError('opc-missing', 'the card has no OPc', {
      place: 'opc',
      expected: 'OPc or OP, 32 hex digits (128 bit)',
    });
  return {
    ki: key,
    opc: deriveOpc(
      key,
      at('op', () => parseSecret('OP', op)),
    ),
  };
}

function digits<Field extends 'pin1' | 'puk1' | 'pin2' | 'puk2' | 'adm1', Kind extends string>(
  input: CardInput,
  field: Field,
  kind: Kind,
  parse: (name: string, text: string) => string,
): { readonly [F in Field]?: Secret<Kind> } {
  const text = input[field];
  if (!given(text)) return {};
  return { [field]: new Secret(kind, Buffer.from(parse(kind, text), 'latin1')) } as {
    readonly [F in Field]?: Secret<Kind>;
  };
}

function otaKey<Field extends 'kic' | 'kid' | 'kik', Kind extends string>(
  input: CardInput,
  field: Field,
  kind: Kind,
): { readonly [F in Field]?: Secret<Kind> } {
  const text = input[field]?.replace(/\s/g, '');
  if (!given(text)) return {};
  if (!/^([0-9a-f]{32}|[0-9a-f]{48}|[0-9a-f]{64})$/i.test(text))
    throw new UserError(`${field}-invalid`, `${kind} is not a key of 16, 24 or 32 octets`, {
      place: field,
      expected: '32, 48 or 64 hex digits',
    });
  return { [field]: new Secret(kind, Buffer.from(text, 'hex')) } as { readonly [F in Field]?: Secret<Kind> };
}

function given(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

/** Adds the field to an error that does not know it. */
function at<T>(place: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof UserError) || error.help.place !== undefined) throw error;
    throw new UserError(error.code, error.message, { place, ...error.help });
  }
}
