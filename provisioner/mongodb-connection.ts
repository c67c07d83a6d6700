import { type Collection, MongoClient } from 'mongodb';
import { UserError } from '../emulator/vocabulary/index.ts';
import type { BsonDocument } from './bson-values.ts';
import { addressesOf, databaseNameOf, labErrorOf, redactUri } from './mongodb-errors.ts';

export interface ConnectionOptions {
  /** How long to look for a server before giving up, ms. Default 5000; a serverSelectionTimeoutMS in the URI wins. */
  readonly connectTimeoutMs?: number;
}

export interface MongoConnection {
  readonly uri: string;
  /** `127.0.0.1:27017/open5gs`, for people. */
  readonly place: string;
  /** A collection of the URI's database (open5gs when it names none), or of another one of the same server. */
  collection(name: string, databaseName?: string): Collection<BsonDocument>;
  /** A command, of the server itself (on its `admin` database) or of a database. */
  command(command: BsonDocument, databaseName?: string): Promise<BsonDocument>;
  /** Runs a database operation; a driver's error becomes a LabError. `doing` completes "could not …". */
  attempt<T>(doing: string, operation: () => Promise<T>): Promise<T>;
  /** Another database of the same server, through the same connections; closing it does nothing. */
  database(name: string): MongoConnection;
  /** Removes the whole database with all its collections. */
  drop(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Connects and makes sure that a server answers.
 * @throws UserError for a URI that is none, LabError when no server answers or it refuses the login
 */
export async function openMongoConnection(
  uri: string,
  { connectTimeoutMs = 5000 }: ConnectionOptions = {},
): Promise<MongoConnection> {
  const client = newClient(uri, connectTimeoutMs);
  const database = client.db(databaseNameOf(uri));
  const attempt = async <T>(doing: string, operation: () => Promise<T>): Promise<T> => {
    try {
      return await operation();
    } catch (error) {
      throw labErrorOf(error, uri, doing);
    }
  };
  try {
    await attempt('answer', () => client.connect());
    await attempt('answer', () => database.command({ ping: 1 }));
  } catch (error) {
    await client.close();
    throw error;
  }
  const connectionTo = (name: string, close: () => Promise<void>): MongoConnection => ({
    uri,
    place: `${addressesOf(uri)}/${name}`,
    collection: (collection, other = name) => client.db(other).collection<BsonDocument>(collection),
    command: (command, other = 'admin') => client.db(other).command(command),
    attempt,
    database: other => connectionTo(other, async () => {}),
    drop: async () => {
      await attempt(`drop the database ${name}`, () => client.db(name).dropDatabase());
    },
    close,
  });
  return connectionTo(database.databaseName, () => client.close());
}

function newClient(uri: string, connectTimeoutMs: number): MongoClient {
  try {
    return new MongoClient(uri, {
      appName: 'mvnolab',
      ...(!/[?&]serverSelectionTimeoutMS=/i.test(uri) && { serverSelectionTimeoutMS: connectTimeoutMs }),
    });
  } catch (error) {
    throw new UserError(
      'mongodb-uri-invalid',
      `'${redactUri(uri)}' is not a MongoDB URI: ${(error as Error).message}`,
      {
        expected: 'mongodb://[user:password@]host[:port][/database]',
        hint: 'characters such as / : @ in a password are written %2F %3A %40',
      },
    );
  }
}
