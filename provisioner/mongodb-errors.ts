import { LabError, UserError } from '../emulator/vocabulary/index.ts';

/** A MongoDB URI without its password; also inside a longer text. */
export function redactUri(text: string): string {
  return text.replace(/(mongodb(?:\+srv)?:\/\/[^:/@\s]*):[^\s'"]*@/g, '$1:[redacted]@');
}

/** `127.0.0.1:27017, other:27018` of a URI: where the lab dials. */
export function addressesOf(uri: string): string {
  const hosts = /^mongodb(?:\+srv)?:\/\/(?:[^@/]*@)?([^/?]*)/.exec(uri)?.[1] ?? '';
  return decodeURIComponent(hosts)
    .split(',')
    .map(host =>
      host.endsWith('.sock') || uri.startsWith('mongodb+srv') || /:\d+$/.test(host) ? host : `${host}:27017`,
    )
    .join(', ');
}

/** The database that a URI names, or Open5GS's own. */
export function databaseNameOf(uri: string): string {
  const name = /^mongodb(?:\+srv)?:\/\/[^/?]*\/([^?]*)/.exec(uri)?.[1] ?? '';
  return name === '' ? 'open5gs' : decodeURIComponent(name);
}

interface DriverError extends Error {
  readonly code?: number | string;
  readonly codeName?: string;
}

const AUTHENTICATION_FAILED = 18;
const UNAUTHORIZED = 13;
/** The driver's words when a connection opened and no valid answer came, or packets vanished. */
const SILENCE = 'Server selection timed out';

/**
 * What a driver's error means to whoever runs the lab. LabErrors and UserErrors pass; an error that is not the database's
 * (our bug) passes too.
 */
export function labErrorOf(error: unknown, uri: string, doing: string): unknown {
  if (!(error instanceof Error) || error instanceof LabError || error instanceof UserError) return error;
  const { name, code, codeName } = error as DriverError;
  if (!name.startsWith('Mongo') && !isSocketError(error)) return error;
  const at = addressesOf(uri);
  const because = redactUri(error.message);
  const options = { cause: bareCopy(error) };
  if (
    name === 'MongoServerSelectionError' ||
    name === 'MongoNetworkTimeoutError' ||
    name === 'MongoTopologyClosedError'
  )
    return new LabError(
      'mongodb-unreachable',
      `no MongoDB answers at ${at} (${because.startsWith(SILENCE) ? `${because}: nothing there, or something that does not speak MongoDB` : because})`,
      {
        expected: `a MongoDB server at ${at}, over TCP`,
        hint: 'check that it runs, that the address and port are right and that no firewall is between; without --mongodb and MONGODB_URI the lab uses a store of its own',
      },
      options,
    );
  if (code === AUTHENTICATION_FAILED || /auth/i.test(name))
    return new LabError(
      'mongodb-login-failed',
      `MongoDB at ${at} refuses the login`,
      {
        expected: 'user and password of an account of this server',
        hint: 'check user, password and authSource in the URI (mongodb://user:password@host/open5gs?authSource=admin)',
      },
      options,
    );
  if (code === UNAUTHORIZED)
    return new LabError(
      'mongodb-forbidden',
      `MongoDB at ${at} does not allow this account to ${doing} (${because})`,
      { expected: `readWrite on database ${databaseNameOf(uri)}`, hint: 'grant the role, or log in as another user' },
      options,
    );
  if (
    name === 'MongoNetworkError' ||
    name === 'MongoNotConnectedError' ||
    name.startsWith('MongoPool') ||
    isSocketError(error)
  )
    return new LabError(
      'mongodb-lost',
      `the connection to MongoDB at ${at} broke while it was to ${doing} (${because})`,
      { hint: 'check the server, then run the command again: writes are repeatable' },
      options,
    );
  return new LabError(
    'mongodb-failed',
    `MongoDB at ${at} could not ${doing}: ${because}${codeName === undefined ? '' : ` [${codeName}]`}`,
    {},
    options,
  );
}

/** The driver lets the socket's own error through when the connection breaks while it writes. */
function isSocketError(error: Error): boolean {
  const { code } = error as DriverError;
  return 'syscall' in error && (code === 'ECONNRESET' || code === 'EPIPE');
}

/** Name, message and stack alone: a bulk error of the driver carries the documents, and with them the keys of the SIMs. */
function bareCopy(error: Error): Error {
  const copy = new Error(redactUri(error.message));
  copy.name = error.name;
  if (error.stack !== undefined) copy.stack = redactUri(error.stack);
  return copy;
}
