export { ia5String, numericString, printableString, type Size, utf8String, visibleString } from './character-string.ts';
export { choice, type InferChoice } from './choice.ts';
export {
  type AbsentIe,
  CRITICALITIES,
  type Criticality,
  CriticalitySchema,
  conditional,
  type IeCriticality,
  type IeRow,
  type IeRows,
  type InferIes,
  type MessageSchema,
  MissingIesError,
  mandatory,
  optionalIe,
  type Presence,
  type UnknownIe,
  type WithUnknownExtensions,
  type WithUnknownIes,
} from './ie-table.ts';
export { anyInteger, bigInteger, integer, integerFrom } from './integer.ts';
export { openType, readOpenType, writeOpenType } from './open-type.ts';
export { anyIe, ieMessage, ieSequence, ieSequenceFixed, singleIe } from './protocol-ie.ts';
export { PerReader } from './reader.ts';
export { type AddedValue, boolean, enumerated, mapped, nothing, openEnumerated } from './scalars.ts';
export {
  type Components,
  decodeNamed,
  defineSchema,
  EncodeError,
  type Flat,
  type Infer,
  type Marker,
  NotComprehendedError,
  type Optional,
  optional,
  type Schema,
  withClause,
} from './schema.ts';
export { sequence, type UnknownAddition, type WithUnknownAdditions } from './sequence.ts';
export { sequenceOf } from './sequence-of.ts';
export {
  type Bits,
  bitNumber,
  bitOctets,
  bitString,
  fixedOctetString,
  octetNumber,
  octetString,
  octetStringBetween,
} from './strings.ts';
export { PerTrace } from './trace.ts';
export { PerWriter } from './writer.ts';
