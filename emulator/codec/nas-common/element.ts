import type { ByteReader, ByteWriter } from '../../bytes/index.ts';
import type { FieldTree } from '../tree.ts';

/**
 * The value part of one information element: how its octets become a value and back, and how people read it.
 * `Element<Value>` fills whole octets; `HalfElement<Value>` is a type 1 element of four bits (TS 24.007 §11.2.1.1.1).
 */
export interface Element<Value> {
  readonly size: 'octets';
  /** The specification's name of the type, such as `EPS mobile identity`. */
  readonly title: string;
  /** Where it is drawn, such as `TS 24.301 §9.9.3.12`. */
  readonly clause: string;
  /**
   * Reads the value from a reader that is limited to the value part. Octets that it leaves unread belong to a later
   * version of the element; the interpreter keeps them.
   * @throws DecodeError when the octets are not a value of this type
   */
  decode(reader: ByteReader): Value;
  encode(value: Value, writer: ByteWriter): void;
  /** The value in a few words. */
  show(value: Value): string;
  /** The parts of a composite value, for the field tree. */
  parts?(reader: ByteReader): FieldTree[];
}

/** A type 1 element: `decode` takes the four bits, `encode` returns them. Every value of the four bits decodes. */
export interface HalfElement<Value> {
  readonly size: 'half octet';
  readonly title: string;
  readonly clause: string;
  decode(bits: number): Value;
  encode(value: Value): number;
  show(value: Value): string;
}

export type AnyElement = Element<unknown> | HalfElement<unknown>;

/** The value type of an element. */
export type ValueOf<E> = E extends Element<infer Value> ? Value : E extends HalfElement<infer Value> ? Value : never;

/** Defines an element of whole octets. */
export function element<Value>(
  title: string,
  clause: string,
  coding: Pick<Element<Value>, 'decode' | 'encode' | 'show'> & Partial<Pick<Element<Value>, 'parts'>>,
): Element<Value> {
  return { size: 'octets', title, clause, ...coding };
}

/** Defines a type 1 element. */
export function halfElement<Value>(
  title: string,
  clause: string,
  coding: Pick<HalfElement<Value>, 'decode' | 'encode' | 'show'>,
): HalfElement<Value> {
  return { size: 'half octet', title, clause, ...coding };
}
