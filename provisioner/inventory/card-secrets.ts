import { toHex } from '../../emulator/bytes/index.ts';
import { deriveOpc } from '../../emulator/crypto/index.ts';
import {
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

/** Secrets as people write them; never outside this file and the vault. */
type SecretTexts = Partial<Record<SecretName, string>>;

type CheckedNumbers = Pick<SimCard, 'iccid' | 'imsi' | 'amf'> & Partial<Pick<SimCard, 'plmn' | 'product' | 'batch'>>;

/** A checked card with its secrets, before they are sealed. */
export class CheckedCard {
  readonly card: CheckedNumbers;
  readonly #texts: SecretTexts;

  constructor(card: CheckedNumbers, texts: SecretTexts) {
    this.card = card;
    this.#texts = texts;
  }

  get secrets(): CardSecrets {
    return secretsOf(this.#texts);
  }

  /** What a vault is to seal, and for whom. */
  get plain(): string {
    return JSON.stringify(this.#texts);
  }

  get owner(): string {
    return ownerOf(this.card);
  }

  /** Ki and OPc in hex, as the HSS stores them. */
  get networkKeys(): { readonly k: string; readonly opc: string } {
    return { k: this.#texts.ki!, opc: this.#texts.opc! };
  }

  seal(vault: KeyVault): Sealed {
    return vault.seal(this.plain, this.owner);
  }
}

/** @throws UserError of the first mistake, `place` the field; no message repeats a secret */
export function checkCard(input: CardInput, { plmn, checkDigit, batch }: CardChecks = {}): CheckedCard {
  const iccid = parseIccid(input.iccid, checkDigit);
  const home = plmn === undefined ? undefined : parseHomePlmn(plmn);
  const imsi = at('imsi', () => parseCardImsi(input.imsi, home));
  const known = plmn !== undefined ? formatHomePlmn(home!) : formatHomePlmn(plmnOfImsi(imsi));
  const { product, amf } = input;
  const card: { -readonly [Key in keyof CheckedNumbers]: CheckedNumbers[Key] } = {
    iccid,
    imsi,
    amf: amf === undefined || amf === '' || amf === '8000' ? '8000' : toHex(at('amf', () => parseAmfField(amf))),
  };
  if (known !== undefined) card.plmn = known;
  if (given(product)) card.product = product;
  if (batch !== undefined) card.batch = batch;
  const texts: SecretTexts = keysOf(input);
  if (given(input.pin1)) texts.pin1 = parsePin('PIN1', input.pin1);
  if (given(input.puk1)) texts.puk1 = parsePuk('PUK1', input.puk1);
  if (given(input.pin2)) texts.pin2 = parsePin('PIN2', input.pin2);
  if (given(input.puk2)) texts.puk2 = parsePuk('PUK2', input.puk2);
  if (given(input.adm1)) texts.adm1 = parseAdm('ADM1', input.adm1);
  for (const name of OTA_KEYS) if (given(input[name])) texts[name] = otaKey(name, input[name]);
  return new CheckedCard(card, texts);
}

const OTA_KEYS = ['kic', 'kid', 'kik'] as const;
let lastFormatted: { readonly plmn: Plmn; readonly text: string } | undefined;

function formatHomePlmn(plmn: Plmn | undefined): string | undefined {
  if (plmn === undefined) return undefined;
  if (lastFormatted?.plmn !== plmn) lastFormatted = { plmn, text: `${plmn.mcc}-${plmn.mnc}` };
  return lastFormatted.text;
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

/** @throws LabError vault-key-wrong, vault-damaged */
export function openSecrets(vault: KeyVault, card: Pick<SimCard, 'iccid' | 'imsi' | 'sealed'>): CardSecrets {
  return secretsOf(JSON.parse(Buffer.from(vault.open(card.sealed, ownerOf(card))).toString('utf8')) as SecretTexts);
}

function secretsOf(texts: SecretTexts): CardSecrets {
  const secrets: Record<string, Secret<string>> = {};
  for (const name in texts) secrets[name] = secretOf(name as SecretName, texts[name as SecretName]!);
  return secrets as unknown as CardSecrets;
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

function secretOf(name: SecretName, text: string): Secret<string> {
  return new Secret(KINDS[name], DIGITS.has(name) ? Buffer.from(text, 'latin1') : Buffer.from(text, 'hex'));
}

function ownerOf({ iccid, imsi }: Pick<SimCard, 'iccid' | 'imsi'>): string {
  return `${iccid}/${imsi}`;
}

function keysOf({ ki, opc, op }: CardInput): { ki: string; opc: string } {
  const key = hexKey('ki', 'Ki', ki);
  if (given(opc) && given(op))
    throw new UserError('operator-key-twice', 'both OPc and OP are given', {
      place: 'op',
      expected: 'one of them',
      hint: 'leave out OP',
    });
  if (given(opc)) return { ki: key, opc: hexKey('opc', 'OPc', opc) };
  if (!given(op))
    throw new UserError('opc-missing', 'the card has no OPc', {
      place: 'opc',
      expected: 'OPc or OP, 32 hex digits (128 bit)',
    });
  const operator = at('op', () => parseSecret('OP', op));
  return { ki: key, opc: toHex(deriveOpc(parseSecret('Ki', key), operator).reveal()) };
}

/** 32 small hex digits; most files have them so already. */
function hexKey(place: string, kind: 'Ki' | 'OPc', text: string): string {
  if (/^[0-9a-f]{32}$/.test(text)) return text;
  return toHex(at(place, () => parseSecret(kind, text)).reveal());
}

function otaKey(field: (typeof OTA_KEYS)[number], given: string): string {
  const text = given.replace(/\s/g, '').toLowerCase();
  if (/^([0-9a-f]{32}|[0-9a-f]{48}|[0-9a-f]{64})$/.test(text)) return text;
  throw new UserError(`${field}-invalid`, `${field.toUpperCase()} is not a key of 16, 24 or 32 octets`, {
    place: field,
    expected: '32, 48 or 64 hex digits',
  });
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
