import {
  MongoBulkWriteError,
  MongoClient,
  MongoClientBulkWriteError,
  type MongoError,
  MongoServerError,
} from 'mongodb';
import type {
  CollectionData,
  Document,
  EntityDefinition,
  ExpectedError,
  ExpectedEvents,
  Operation,
  TestFile,
  UnifiedTest,
} from './unified-format.ts';
import { mismatch } from './unified-match.ts';
import { bulkResult, type Entities, runOperation } from './unified-operations.ts';

interface SeenEvent {
  readonly type: string;
  readonly event: Document;
}

/** Runs one test against a server. Returns why it failed; undefined when it passed. */
export async function runUnifiedTest(uri: string, file: TestFile, test: UnifiedTest): Promise<string | undefined> {
  const inside = await new MongoClient(uri).connect();
  const entities: Entities = new Map();
  const events = new Map<string, SeenEvent[]>();
  try {
    await inside.db('admin').command({ configureFailPoint: 'failCommand', mode: 'off' });
    for (const data of file.initialData ?? []) await fill(inside, data);
    for (const definition of file.createEntities) await createEntity(uri, definition, entities, events);
    for (const operation of test.operations) {
      const failure = await step(entities, operation);
      if (failure !== undefined) return `${operation.name}: ${failure}`;
    }
    for (const expected of test.expectEvents ?? []) {
      const failure = eventMismatch(expected, events.get(expected.client) ?? []);
      if (failure !== undefined) return `events: ${failure}`;
    }
    for (const data of test.outcome ?? []) {
      const found = await inside
        .db(data.databaseName)
        .collection(data.collectionName)
        .find({}, { sort: { _id: 1 } })
        .toArray();
      const failure = mismatch({ documents: found }, { documents: data.documents });
      if (failure !== undefined) return `outcome of ${data.collectionName}: ${failure}`;
    }
    return undefined;
  } catch (error) {
    return `the runner failed: ${(error as Error).stack}`;
  } finally {
    for (const entity of entities.values()) {
      if (entity instanceof MongoClient) await entity.close();
    }
    await inside.close();
  }
}

async function fill(client: MongoClient, { databaseName, collectionName, documents }: CollectionData): Promise<void> {
  const database = client.db(databaseName);
  await database.dropCollection(collectionName);
  await database.createCollection(collectionName);
  if (documents.length > 0) await database.collection(collectionName).insertMany([...documents]);
}

async function createEntity(
  uri: string,
  { client, database, collection }: EntityDefinition,
  entities: Entities,
  events: Map<string, SeenEvent[]>,
): Promise<void> {
  if (client !== undefined) {
    const { readConcernLevel, ...rest } = client.uriOptions ?? {};
    const options =
      readConcernLevel === undefined ? rest : { ...rest, readConcern: { level: readConcernLevel as 'majority' } };
    const made = new MongoClient(uri, { ...options, monitorCommands: true });
    const ignored = new Set([
      ...(client.ignoreCommandMonitoringEvents ?? []),
      'configureFailPoint',
      'hello',
      'isMaster',
      'ismaster',
    ]);
    const seen: SeenEvent[] = [];
    events.set(client.id, seen);
    for (const name of ['commandStarted', 'commandSucceeded', 'commandFailed'] as const) {
      if (!client.observeEvents?.includes(`${name}Event`)) continue;
      made.on(name as 'commandStarted', event => {
        if (!ignored.has(event.commandName)) seen.push({ type: `${name}Event`, event: event as unknown as Document });
      });
    }
    entities.set(client.id, await made.connect());
  }
  if (database !== undefined) {
    const owner = entities.get(database.client) as MongoClient;
    entities.set(database.id, owner.db(database.databaseName, database.databaseOptions));
  }
  if (collection !== undefined) {
    const owner = entities.get(collection.database) as ReturnType<MongoClient['db']>;
    entities.set(collection.id, owner.collection(collection.collectionName, collection.collectionOptions));
  }
}

async function step(entities: Entities, operation: Operation): Promise<string | undefined> {
  let result: unknown;
  try {
    result = await runOperation(entities, operation);
  } catch (error) {
    if (operation.ignoreResultAndError) return undefined;
    if (operation.expectError === undefined) return `failed with ${(error as Error).message}`;
    return errorMismatch(error as Error, operation.expectError);
  }
  if (operation.ignoreResultAndError) return undefined;
  if (operation.expectError !== undefined) return 'succeeded where an error was expected';
  if (operation.saveResultAsEntity !== undefined) entities.set(operation.saveResultAsEntity, result);
  if (operation.expectResult === undefined) return undefined;
  return mismatch(result, operation.expectResult);
}

function errorMismatch(error: Error, expected: ExpectedError): string | undefined {
  if (error instanceof TypeError || error instanceof RangeError) return `the runner or driver failed: ${error.stack}`;
  // A client's bulk write wraps what the server said.
  const told = error instanceof MongoClientBulkWriteError ? error.cause : error;
  const server = told instanceof MongoServerError ? told : undefined;
  if (expected.isClientError === true && server !== undefined)
    return `a client error was expected, not ${error.message}`;
  if (expected.isClientError === false && server === undefined)
    return `a server error was expected, not ${error.message}`;
  if (
    expected.errorContains !== undefined &&
    !error.message.toLowerCase().includes(expected.errorContains.toLowerCase())
  ) {
    return `"${error.message}" does not contain "${expected.errorContains}"`;
  }
  if (expected.errorCode !== undefined && server?.code !== Number(expected.errorCode)) {
    return `code ${server?.code} instead of ${expected.errorCode}: ${error.message}`;
  }
  if (expected.errorCodeName !== undefined && server?.codeName !== expected.errorCodeName) {
    return `codeName ${server?.codeName} instead of ${expected.errorCodeName}`;
  }
  for (const label of expected.errorLabelsContain ?? []) {
    if (!(error as MongoError).hasErrorLabel(label)) return `without label ${label}`;
  }
  for (const label of expected.errorLabelsOmit ?? []) {
    if ((error as MongoError).hasErrorLabel(label)) return `with label ${label}`;
  }
  if (expected.errorResponse !== undefined) {
    const failure = mismatch(server?.errorResponse, expected.errorResponse);
    if (failure !== undefined) return `error response: ${failure}`;
  }
  if (error instanceof MongoClientBulkWriteError) return bulkErrorMismatch(error, expected);
  if (expected.expectResult !== undefined && error instanceof MongoBulkWriteError) {
    return mismatch({ ...error.result, ...counts(error) }, expected.expectResult);
  }
  return undefined;
}

function bulkErrorMismatch(error: MongoClientBulkWriteError, expected: ExpectedError): string | undefined {
  const { writeErrors, writeConcernErrors, partialResult } = error;
  for (const [index, wanted] of Object.entries(expected.writeErrors ?? {})) {
    const failure = mismatch(writeErrors.get(Number(index)), wanted);
    if (failure !== undefined) return `write error ${index}: ${failure}`;
  }
  const failure = mismatch(writeConcernErrors, expected.writeConcernErrors ?? []);
  if (failure !== undefined) return `write concern errors: ${failure}`;
  if (expected.expectResult === undefined) return undefined;
  return mismatch(partialResult === undefined ? undefined : bulkResult(partialResult), expected.expectResult);
}

function counts(error: MongoBulkWriteError): Document {
  const { insertedCount, matchedCount, modifiedCount, deletedCount, upsertedCount, upsertedIds, insertedIds } = error;
  return { insertedCount, matchedCount, modifiedCount, deletedCount, upsertedCount, upsertedIds, insertedIds };
}

function eventMismatch(
  { events: expected, ignoreExtraEvents }: ExpectedEvents,
  seen: readonly SeenEvent[],
): string | undefined {
  const names = () => seen.map(({ event }) => event.commandName).join(', ');
  if (seen.length < expected.length || (!ignoreExtraEvents && seen.length > expected.length)) {
    return `${seen.length} events (${names()}) instead of ${expected.length}`;
  }
  for (let index = 0; index < expected.length; index++) {
    const [type, wanted] = Object.entries(expected[index]!)[0]!;
    const { type: seenType, event } = seen[index]!;
    if (type !== seenType) return `event ${index} is a ${seenType} instead of a ${type}`;
    const failure = oneEventMismatch(event, wanted);
    if (failure !== undefined) return `event ${index}: ${failure}`;
  }
  return undefined;
}

/** Commands and replies may have more fields than expected, as documents at the root. */
function oneEventMismatch(event: Document, wanted: Document): string | undefined {
  for (const [key, value] of Object.entries(wanted)) {
    const failure = mismatch(event[key], value);
    if (failure !== undefined) return `${key}: ${failure}`;
  }
  return undefined;
}
