import {
  BsonType,
  documentValue,
  int32Value,
  integerOf,
  make,
  type Path,
  parsePath,
  showValue,
  stringValue,
  type Value,
} from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { type Filter, parseFilter } from '../match/index.ts';

/** One field of an index key. */
export interface KeyPart {
  readonly path: Path;
  readonly direction: 1 | -1;
}

/** What an index is, parsed and checked. */
export interface IndexSpec {
  readonly name: string;
  readonly parts: readonly KeyPart[];
  readonly keyPattern: Value;
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly partial: Filter | undefined;
  /** As `listIndexes` tells it. */
  readonly description: Value;
}

const KEPT_OPTIONS = new Set([
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'hidden',
  'background',
  'collation',
]);
const SILENT_OPTIONS = new Set(['v', 'key', 'name', 'ns', 'storageEngine', 'prepareUnique', 'clustered']);

/**
 * Parses one of `createIndexes`' specifications.
 *
 * Deviation: `expireAfterSeconds` is kept and listed, but nothing expires; `hidden` is listed only.
 */
export function parseIndexSpec(specification: Value): IndexSpec {
  const key = specification.field('key');
  if (key === undefined)
    throw new CommandError('FailedToParse', "The 'key' field is a required property of an index specification");
  if (!key.isObject || key.isEmpty()) throw new CommandError('CannotCreateIndex', 'Index keys cannot be empty.');
  const parts: KeyPart[] = [];
  const reader = key.fields();
  while (reader.next()) parts.push(parsePart(reader.name, reader.value()));
  const given = specification.field('name');
  if (given === undefined)
    throw new CommandError('FailedToParse', "The 'name' field is a required property of an index specification");
  const name = given.type === BsonType.string ? given.text() : '';
  if (name === '') throw new CommandError('CannotCreateIndex', 'index names cannot be empty');
  const options: [string, Value][] = [];
  const fields = specification.fields();
  while (fields.next()) {
    if (KEPT_OPTIONS.has(fields.name)) options.push([fields.name, fields.value()]);
    else if (!SILENT_OPTIONS.has(fields.name)) {
      throw new CommandError(
        197,
        `The field '${fields.name}' is not valid for an index specification. Specification: ${showValue(specification)}`,
      );
    }
  }
  const partial = specification.field('partialFilterExpression');
  return {
    name,
    parts,
    keyPattern: documentValue(parts.map(part => [part.path.text, int32Value(part.direction)])),
    unique: isTrue(specification.field('unique')),
    sparse: isTrue(specification.field('sparse')),
    partial: partial === undefined ? undefined : parseFilter(partial),
    description: documentValue([['v', int32Value(2)], ['key', key], ['name', stringValue(name)], ...options]),
  };
}

/** The index that every collection has. */
export function idIndexSpec(): IndexSpec {
  const spec = parseIndexSpec(make({ key: { _id: 1 }, name: '_id_' }));
  return { ...spec, unique: true };
}

function parsePart(name: string, value: Value): KeyPart {
  if (name === '' || name.startsWith('$')) {
    throw new CommandError('CannotCreateIndex', `Index key contains an illegal field name: '${name}'`);
  }
  if (value.type === BsonType.string) {
    const word = value.text();
    if (word === 'hashed') return { path: parsePath(name), direction: 1 };
    throw new CommandError('CannotCreateIndex', `${word} indexes are not supported by the embedded store`);
  }
  const number = value.isNumber ? (integerOf(value) ?? Number.NaN) : Number.NaN;
  if (Number.isNaN(number) || number === 0) {
    throw new CommandError('CannotCreateIndex', `Values in v:2 index key pattern cannot be ${showValue(value)}`);
  }
  return { path: parsePath(name), direction: number > 0 ? 1 : -1 };
}

function isTrue(value: Value | undefined): boolean {
  if (value === undefined || value.isNullish) return false;
  return value.isNumber ? value.number() !== 0 : value.bool();
}
