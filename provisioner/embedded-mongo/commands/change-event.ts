import {
  arrayIndex,
  BsonType,
  BsonWriter,
  documentOf,
  make,
  nodeValue,
  type Plain,
  timestampValue,
  type Value,
} from '../bson/index.ts';
import { binaryValue } from '../bson/make.ts';
import { CommandError } from '../errors.ts';
import type { Change, Store } from '../store/index.ts';
import { type EventOptions, tokenOf } from './change-stream-options.ts';

type EventFields = Record<string, Plain | undefined>;

/** The end of a stream whose collection or database is gone. */
export function invalidateEvent(sequence: number): Value {
  return make({
    _id: tokenOf(sequence, true),
    operationType: 'invalidate',
    clusterTime: timestampValue(Math.floor(Date.now() / 1000), 1),
    wallTime: new Date(),
  });
}

/** A change as a change stream tells it. @throws {CommandError} 47 for a required image that was not kept. */
export function changeEvent(change: Change, options: EventOptions, store: Store): Value {
  const event: EventFields = {
    _id: tokenOf(change.sequence, false),
    operationType: change.kind,
    clusterTime: timestampValue(Math.floor(change.wallMs / 1000), (change.sequence % 0x7fff_ffff) + 1),
    wallTime: new Date(change.wallMs),
  };
  if (change.kind === 'insert' || change.kind === 'replace') event.fullDocument = change.after;
  if (change.kind === 'update') addUpdatedDocument(change, event, options, store);
  event.ns = change.collection === '' ? { db: change.database } : { db: change.database, coll: change.collection };
  if (options.expanded && change.uuid !== undefined) event.collectionUUID = binaryValue(change.uuid, 4);
  if (change.to !== undefined) {
    event.to = { db: change.to.database, coll: change.to.collection };
    const { dropped } = change.to;
    if (options.expanded) {
      event.operationDescription = {
        to: { db: change.to.database, coll: change.to.collection },
        ...(dropped === undefined ? {} : { dropTarget: binaryValue(dropped, 4) }),
      };
    }
  }
  if (change.id !== undefined) event.documentKey = { _id: change.id };
  if (change.kind === 'update') event.updateDescription = describeUpdate(change, options.expanded);
  if (options.expanded && change.description !== undefined) event.operationDescription = change.description;
  if (change.kind === 'update' || change.kind === 'replace' || change.kind === 'delete')
    addBefore(change, event, options, store);
  return make(event);
}

function addUpdatedDocument(change: Change, event: EventFields, { fullDocument }: EventOptions, store: Store): void {
  if (fullDocument === 'default') return;
  if (fullDocument === 'updateLookup') {
    const collection = store.find(change.database, change.collection);
    event.fullDocument = collection?.findByValue(change.id!)?.document ?? null;
    return;
  }
  if (keepsImages(change, store)) event.fullDocument = change.after;
  else if (fullDocument === 'required') throw noImage('fullDocument', 'post-image', change);
  else event.fullDocument = null;
}

function addBefore(change: Change, event: EventFields, { beforeChange }: EventOptions, store: Store): void {
  if (beforeChange === 'off') return;
  if (keepsImages(change, store)) event.fullDocumentBeforeChange = change.before;
  else if (beforeChange === 'required') throw noImage('fullDocumentBeforeChange', 'pre-image', change);
  else event.fullDocumentBeforeChange = null;
}

/** Whether the collection was made with `changeStreamPreAndPostImages: {enabled: true}`. */
function keepsImages(change: Change, store: Store): boolean {
  const options = store.find(change.database, change.collection)?.options;
  const enabled = options?.field('changeStreamPreAndPostImages')?.field('enabled');
  return enabled?.type === BsonType.bool && enabled.bool();
}

function describeUpdate(change: Change, expanded: boolean): Value {
  const writer = new BsonWriter(128).openRoot().open('updatedFields');
  const { updated, removed, truncated } = change.log!;
  for (const [path, node] of updated) writer.value(path, nodeValue(node));
  writer.close();
  writer.value('removedFields', make([...removed]));
  writer.value('truncatedArrays', make(truncated.map(({ field, newSize }) => ({ field, newSize }))));
  if (expanded) writer.value('disambiguatedPaths', disambiguatedPaths(change));
  return documentOf(writer.close().take());
}

/** For paths with a part that may be an index or a name: which it is, integer or string. */
function disambiguatedPaths(change: Change): Value {
  const { updated, removed } = change.log!;
  const found: Record<string, (string | number)[]> = {};
  for (const path of [...updated.keys(), ...removed]) {
    const parts = path.split('.');
    const typed: (string | number)[] = [];
    let ambiguous = false;
    let holder = change.before;
    for (const part of parts) {
      const indexed = holder?.isArray === true;
      if (arrayIndex(part) >= 0 && !indexed && typed.length > 0) ambiguous = true;
      typed.push(indexed ? Number(part) : part);
      holder = holder?.isObject || holder?.isArray ? holder.field(part) : undefined;
    }
    if (ambiguous) found[path] = typed;
  }
  return make(found);
}

function noImage(option: string, image: string, change: Change): CommandError {
  return new CommandError(
    47,
    `Change stream was configured to require a ${image} for all update events (${option}), but the ${image} was not found for event: ${change.kind} in ${change.database}.${change.collection}`,
  );
}
