export * from './frames.ts';
export { type AnswerOf, type ArgsOf, METHODS, type MethodName } from './methods.ts';
export { decodePlain, encodePlain } from './plain-data.ts';
export { fromWireError, toWireError, type WireError } from './wire-error.ts';
