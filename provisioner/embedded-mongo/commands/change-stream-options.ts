import { BsonType, make, stringValue, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';

/** What a `$changeStream` stage may ask for in each event. */
export interface EventOptions {
  readonly fullDocument: 'default' | 'updateLookup' | 'whenAvailable' | 'required';
  readonly beforeChange: 'off' | 'whenAvailable' | 'required';
  /** `showExpandedEvents`: tells of collections and indexes too, and more of each. */
  readonly expanded: boolean;
}

/** @throws {CommandError} 40415, 50865, BadValue for options that do not exist or do not go together. */
export function parseEventOptions(stage: Value): EventOptions {
  checkFields(stage);
  const expanded = stage.field('showExpandedEvents');
  return {
    fullDocument: choice(stage, 'fullDocument', ['default', 'updateLookup', 'whenAvailable', 'required']),
    beforeChange: choice(stage, 'fullDocumentBeforeChange', ['off', 'whenAvailable', 'required']),
    expanded: expanded?.type === BsonType.bool && expanded.bool(),
  };
}

/** A resume token: hexadecimal, so that tokens of one stream sort as text. 16 digits of sequence, 2 that tell invalidate. */
export function tokenOf(sequence: number, invalidated: boolean): Value {
  return make({
    _data: stringValue(`82${sequence.toString(16).toUpperCase().padStart(16, '0')}${invalidated ? '01' : '00'}`),
  });
}

/** @throws {CommandError} FailedToParse for a token of another server. */
export function parseToken(token: Value): { readonly sequence: number; readonly invalidated: boolean } {
  const data = token.isObject ? token.field('_data') : undefined;
  const match = data?.type === BsonType.string ? /^82([0-9A-F]{16})(0[01])$/.exec(data.text()) : null;
  if (match === null) throw new CommandError('FailedToParse', 'Bad resume token: it is not one of this server');
  return { sequence: Number.parseInt(match[1]!, 16), invalidated: match[2] === '01' };
}

const STAGE_FIELDS = new Set([
  'fullDocument',
  'fullDocumentBeforeChange',
  'resumeAfter',
  'startAfter',
  'startAtOperationTime',
  'allChangesForCluster',
  'showExpandedEvents',
]);

function checkFields(stage: Value): void {
  if (!stage.isObject) throw new CommandError(50808, '$changeStream stage expects a document as argument');
  const reader = stage.fields();
  const starts: string[] = [];
  while (reader.next()) {
    if (!STAGE_FIELDS.has(reader.name)) {
      throw new CommandError(40415, `BSON field '$changeStream.${reader.name}' is an unknown field.`);
    }
    if (/^(resumeAfter|startAfter|startAtOperationTime)$/.test(reader.name)) starts.push(reader.name);
  }
  if (starts.length > 1) {
    throw new CommandError(50865, 'Only one type of resume option is allowed, but multiple were found.');
  }
}

function choice<T extends string>(stage: Value, name: string, allowed: readonly [T, ...T[]]): T {
  const value = stage.field(name);
  if (value === undefined) return allowed[0];
  const word = value.type === BsonType.string ? value.text() : '';
  const found = allowed.find(option => option === word);
  if (found === undefined) {
    throw new CommandError(
      'BadValue',
      `Enumeration value '${word}' for field '$changeStream.${name}' is not a valid value.`,
    );
  }
  return found;
}
