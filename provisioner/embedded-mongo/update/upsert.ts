import { DocumentNode, documentOf, encodeDocumentNode, newObjectId, nodeValue, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { locate } from './locate.ts';
import { emptyChangeLog, setNode } from './target.ts';

/** The document that an upsert starts from: every path that the filter demands to be equal to one value. */
export function documentFromEqualities(equalities: ReadonlyMap<string, Value>): Value {
  const root = new DocumentNode();
  for (const [path, value] of equalities) {
    const parts = path.split('.');
    for (const target of locate(root, parts, { matched: -1, arrayFilters: new Map() }, 'create')) {
      setNode(target, value, emptyChangeLog());
    }
  }
  return documentOf(encodeDocumentNode(root));
}

/** The document in bytes of its own with `_id` as its first field, made up when it has none. */
export function withIdFirst(document: Value): { readonly bytes: Buffer; readonly id: Value } {
  const reader = document.fields();
  if (reader.next() && reader.name === '_id') {
    const bytes = document.ownBytes();
    return { bytes, id: documentOf(bytes).field('_id')! };
  }
  const node = DocumentNode.open(document);
  const known = node.get('_id');
  const id = known === undefined ? newObjectId() : nodeValue(known);
  node.delete('_id');
  node.names.unshift('_id');
  node.nodes.unshift(id);
  const bytes = encodeDocumentNode(node);
  return { bytes, id: documentOf(bytes).field('_id')! };
}

/** @throws {CommandError} InvalidIdField for an array, regex or undefined as `_id`. */
export function checkId(id: Value): void {
  if (id.isArray) throw new CommandError('InvalidIdField', "The '_id' value cannot be of type array");
  if (id.type === 0x0b) throw new CommandError('InvalidIdField', "The '_id' value cannot be of type regex");
  if (id.type === 0x06) throw new CommandError('InvalidIdField', "The '_id' value cannot be of type undefined");
  if (!id.isObject) return;
  const reader = id.fields();
  while (reader.next()) {
    if (reader.name.startsWith('$')) {
      throw new CommandError(
        'DollarPrefixedFieldName',
        `_id fields may not contain '$'-prefixed fields: ${reader.name} is not valid for storage.`,
      );
    }
  }
}
