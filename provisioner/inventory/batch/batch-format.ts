import { didYouMean, UserError } from '../../../emulator/vocabulary/index.ts';
import type { CardInput } from '../card-secrets.ts';
import { parseCsvLine, separatorOf } from './csv.ts';

/**
 * `lab-batch v1`: there is no public standard for what operator and SIM vendor send each other, so this is the lab's.
 *
 *     #lab-batch v1 output
 *     #batch: B-2026-07
 *     #product: nano, 3 in 1
 *     #plmn: 001-01
 *     #quantity: 2
 *     #transport-key: 5 aes256-kwp 3f2a91
 *     iccid,imsi,pin1,puk1,e-ki,e-opc
 *     8988211000000000012,001010000000001,1234,12345678,…,…
 *     8988211000000000020,001010000000002,1234,12345678,…,…
 *     #end: 2
 *
 * Text in UTF-8, CSV (RFC 4180). `input` goes to the vendor and has ICCID and IMSI; `output` comes back with the keys. A column with `e-` before
 * its name is encrypted with the transport key (AES key wrap with padding, RFC 5649, in hex). `#end` tells a file that was cut off.
 */
export const LAB_BATCH = '#lab-batch v1';

export type BatchFormat = 'lab-batch' | 'pysim';

/** What the lines before the cells say. */
export interface BatchHeader {
  readonly format: BatchFormat;
  readonly kind: 'input' | 'output';
  readonly batch?: string;
  readonly product?: string;
  readonly plmn?: string;
  readonly quantity?: number;
  readonly checkDigit?: 'absent';
  readonly transportKey?: { readonly index: string; readonly algorithm: string; readonly check: string };
  readonly separator: string;
  readonly columns: readonly Column[];
  /** The line with the column names. */
  readonly line: number;
}

/** A column that has a meaning; others are not here. */
export interface Column {
  readonly at: number;
  readonly field: BatchField;
  readonly isEncrypted: boolean;
}

export type BatchField = keyof CardInput | 'msisdn';

/** Names of columns, small and without spaces, hyphens and underscores, as vendors and pySim write them. */
const FIELDS: Readonly<Record<string, BatchField>> = {
  iccid: 'iccid',
  imsi: 'imsi',
  ki: 'ki',
  k: 'ki',
  opc: 'opc',
  op: 'op',
  amf: 'amf',
  pin1: 'pin1',
  pin: 'pin1',
  chv1: 'pin1',
  puk1: 'puk1',
  puk: 'puk1',
  unblockchv1: 'puk1',
  pin2: 'pin2',
  chv2: 'pin2',
  puk2: 'puk2',
  unblockchv2: 'puk2',
  adm1: 'adm1',
  adm: 'adm1',
  pinadm: 'adm1',
  kic: 'kic',
  kic1: 'kic',
  kid: 'kid',
  kid1: 'kid',
  kik: 'kik',
  kik1: 'kik',
  msisdn: 'msisdn',
  product: 'product',
};

/** The column names that each format writes. */
export const LAB_COLUMNS = [
  'iccid',
  'imsi',
  'pin1',
  'puk1',
  'pin2',
  'puk2',
  'adm1',
  'ki',
  'opc',
  'amf',
  'kic',
  'kid',
  'kik',
] as const;
export const PYSIM_COLUMNS = [
  'ICCID',
  'IMSI',
  'PIN1',
  'PUK1',
  'PIN2',
  'PUK2',
  'ADM1',
  'KI',
  'OPC',
  'KIC1',
  'KID1',
  'KIK1',
] as const;

const KNOWN_HEADERS = ['batch', 'product', 'plmn', 'quantity', 'transport-key', 'check-digit'];

/** Takes lines until it has the column names. */
export class HeaderReader {
  #kind: 'input' | 'output' = 'output';
  #isLabBatch = false;
  readonly #values = new Map<string, string>();

  /** The header once the line with the column names has come. @throws UserError with the line as place */
  take(line: number, text: string): BatchHeader | undefined {
    const word = text.trim();
    if (word === '') return undefined;
    if (!word.startsWith('#')) return this.#header(line, word);
    const first = /^#lab-batch\s+v(\S+)(?:\s+(\S+))?\s*[,;]*$/i.exec(word);
    if (first !== null) {
      const [, version, kind = 'output'] = first;
      if (version !== '1' || (kind !== 'input' && kind !== 'output'))
        throw wrong(
          line,
          'batch-version',
          `'${word}' is a format that this lab does not know`,
          `${LAB_BATCH} input, or ${LAB_BATCH} output`,
        );
      this.#isLabBatch = true;
      this.#kind = kind;
      return undefined;
    }
    const pair = /^#\s*([a-z-]+)\s*:\s*(.*?)[,;]*$/i.exec(word);
    if (this.#isLabBatch && pair !== null) {
      const name = pair[1]!.toLowerCase();
      if (!KNOWN_HEADERS.includes(name)) {
        const near = didYouMean(name, KNOWN_HEADERS);
        throw wrong(
          line,
          'batch-header',
          `'#${name}' is no header of ${LAB_BATCH}`,
          `one of ${KNOWN_HEADERS.join(', ')}`,
          near && `did you mean #${near}?`,
        );
      }
      this.#values.set(name, pair[2]!);
    }
    return undefined; // a comment
  }

  #header(line: number, text: string): BatchHeader {
    const separator = separatorOf(text);
    const names = parseCsvLine(text, separator) ?? [];
    const columns = names.flatMap((name, at): Column[] => {
      const plain = name
        .toLowerCase()
        .replace(/^\ufeff/, '')
        .trim();
      const isEncrypted = this.#isLabBatch && plain.startsWith('e-');
      const field = FIELDS[(isEncrypted ? plain.slice(2) : plain).replace(/[\s_-]/g, '')];
      return field === undefined ? [] : [{ at, field, isEncrypted }];
    });
    this.#checkColumns(line, names, columns);
    const quantity = this.#values.get('quantity');
    if (quantity !== undefined && !/^\d{1,9}$/.test(quantity))
      throw wrong(line, 'batch-header', `#quantity is '${quantity}'`, 'a whole number');
    return {
      format: this.#isLabBatch ? 'lab-batch' : 'pysim',
      kind: this.#kind,
      ...this.#text('batch'),
      ...this.#text('product'),
      ...this.#text('plmn'),
      ...(quantity !== undefined && { quantity: Number(quantity) }),
      ...(this.#values.get('check-digit') === 'absent' && { checkDigit: 'absent' as const }),
      ...this.#transportKey(line, columns),
      separator,
      columns,
      line,
    };
  }

  #text<Name extends 'batch' | 'product' | 'plmn'>(name: Name): { readonly [N in Name]?: string } {
    const value = this.#values.get(name);
    return (value === undefined || value === '' ? {} : { [name]: value }) as { readonly [N in Name]?: string };
  }

  #transportKey(line: number, columns: readonly Column[]): Pick<BatchHeader, 'transportKey'> | object {
    const text = this.#values.get('transport-key');
    const match = /^(\S+)\s+(aes(?:128|192|256)-kwp)\s+([0-9a-f]{6})$/i.exec(text ?? '');
    if (match !== null)
      return { transportKey: { index: match[1]!, algorithm: match[2]!.toLowerCase(), check: match[3]!.toLowerCase() } };
    const encrypted = columns.find(column => column.isEncrypted);
    if (text === undefined && encrypted === undefined) return {};
    throw wrong(
      line,
      'batch-transport-key',
      text === undefined
        ? `column e-${encrypted!.field} is encrypted, and no header says with which key`
        : `#transport-key is '${text}'`,
      '#transport-key: <index> aes256-kwp <check value, 6 hex digits>',
    );
  }

  #checkColumns(line: number, names: readonly string[], columns: readonly Column[]): void {
    const fields = columns.map(({ field }) => field);
    const twice = fields.find((field, i) => fields.indexOf(field) < i);
    if (twice !== undefined)
      throw wrong(line, 'batch-column-twice', `there are two columns for ${twice}`, 'each column once');
    const needed: BatchField[] = this.#kind === 'input' ? ['iccid', 'imsi'] : ['iccid', 'imsi', 'ki'];
    const missing = needed.filter(field => !fields.includes(field)).map(field => field.toUpperCase());
    if (this.#kind === 'output' && !fields.includes('opc') && !fields.includes('op')) missing.push('OPC');
    if (missing.length === 0) return;
    const shown = names
      .map(name => name.slice(0, 20))
      .slice(0, 20)
      .join(', ');
    throw wrong(
      line,
      'batch-columns-missing',
      `the file has no column ${missing.join(', ')}`,
      `a first line with the column names ${needed.map(field => field.toUpperCase()).join(', ')}${this.#kind === 'output' ? ', OPC (or OP)' : ''}; there are: ${shown}`,
    );
  }
}

function wrong(line: number, code: string, message: string, expected: string, hint?: string): UserError {
  return new UserError(code, message, { place: `line ${line}`, expected, ...(hint !== undefined && { hint }) });
}
