import { deserialize, EJSON, serialize } from 'bson';
import { documentOf, type Value } from '../bson/index.ts';

/** A JavaScript document as the `bson` package encodes it: an outside view on what our own code writes and reads. */
export function doc(document: object): Value {
  return documentOf(Buffer.from(serialize(document, { ignoreUndefined: false })));
}

/** Any value, by way of a document. */
export function val(value: unknown): Value {
  return doc({ value }).field('value')!;
}

/** What the `bson` package reads of a document, with every BSON type as its class. */
export function plain(document: Value): Record<string, unknown> {
  return deserialize(document.ownBytes(), { promoteValues: false, promoteLongs: false, useBigInt64: false });
}

/** The document in canonical extended JSON: types and all, fit for comparing. */
export function json(document: Value | undefined): string {
  return document === undefined ? 'missing' : EJSON.stringify(plain(document), { relaxed: false });
}

/** A value in canonical extended JSON. */
export function valueJson(value: Value | undefined): string {
  if (value === undefined) return 'missing';
  const holder = Buffer.concat([Buffer.from([0, 0, 0, 0, value.type, 0x76, 0]), value.ownBytes(), Buffer.from([0])]);
  holder.writeInt32LE(holder.length, 0);
  return EJSON.stringify(deserialize(holder, { promoteValues: false }).v, { relaxed: false });
}

/** A generator of repeatable pseudo-random numbers from 0 up to, not including, 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 0x1_0000_0000;
  };
}
