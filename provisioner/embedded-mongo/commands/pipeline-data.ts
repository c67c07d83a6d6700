import type { PipelineData } from '../aggregate/index.ts';
import { indexKey, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { Pacer } from '../pacer.ts';
import { Collection, type Store } from '../store/index.ts';
import { diffDocuments } from '../update/index.ts';

/** The store as `$lookup`, `$out`, `$merge` and their kin see it. */
export function pipelineData(store: Store, database: string): PipelineData {
  return {
    database,
    read: name => [...(store.find(database, name)?.documents() ?? [])].map(stored => stored.document),
    replaceAll: (into, name, documents) => replaceAll(store, into, name, documents),
    findOne: (into, name, fields) => {
      const collection = store.find(into, name);
      if (collection === undefined) return undefined;
      const id = fields.get('_id');
      const candidates = id === undefined ? collection.documents() : [collection.findByValue(id)];
      for (const stored of candidates) {
        if (stored === undefined) continue;
        const same = [...fields].every(([path, value]) => {
          const there = stored.document.field(path);
          return there !== undefined && indexKey(there) === indexKey(value);
        });
        if (same) return stored.document;
      }
      return undefined;
    },
    insert: (into, name, document) => {
      store.need(into, name).insert(document);
    },
    replace: (into, name, document) => {
      const collection = store.need(into, name);
      const stored = collection.findByValue(document.field('_id')!);
      if (stored === undefined) collection.insert(document);
      else collection.update(stored, document.ownBytes(), 'update', diffDocuments(stored.document, document));
    },
    isUnique: (into, name, fields) => {
      if (fields.length === 1 && fields[0] === '_id') return true;
      const wanted = [...fields].sort().join('\n');
      for (const { spec } of store.find(into, name)?.indexes.values() ?? []) {
        if (!spec.unique || spec.partial !== undefined) continue;
        if (
          spec.parts
            .map(part => part.path.text)
            .sort()
            .join('\n') === wanted
        )
          return true;
      }
      return false;
    },
  };
}

/** `$out`: all or nothing, so the documents are tried on an empty collection with the same indexes first. */
async function replaceAll(store: Store, database: string, name: string, documents: readonly Value[]): Promise<void> {
  if (name.startsWith('system.')) throw new CommandError(17385, `Can't $out to special collection: ${name}`);
  const collection = store.need(database, name);
  const silent = { beforeWrite() {}, inserted() {}, updated() {}, deleted() {} };
  const trial = new Collection(database, name, 0, collection.options, silent);
  for (const { spec } of collection.indexes.values()) trial.createIndex(spec, false);
  const pacer = new Pacer();
  for (const document of documents) {
    trial.insert(document);
    if (pacer.due()) await pacer.pause();
  }
  for (const stored of [...collection.documents()]) collection.delete(stored);
  for (const stored of trial.documents()) collection.insert(stored.document);
}
