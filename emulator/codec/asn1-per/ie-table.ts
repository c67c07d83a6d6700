import { DecodeError } from '../../bytes/index.ts';
import { enumerated } from './scalars.ts';
import type { Schema } from './schema.ts';
import type { Fields } from './sequence.ts';

/** What a receiver does with an IE that it does not comprehend. TS 36.413 §10.3.2 */
export type Criticality = 'reject' | 'ignore' | 'notify';

/** In the order of their numbers. */
export const CRITICALITIES: readonly Criticality[] = ['reject', 'ignore', 'notify'];

export const CriticalitySchema = enumerated(CRITICALITIES);

export type Presence = 'mandatory' | 'optional' | 'conditional';

/** One row of a message's table: protocol IE id, assigned criticality, type and presence. */
export interface IeRow<T, P extends Presence> {
  readonly id: number;
  readonly criticality: Criticality;
  readonly schema: Schema<T>;
  readonly presence: P;
}

/** The rows by field name, in the order of the specification. */
export type IeRows = Readonly<Record<string, IeRow<unknown, Presence>>>;

export function mandatory<T>(id: number, criticality: Criticality, schema: Schema<T>): IeRow<T, 'mandatory'> {
  return { id, criticality, schema, presence: 'mandatory' };
}

export function optionalIe<T>(id: number, criticality: Criticality, schema: Schema<T>): IeRow<T, 'optional'> {
  return { id, criticality, schema, presence: 'optional' };
}

/** Present under a condition that the specification gives in words; optional for the codec. */
export function conditional<T>(id: number, criticality: Criticality, schema: Schema<T>): IeRow<T, 'conditional'> {
  return { id, criticality, schema, presence: 'conditional' };
}

/** The object type of some rows: mandatory ones must be there. */
export type InferIes<R extends IeRows> = {
  readonly [K in keyof R as R[K]['presence'] extends 'mandatory' ? K : never]: IeValue<R[K]>;
} & {
  readonly [K in keyof R as R[K]['presence'] extends 'mandatory' ? never : K]?: IeValue<R[K]>;
};

type IeValue<R> = R extends IeRow<infer T, Presence> ? T : never;

/**
 * An IE kept as it came: its id is unknown, or it came twice, or its value uses something newer than our tables.
 * `position` is its place in the container, 0 the first; when encoding, one beyond the end goes to the end.
 */
export interface UnknownIe {
  readonly id: number;
  readonly criticality: Criticality;
  readonly value: Uint8Array;
  readonly position: number;
}

/** What a message may carry besides the fields of its table. */
export interface WithUnknownIes {
  readonly unknownIes?: readonly UnknownIe[];
  /** The ids of the known IEs as they came, only when that is not the order of the table. */
  readonly ieOrder?: readonly number[];
  /** Known IEs that came with another criticality than the table's. */
  readonly ieCriticalities?: readonly IeCriticality[];
}

/** The criticality with which a peer sent an IE, where it is not the one of the table. */
export interface IeCriticality {
  readonly id: number;
  readonly criticality: Criticality;
}

/** What an IE with an extension container may carry besides its fields. */
export interface WithUnknownExtensions {
  readonly unknownExtensions?: readonly UnknownIe[];
  /** As in a message, for the known extensions. */
  readonly ieOrder?: readonly number[];
  /** As in a message, for the known extensions. */
  readonly ieCriticalities?: readonly IeCriticality[];
}

/** A mandatory IE that is not there, or is there with a value that we do not comprehend. */
export interface AbsentIe {
  readonly id: number;
  readonly field: string;
  readonly criticality: Criticality;
  readonly typeOfError: 'missing' | 'not-understood';
}

/** Every mandatory IE that a container lacks. `partial` has all that could be read. */
export class MissingIesError extends DecodeError {
  readonly absent: readonly AbsentIe[];
  readonly partial: Readonly<Fields>;

  constructor(absent: readonly AbsentIe[], partial: Readonly<Fields>, offset: number) {
    super(absent.map(each => `${each.field} (id ${each.id}) is ${each.typeOfError}`).join(', '), offset);
    this.absent = absent;
    this.partial = partial;
  }
}

/** A message's codec and its name, which each value carries as its discriminator. */
export interface MessageSchema<T> extends Schema<T> {
  readonly message: string;
  readonly rows: IeRows;
}
