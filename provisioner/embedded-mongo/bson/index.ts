/** BSON where it lies: values as typed spans of bytes, and everything that reads, compares and writes them. */
export { compareValues, equalValues, identicalValues, type TextOrder } from './compare.ts';
export { BsonType, isNumberType, TYPE_ALIASES, typeAlias, typeRank } from './element-type.ts';
export { indexKey } from './key.ts';
export {
  arrayValue,
  boolValue,
  dateValue,
  documentValue,
  doubleValue,
  FALSE,
  indexName,
  int32Value,
  int64Value,
  MAX_KEY,
  MIN_KEY,
  make,
  NULL,
  objectIdValue,
  type Plain,
  stringValue,
  TRUE,
  timestampValue,
  writeFields,
} from './make.ts';
export { fieldNameBytes } from './names.ts';
export { addNumbers, compareNumbers, integerOf, isNan, multiplyNumbers, toNumber } from './numbers.ts';
export { newObjectId } from './object-id.ts';
export { arrayIndex, type Path, parsePath, plainField, visitPath } from './path.ts';
export { showValue } from './show.ts';
export { ArrayNode, DocumentNode, encodeDocumentNode, type Node, nodeValue, openNode, writeNode } from './tree.ts';
export { validateDocument } from './validate.ts';
export { copyBytes, documentOf, FieldReader, findField, readInt32, Value, valueEnd } from './value.ts';
export { BsonWriter, joinDocuments } from './writer.ts';
