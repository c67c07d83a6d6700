import {
  BsonType,
  documentValue,
  isNumberType,
  NULL,
  type TextOrder,
  toNumber,
  typeAlias,
  type Value,
} from '../bson/index.ts';
import { parseCollation } from '../collation.ts';
import { CommandError } from '../errors.ts';
import { compileExpression, type Scope } from '../expression/index.ts';
import type { Message } from '../wire/index.ts';

const EMPTY = documentValue([]);

/** One command with its arguments, read by name and checked for type. */
export class Request {
  readonly name: string;
  readonly database: string;
  readonly body: Value;
  readonly #sequences: ReadonlyMap<string, readonly Value[]>;
  #scope: Scope | undefined;

  constructor(name: string, database: string, message: Message) {
    this.name = name;
    this.database = database;
    this.body = message.body;
    this.#sequences = message.sequences;
  }

  value(field: string): Value | undefined {
    return this.body.field(field);
  }

  document(field: string): Value | undefined {
    return this.#typed(field, 'object', type => type === BsonType.object);
  }

  text(field: string): string | undefined {
    return this.#typed(field, 'string', type => type === BsonType.string)?.text();
  }

  /** A number, its fraction cut off. */
  number(field: string): number | undefined {
    const value = this.#typed(field, 'long, int, decimal, double', isNumberType);
    return value === undefined ? undefined : Math.trunc(toNumber(value));
  }

  /** A number that must not be negative. */
  count(field: string): number | undefined {
    const number = this.number(field);
    if (number !== undefined && number < 0) {
      throw new CommandError(51024, `BSON field '${field}' value must be >= 0, actual value '${number}'`);
    }
    return number;
  }

  bool(field: string): boolean {
    const value = this.#typed(
      field,
      'bool, long, int, decimal, double',
      type => type === BsonType.bool || isNumberType(type),
    );
    if (value === undefined) return false;
    return value.isNumber ? toNumber(value) !== 0 : value.bool();
  }

  array(field: string): Value[] | undefined {
    return this.#typed(field, 'array', type => type === BsonType.array)?.items();
  }

  /** Documents given as an array in the body or as a document sequence beside it. */
  documents(field: string): readonly Value[] {
    const documents = this.#sequences.get(field) ?? this.array(field);
    if (documents === undefined) {
      throw new CommandError(40414, `BSON field '${this.name}.${field}' is missing but a required field`);
    }
    const wrong = documents.findIndex(document => !document.isObject);
    if (wrong >= 0) throw wrongType(`${this.name}.${field}.${wrong}`, documents[wrong]!, 'object');
    return documents;
  }

  /** The collection that the command's own field names. @throws {CommandError} InvalidNamespace. */
  get collection(): string {
    const value = this.body.field(this.name) ?? NULL;
    if (value.type !== BsonType.string) {
      throw new CommandError('InvalidNamespace', `collection name has invalid type ${typeAlias(value.type)}`);
    }
    const name = value.text();
    if (name === '') throw new CommandError('InvalidNamespace', `Invalid namespace specified '${this.database}.'`);
    return name;
  }

  get textOrder(): TextOrder | undefined {
    return parseCollation(this.document('collation'));
  }

  /** `let` variables and the time, the same throughout the command. */
  get scope(): Scope {
    if (this.#scope === undefined) {
      const variables = new Map<string, Value>();
      const reader = this.document('let')?.fields();
      const nowMs = Date.now();
      while (reader?.next()) {
        const value = compileExpression(reader.value(), { scope: { variables, nowMs } })(EMPTY);
        variables.set(reader.name, value ?? NULL);
      }
      this.#scope = { variables, nowMs };
    }
    return this.#scope;
  }

  #typed(field: string, expected: string, fits: (type: number) => boolean): Value | undefined {
    const value = this.body.field(field);
    if (value === undefined || value.isNullish) return undefined;
    if (!fits(value.type)) throw wrongType(`${this.name}.${field}`, value, expected);
    return value;
  }
}

export function wrongType(place: string, value: Value, expected: string): CommandError {
  const list = expected.includes(',') ? `types '[${expected}]'` : `type '${expected}'`;
  return new CommandError(
    'TypeMismatch',
    `BSON field '${place}' is the wrong type '${typeAlias(value.type)}', expected ${list}`,
  );
}
