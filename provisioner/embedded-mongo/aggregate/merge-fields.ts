import { DocumentNode, type Value } from '../bson/index.ts';

/** A document with the fields of two; those of the second win and keep the first's places. */
export function mergedDocument(first: Value, second: Value): Value {
  const node = DocumentNode.open(first);
  const reader = second.fields();
  while (reader.next()) node.set(reader.name, reader.value());
  return node.toValue();
}

/** The document with this `_id` in front, whatever it had. */
export function withId(document: Value, id: Value | undefined): Value {
  if (id === undefined) return document;
  const node = DocumentNode.open(document);
  node.delete('_id');
  node.names.unshift('_id');
  node.nodes.unshift(id);
  return node.toValue();
}
