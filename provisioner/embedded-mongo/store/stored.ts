import type { Value } from '../bson/index.ts';

/**
 * One document of a collection. The object stays the same while the document lives; its bytes are never changed, only
 * replaced, so whoever took the `document` before keeps what it was.
 */
export class Stored {
  /** The `_id` as an index key. */
  readonly idKey: string;
  document: Value;

  constructor(idKey: string, document: Value) {
    this.idKey = idKey;
    this.document = document;
  }
}
