import type { Value } from './bson/value.ts';

/** Server error codes that clients look at, under the names that a reply carries as `codeName`. */
export const ERROR_CODES = {
  InternalError: 1,
  BadValue: 2,
  NoSuchKey: 4,
  GraphContainsCycle: 5,
  FailedToParse: 9,
  Unauthorized: 13,
  TypeMismatch: 14,
  Overflow: 15,
  InvalidLength: 16,
  ProtocolError: 17,
  IllegalOperation: 20,
  InvalidBSON: 22,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  EmptyFieldName: 56,
  DottedFieldName: 57,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  OperationFailed: 96,
  CommandNotSupported: 115,
  DocumentValidationFailure: 121,
  NotAReplicaSet: 123,
  CommandNotSupportedOnView: 166,
  ConversionFailure: 241,
  OBSOLETE_TransactionTooOld: 225,
  CursorKilled: 237,
  ChangeStreamFatalError: 280,
  ChangeStreamHistoryLost: 286,
  UnsupportedFormat: 303,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  Interrupted: 11601,
  OutOfDiskSpace: 14031,
  NotWritablePrimary: 10107,
} as const;

export type ErrorCodeName = keyof typeof ERROR_CODES;

/** More fields for an error reply: `keyPattern`, `keyValue`, `errInfo` … */
export type ErrorExtra = Readonly<Record<string, Value>>;

/** What a client did wrong: becomes `{ok: 0, errmsg, code, codeName}` or a write error, never the end of the server. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly code: number;
  readonly codeName: string;
  readonly extra: ErrorExtra;

  constructor(code: ErrorCodeName | number, message: string, extra: ErrorExtra = {}) {
    super(message);
    this.code = typeof code === 'number' ? code : ERROR_CODES[code];
    this.codeName = typeof code === 'number' ? codeNameOf(code) : code;
    this.extra = extra;
  }
}

/** The name of a numeric code; the codes that the server's own sources leave unnamed read `Location<code>`. */
export function codeNameOf(code: number): string {
  return NAMES.get(code) ?? `Location${code}`;
}

const NAMES = new Map<number, string>(Object.entries(ERROR_CODES).map(([name, code]) => [code, name]));
