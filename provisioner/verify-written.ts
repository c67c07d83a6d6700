import { LabError } from '../emulator/vocabulary/index.ts';
import { type BsonDocument, bsonTypeOf, sameBson, valueAt } from './bson-values.ts';

/** The HSS moves it on at each authentication, perhaps between our write and our reading. */
const MOVED_BY_HSS = 'security.sqn';

/**
 * Holds what the database returns against what was written, in type and value.
 * @throws LabError subscriber-differs that names the paths, never the values
 */
export function verifyWritten(
  imsi: string,
  place: string,
  stored: BsonDocument | undefined,
  written: BsonDocument,
  removed: readonly string[] = [],
): void {
  if (stored === undefined)
    throw new LabError('subscriber-differs', `IMSI ${imsi} was written and is not there`, {
      place,
      hint: 'see who else writes this database',
    });
  const wrong = Object.entries(written).flatMap(([path, value]) => differences(valueAt(stored, path), value, path));
  for (const path of removed) if (valueAt(stored, path) !== undefined) wrong.push(`${path} is still there`);
  if (wrong.length === 0) return;
  throw new LabError('subscriber-differs', `the database holds something else than was written for IMSI ${imsi}`, {
    place: `${place}: ${wrong.join('; ')}`,
    expected: 'the values and BSON types that were written',
    hint: 'see who else writes this subscriber, and whether this is a MongoDB that keeps int32 and int64 apart',
  });
}

function differences(stored: unknown, written: unknown, path: string): string[] {
  if (sameBson(stored, written)) return [];
  const [is, was] = [bsonTypeOf(stored), bsonTypeOf(written)];
  if (is !== was) return [`${path} is ${is} instead of ${was}`];
  if (path === MOVED_BY_HSS) return [];
  if (is === 'document' || is === 'array') {
    const [left, right] = [stored as BsonDocument, written as BsonDocument];
    const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
    return [...keys].flatMap(key => differences(left[key], right[key], `${path}.${key}`));
  }
  return [`${path} has another value`];
}
