import type { Element, HalfElement } from './element.ts';
import type { MessageTable, Row } from './table.ts';

/** A line of whole octets, ready to be interpreted. `least` and `most` limit its value part, in octets. */
export interface OctetField {
  readonly name: string;
  readonly type: Element<unknown>;
  readonly row: Row;
  /** Number of the line among the table's lines; elements must come in this order. */
  readonly order: number;
  readonly iei: number;
  /** Octets of the length indicator. */
  readonly lengthOctets: 0 | 1 | 2;
  readonly least: number;
  readonly most: number;
}

/** A line of four bits. `spare` lines are neither read nor given. */
export interface HalfField {
  readonly name: string;
  readonly type: HalfElement<unknown>;
  readonly row: Row;
  readonly order: number;
  /** The IEI in bits 8 to 5, bits 4 to 1 zero; 0 when there is none. */
  readonly iei: number;
  readonly spare: boolean;
}

export type Step = { readonly halves: readonly [low: HalfField, high: HalfField] } | { readonly field: OctetField };

/** A message table, compiled for the interpreter. */
export interface Program {
  readonly message: string;
  readonly clause: string;
  readonly messageType: number;
  /** The imperative part: elements without IEI, in order. */
  readonly imperative: readonly Step[];
  /** The elements with IEI, in order. */
  readonly tagged: readonly (OctetField | HalfField)[];
  /** The element with IEI that an octet begins, by that octet. */
  readonly byIei: readonly (OctetField | HalfField | undefined)[];
}

/** Compiles a table once. Throws on a table that contradicts itself: that is our bug. */
export function compileTable(table: MessageTable): Program {
  const imperative: Step[] = [];
  const tagged: (OctetField | HalfField)[] = [];
  const byIei: (OctetField | HalfField | undefined)[] = new Array(256).fill(undefined);
  let low: HalfField | undefined;
  table.rows.forEach((row, order) => {
    const [iei, name, , presence] = row;
    const fault = (reason: string): never => {
      throw new Error(`table ${table.clause} ${table.message}, line ${name}: ${reason}`);
    };
    const field = compileRow(row, order, fault);
    if ((iei === '') !== (presence === 'M')) fault('an IEI belongs to O and C lines, and only to them');
    if (iei !== '') {
      const octets = isHalf(field) ? Array.from({ length: 16 }, (_, bits) => field.iei | bits) : [field.iei];
      for (const octet of octets) {
        if (byIei[octet] !== undefined) fault(`IEI ${iei} is taken`);
        byIei[octet] = field;
      }
      tagged.push(field);
    } else if (tagged.length > 0) fault('a mandatory line follows optional ones');
    else if (!isHalf(field)) {
      if (low !== undefined) fault(`the half octet before it has no partner`);
      imperative.push({ field });
    } else if (low === undefined) low = field;
    else {
      imperative.push({ halves: [low, field] });
      low = undefined;
    }
  });
  if (low !== undefined) throw new Error(`table ${table.clause} ${table.message} ends with a lone half octet`);
  const { message, clause, messageType } = table;
  return { message, clause, messageType, imperative, tagged, byIei };
}

export function isHalf(field: OctetField | HalfField): field is HalfField {
  return field.type.size === 'half octet';
}

function compileRow(row: Row, order: number, fault: (reason: string) => never): OctetField | HalfField {
  const [iei, name, type, , format, length] = row;
  const tagged = iei !== '';
  if (type.size === 'half octet') {
    if (length !== (tagged ? '1' : '1/2') || format !== (tagged ? 'TV' : 'V')) fault('a half octet is V 1/2 or TV 1');
    if (tagged && !/^[0-9A-F]-$/.test(iei)) fault(`'${iei}' is no IEI of a type 1 element`);
    const identifier = tagged ? Number.parseInt(iei[0]!, 16) << 4 : 0;
    return { name, type, row, order, iei: identifier, spare: name.startsWith('spareHalfOctet') };
  }
  if (tagged && !/^[0-9A-F]{2}$/.test(iei)) fault(`'${iei}' is no IEI`);
  const lengthOctets = format.endsWith('LV-E') ? 2 : format.endsWith('LV') ? 1 : 0;
  const overhead = lengthOctets + (tagged ? 1 : 0);
  if (format.startsWith('T') !== tagged) fault(`${format} and IEI '${iei}' do not agree`);
  const [, least = '', most = least] = /^(\d+)(?:-(\d+|n))?$/.exec(length) ?? fault(`length '${length}'`);
  const limit = most === 'n' ? Number.POSITIVE_INFINITY : Number(most) - overhead;
  if (lengthOctets === 0 && least !== most) fault('without a length indicator the length is fixed');
  return {
    name,
    type,
    row,
    order,
    iei: tagged ? Number.parseInt(iei, 16) : 0,
    lengthOctets,
    least: Number(least) - overhead,
    most: limit,
  };
}
