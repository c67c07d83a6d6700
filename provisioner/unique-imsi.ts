import type { Collection } from 'mongodb';
import { LabError } from '../emulator/vocabulary/index.ts';
import type { BsonDocument } from './bson-values.ts';
import type { MongoConnection } from './mongodb-connection.ts';

const DUPLICATE_KEY = 11000;
const INDEX_CONFLICTS = [85, 86];
const NAMED = 5;

/**
 * The unique index on `imsi` under the name that the WebUI gives it. Does nothing when it is there.
 * @throws LabError when the collection holds an IMSI twice, or another index stands in the way
 */
export async function ensureUniqueImsi(
  connection: MongoConnection,
  subscribers: Collection<BsonDocument>,
): Promise<void> {
  try {
    await subscribers.createIndex({ imsi: 1 }, { name: 'imsi_1', unique: true, background: true });
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === DUPLICATE_KEY) throw await duplicates(connection, subscribers, error);
    if (INDEX_CONFLICTS.includes(code as number)) return acceptOrRefuse(connection, subscribers, error);
    await connection.attempt('create the unique index on imsi', () => Promise.reject(error));
  }
}

/** Another index on imsi is as good when it is unique. */
async function acceptOrRefuse(
  connection: MongoConnection,
  subscribers: Collection<BsonDocument>,
  cause: unknown,
): Promise<void> {
  const indexes = await connection.attempt('list indexes', () => subscribers.indexes());
  const onImsi = indexes.filter(index => Object.keys(index.key).join() === 'imsi');
  if (onImsi.some(index => index.unique === true && index.partialFilterExpression === undefined)) return;
  const names = onImsi.map(index => `'${index.name}'`).join(', ');
  throw new LabError(
    'imsi-index-conflict',
    `the subscribers have an index on imsi that is not unique: ${names}`,
    {
      place: connection.place,
      expected: 'a unique index on imsi, as the WebUI makes it',
      hint: `remove it: mongosh "${connection.place}" --eval 'db.subscribers.dropIndex(${names})'`,
    },
    { cause },
  );
}

async function duplicates(
  connection: MongoConnection,
  subscribers: Collection<BsonDocument>,
  cause: unknown,
): Promise<LabError> {
  const twice = new Set<string>();
  let last: unknown;
  const cursor = subscribers.find({}, { sort: { imsi: 1 }, projection: { imsi: 1 } });
  for await (const { imsi } of cursor) {
    if (imsi === last) twice.add(String(imsi));
    last = imsi;
  }
  const named = [...twice].slice(0, NAMED).join(', ');
  return new LabError(
    'imsi-duplicate',
    `the store holds ${twice.size} IMSI${twice.size === 1 ? '' : 's'} more than once: ${named}${twice.size > NAMED ? ' …' : ''}`,
    {
      place: connection.place,
      expected: 'each IMSI once: Open5GS uses whichever document it finds first',
      hint: 'mvnolab sim remove <imsi> removes every document of an IMSI; then add it again',
    },
    { cause },
  );
}
