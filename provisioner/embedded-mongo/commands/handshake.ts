import { hostname } from 'node:os';
import { make } from '../bson/index.ts';
import { MOST_DOCUMENT_OCTETS } from '../store/index.ts';
import { MOST_MESSAGE_OCTETS } from '../wire/index.ts';
import type { CommandContext, CommandTable, Reply } from './context.ts';
import type { Request } from './request.ts';

/** The server that clients take this for: its feature set is a part of this version's. */
export const POSED_VERSION = '8.0.0';
const MAX_WIRE_VERSION = 25;
const MOST_WRITES_IN_BATCH = 100_000;

const HELLO_FIELDS = [
  'helloOk',
  'client',
  'compression',
  'loadBalanced',
  'saslSupportedMechs',
  'speculativeAuthenticate',
  'topologyVersion',
  'maxAwaitTimeMS',
  'hostInfo',
  'backpressure',
];

export const HANDSHAKE_COMMANDS: CommandTable = {
  hello: { fields: HELLO_FIELDS, run: hello },
  isMaster: { fields: HELLO_FIELDS, run: hello },
  ismaster: { fields: HELLO_FIELDS, run: hello },
  ping: { fields: [], run: () => ({}) },
  endSessions: { fields: ['*'], run: () => ({}) },
  startSession: { fields: [], run: startSession },
  refreshSessions: { fields: ['*'], run: () => ({}) },
  killSessions: { fields: ['*'], run: () => ({}) },
  killAllSessions: { fields: ['*'], run: () => ({}) },
  logout: { fields: [], run: () => ({}) },
  connectionStatus: { fields: ['showPrivileges'], run: connectionStatus },
  whatsmyuri: { fields: [], run: (_, context) => ({ you: context.connection.peer }) },
};

/**
 * A standalone without topologyVersion: so drivers neither discover other hosts, nor retry writes, nor ask for a streaming
 * hello, and change streams are open to them all the same.
 */
function hello(request: Request, context: CommandContext): Reply {
  return {
    ...(request.name === 'hello' ? { isWritablePrimary: true } : { ismaster: true }),
    helloOk: true,
    maxBsonObjectSize: MOST_DOCUMENT_OCTETS,
    maxMessageSizeBytes: MOST_MESSAGE_OCTETS,
    maxWriteBatchSize: MOST_WRITES_IN_BATCH,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: context.connection.id,
    minWireVersion: 0,
    maxWireVersion: MAX_WIRE_VERSION,
    readOnly: false,
  };
}

function startSession(): Reply {
  return { id: { id: make(crypto.randomUUID()) }, timeoutMinutes: 30 };
}

function connectionStatus(request: Request): Reply {
  const privileges = request.bool('showPrivileges') ? { authenticatedUserPrivileges: [] } : {};
  return { authInfo: { authenticatedUsers: [], authenticatedUserRoles: [], ...privileges } };
}

export const HOST_NAME = hostname();
