import type { AnyElement, ValueOf } from './element.ts';

/**
 * One line of a message table, in the specification's columns: IEI (two hex digits, `9-` for a type 1 element, empty
 * when there is none), name, type, presence, format and length in octets (IEI and length indicator included).
 */
export type Row = readonly [
  iei: string,
  name: string,
  type: AnyElement,
  presence: 'M' | 'O' | 'C',
  format: 'V' | 'LV' | 'TV' | 'TLV' | 'LV-E' | 'TLV-E',
  length: string,
];

/** What the interpreter compiles: the message's name, its clause and the lines after the message type. */
export interface MessageTable<Name extends string = string, Rows extends readonly Row[] = readonly Row[]> {
  readonly message: Name;
  readonly clause: string;
  /** The message type octet. */
  readonly messageType: number;
  readonly rows: Rows;
}

/** An element that is in the message but carries no value for it, with its octets as received. */
export interface OtherElement {
  /** The octet that identified it; for a one-octet element that is the whole element. */
  readonly iei: number;
  /** Its place among the elements with an IEI, counted from 0 as received. */
  readonly position: number;
  /**
   * Why it was set aside (TS 24.301 §7.6 and §7.7.1): its IEI is not in the message table, a later table line came
   * before it, it came twice, or its value is not one.
   */
  readonly reason: 'unknown' | 'outOfSequence' | 'repeated' | 'syntacticallyIncorrect';
  /** The whole element, IEI and length included. */
  readonly octets: Uint8Array;
}

/** What every decoded message may carry besides the lines of its table. */
export interface Leftovers {
  /** Elements that were set aside; the encoder puts each back in its place. */
  readonly otherElements?: readonly OtherElement[];
  /** Octets that followed the known part of a field's value: a newer version of the element. TS 24.301 §7.1 */
  readonly extraOctets?: Readonly<Record<string, Uint8Array>>;
}

/** The fields that a table describes: `M` lines are required, the others optional; spare half octets are not fields. */
export type FieldsOf<Rows extends readonly Row[]> = {
  readonly [R in Rows[number] as R[3] extends 'M' ? FieldName<R[1]> : never]: ValueOf<R[2]>;
} & {
  readonly [R in Rows[number] as R[3] extends 'M' ? never : FieldName<R[1]>]?: ValueOf<R[2]>;
};

type FieldName<Name extends string> = Name extends `spareHalfOctet${string}` ? never : Name;

/** One flat object type, as an editor shows it. */
export type Flat<T> = { [K in keyof T]: T[K] } & unknown;

/** The message that a table describes. */
export type MessageOf<T> =
  T extends MessageTable<infer Name, infer Rows>
    ? Flat<{ readonly message: Name } & FieldsOf<Rows> & Leftovers>
    : never;

/** TS 24.007 §11.2.4: an unknown element with bits 8 to 5 of its IEI zero must be understood. */
export function isComprehensionRequired(element: Pick<OtherElement, 'iei'>): boolean {
  return (element.iei & 0xf0) === 0;
}
