import { type BsonTypeName, bsonTypeOf, numberOf } from './bson-values.ts';

/** What is wrong with a field, and what Open5GS makes of it. */
export interface Finding {
  /** Dotted path with array indexes: `slice.0.session.1.ambr.downlink.value`. */
  readonly path: string;
  /** error: Open5GS ignores, misreads or aborts; warning: works, but seldom meant. */
  readonly severity: 'error' | 'warning';
  /** A sentence that begins with the path and holds no secret. */
  readonly text: string;
}

export type Report = (path: string, text: string, severity?: Finding['severity']) => void;

/** How one value is stored: value ⇄ BSON, of exactly one BSON type. */
export interface Codec<T> {
  readonly bson: BsonTypeName;
  encode(value: T): unknown;
  /** undefined = Open5GS does not take it. */
  decode(stored: unknown): T | undefined;
  /** Reports what is wrong inside a value of the right type. */
  check(stored: unknown, path: string, report: Report): void;
  /** The stored value, changed only where its meaning differs from `wanted`; fields that the table does not know are kept. */
  merge(stored: unknown, wanted: T): unknown;
}

/** One line of a table: a document field and the record's key that it holds. */
export type Row<T> = FieldRow<T> | GroupRow<T> | InitialRow;

export interface FieldRow<T> extends FieldRules {
  readonly kind: 'field';
  readonly field: string;
  readonly key: keyof T & string;
  readonly codec: Codec<unknown>;
}

/** A nested document whose fields belong to the same record. */
interface GroupRow<T> {
  readonly kind: 'group';
  readonly field: string;
  readonly rows: readonly Row<T>[];
  /** What Open5GS does without it; when not given, the group is optional and left out when it would be empty. */
  readonly missing: string | undefined;
  /** What it does with a value that is no document, whose content is not shown; when not given, it ignores it. */
  readonly otherType: string | undefined;
}

/** Written with a new document only, then left alone. */
interface InitialRow {
  readonly kind: 'initial';
  readonly field: string;
  readonly value: () => unknown;
}

export interface FieldRules {
  /** Ends the sentence "… is double 32: Open5GS ignores it" of a value of another type. */
  readonly ignored: string;
  /** What Open5GS does when the field is missing; when not given, missing is fine. */
  readonly missing?: string;
  /** The record's value when the field is missing or ignored. */
  readonly absent?: unknown;
  /** Stored instead of leaving the field out. */
  readonly empty?: null;
  /** Other types that are known and harmless here. */
  readonly alsoFine?: readonly BsonTypeName[];
  /** Never show the stored value. */
  readonly secret?: true;
}

/** Makes the rows of a table for records of type T; keys and codecs are checked against T. */
export function rowsFor<T>() {
  return {
    field<K extends keyof T & string>(
      field: string,
      key: K,
      codec: Codec<NonNullable<T[K]>>,
      rules: FieldRules & { absent?: T[K] },
    ): Row<T> {
      return { kind: 'field', field, key, codec: codec as unknown as Codec<unknown>, ...rules };
    },
    group(field: string, missing: string | undefined, rows: readonly Row<T>[], otherType?: string): Row<T> {
      return { kind: 'group', field, missing, otherType, rows };
    },
    initial(field: string, value: () => unknown): Row<T> {
      return { kind: 'initial', field, value };
    },
  };
}

/** A value without parts: it is rewritten when it is of another type or means something else. */
export function leaf<T>(codec: Omit<Codec<T>, 'merge' | 'check'> & Partial<Pick<Codec<T>, 'check'>>): Codec<T> {
  return {
    check: () => {},
    ...codec,
    merge(stored, wanted) {
      const old = bsonTypeOf(stored) === codec.bson ? codec.decode(stored) : undefined;
      return old !== undefined && sameMeaning(old, wanted) ? stored : codec.encode(wanted);
    },
  };
}

export function dotted(path: string, key: string | number): string {
  return path === '' ? `${key}` : `${path}.${key}`;
}

/** `double 32`, `string "12"`, `array`. */
export function describe(stored: unknown): string {
  const type = bsonTypeOf(stored);
  const number = numberOf(stored);
  if (number !== undefined) return `${type} ${number}`;
  if (type === 'string') return `string ${JSON.stringify(stored).slice(0, 40)}`;
  return type === 'bool' ? `bool ${stored}` : type;
}

function sameMeaning(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  const [left, right] = [octetsOf(a), octetsOf(b)];
  if (left !== undefined && right !== undefined)
    return left.length === right.length && left.every((octet, i) => octet === right[i]);
  return false;
}

/** The octets of a byte array or of a Secret. */
function octetsOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  const reveal = (value as { reveal?: () => Uint8Array } | undefined)?.reveal;
  return typeof reveal === 'function' ? reveal.call(value) : undefined;
}
