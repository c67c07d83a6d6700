import { createRequire } from 'node:module';
import { deserialize, ObjectId } from 'bson';
import type { Collection } from 'mongodb';
import type { BsonDocument } from './bson-values.ts';
import type { MongoConnection } from './mongodb-connection.ts';
import { verifyWritten } from './verify-written.ts';

/** A document as BSON octets. */
export type EncodedDocument = Uint8Array;

export interface WriteError {
  readonly index: number;
  readonly code?: number;
  readonly errmsg?: string;
}

interface Sequence {
  push(document: undefined, bytes: Uint8Array): number;
}

/**
 * The driver's own way to send documents that are octets already: a document sequence of OP_MSG. It is not in its public interface; where a version has
 * it no more, the documents are opened for it, which is slower and the same.
 */
const DocumentSequence = ((): (new (field: string) => Sequence) | undefined => {
  try {
    const commands = createRequire(import.meta.url)('mongodb/lib/cmap/commands.js') as {
      readonly DocumentSequence?: new (field: string) => Sequence;
    };
    return commands.DocumentSequence;
  } catch {
    return undefined;
  }
})();

/** The driver repeats an insert once when the connection breaks; so does this. */
const ATTEMPTS = 2;

/**
 * Inserts documents in one command, in any order, 100,000 and 48 MB at most. Gives the errors of those that were refused. When the connection breaks it
 * tries once more: what was in by then is refused as a duplicate.
 * @throws the driver's error for a command that failed as a whole
 */
export async function insertEncoded(
  connection: MongoConnection,
  collection: Pick<Collection<BsonDocument>, 'collectionName' | 'dbName' | 'writeConcern'>,
  documents: readonly EncodedDocument[],
): Promise<WriteError[]> {
  if (documents.length === 0) return [];
  const bytes = inOne(documents);
  for (let attempt = 1; ; attempt++) {
    try {
      const reply = await connection.command(
        {
          insert: collection.collectionName,
          ordered: false,
          ...writeConcernOf(collection),
          documents: sequenceOf('documents', bytes, documents),
        },
        collection.dbName,
      );
      const { writeErrors = [], writeConcernError } = reply as {
        writeErrors?: WriteError[];
        writeConcernError?: { errmsg?: string };
      };
      if (writeConcernError !== undefined) throw new Error(`write concern: ${writeConcernError.errmsg}`);
      return writeErrors;
    } catch (error) {
      if (attempt === ATTEMPTS || !isWorthRepeating(error as Error & { code?: unknown })) throw error;
    }
  }
}

/** Documents that lie one behind the other need no copying. */
function inOne(documents: readonly EncodedDocument[]): Uint8Array {
  const { buffer, byteOffset } = documents[0]!;
  let end = byteOffset;
  for (const document of documents) {
    if (document.buffer !== buffer || document.byteOffset !== end) return Buffer.concat(documents);
    end += document.byteLength;
  }
  return Buffer.from(buffer, byteOffset, end - byteOffset);
}

/** A connection that broke, a server that stopped being the primary or is shutting down. */
function isWorthRepeating({ name, code }: Error & { code?: unknown }): boolean {
  return name === 'MongoNetworkError' || [91, 189, 10107, 11600, 11602, 13435, 13436].includes(code as number);
}

/** What the URI asks for: the driver adds it to its own inserts only. */
function writeConcernOf({ writeConcern }: Pick<Collection<BsonDocument>, 'writeConcern'>): object {
  if (writeConcern === undefined) return {};
  const { w, journal: j, wtimeoutMS: wtimeout } = writeConcern;
  return {
    writeConcern: {
      ...(w !== undefined && { w }),
      ...(j !== undefined && { j }),
      ...(wtimeout !== undefined && { wtimeout }),
    },
  };
}

function sequenceOf(field: string, bytes: Uint8Array, documents: readonly EncodedDocument[]): unknown {
  if (DocumentSequence === undefined) return documents.map(document => deserialize(document, { promoteValues: false }));
  const sequence = new DocumentSequence(field);
  sequence.push(undefined, bytes);
  return sequence;
}

/**
 * Reads documents back that begin with an ObjectId `_id`, and compares them octet by octet, because that is fast; what differs (the HSS may have stepped
 * a SQN already) is looked at field by field.
 * @throws LabError not-as-written
 */
export async function verifyEncoded(
  connection: MongoConnection,
  collection: Collection<BsonDocument>,
  documents: readonly EncodedDocument[],
): Promise<void> {
  if (documents.length === 0) return;
  const ids = documents.map(document => new ObjectId(idOf(document)));
  const stored = (await connection.attempt('read back', () =>
    collection.find({ _id: { $in: ids as never[] } }, { raw: true, batchSize: ids.length + 1 }).toArray(),
  )) as unknown as Uint8Array[];
  // Most stores answer in the order of the ids, which is the order in which they were made.
  let found: Map<string, Uint8Array> | undefined;
  for (const [i, document] of documents.entries()) {
    const next = stored[i];
    if (next !== undefined && Buffer.compare(next, document) === 0) continue;
    found ??= new Map(stored.map(bytes => [hexOf(idOf(bytes)), bytes]));
    const bytes = found.get(hexOf(idOf(document)));
    if (bytes !== undefined && Buffer.compare(bytes, document) === 0) continue;
    const read = bytes === undefined ? undefined : deserialize(bytes, { promoteValues: false });
    const written = deserialize(document, { promoteValues: false });
    verifyWritten(written.imsi as string, connection.place, read, written);
  }
}

/** Those of the documents that are in the collection under their ObjectId, as places in the list. */
export async function findEncoded(
  collection: Collection<BsonDocument>,
  documents: readonly EncodedDocument[],
): Promise<ReadonlySet<number>> {
  const places = new Map(documents.map((document, i) => [hexOf(idOf(document)), i]));
  const _id = { $in: documents.map(document => new ObjectId(idOf(document))) };
  const stored = await collection.find({ _id } as never, { projection: { _id: 1 } }).toArray();
  return new Set(stored.map(document => places.get((document._id as unknown as ObjectId).toHexString())!));
}

/** The ObjectId of a BSON document that begins with it, as ours do: 4 octets length, type 0x07, `_id`, 0x00. */
function idOf(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(9, 21);
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
