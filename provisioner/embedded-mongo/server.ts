import { createServer, type Server, type Socket } from 'node:net';
import { LabError } from '../../emulator/vocabulary/index.ts';
import type { CommandContext, ServerState } from './commands/context.ts';
import { CursorTable } from './commands/cursor-table.ts';
import { dispatch, type Outcome, refusal } from './commands/dispatch.ts';
import type { EmbeddedMongo, EmbeddedMongoOptions } from './embedded-mongo.ts';
import { CommandError, ERROR_CODES } from './errors.ts';
import { Store } from './store/index.ts';
import { FrameSplitter, type Message, parseMessage } from './wire/index.ts';

/** Opens the store and listens. @throws {LabError} when the port is taken or the folder cannot be used. */
export async function startServer(options: EmbeddedMongoOptions = {}): Promise<EmbeddedMongo> {
  const host = options.host ?? '127.0.0.1';
  const store = new Store(options.folder);
  const state: ServerState = {
    store,
    cursors: new CursorTable(),
    failPoints: new Map(),
    startedAtMs: Date.now(),
    address: '',
    warnings: [...store.warnings],
    connections: 0,
    connectionsEver: 0,
  };
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serve(socket, state);
  });
  const port = await listen(server, host, options.port ?? 0).catch(async error => {
    await store.close();
    throw error;
  });
  state.address = `${host}:${port}`;
  let closing: Promise<void> | undefined;
  const close = async () => {
    state.cursors.closeAll();
    const closed = new Promise<void>(resolve => server.close(() => resolve()));
    for (const socket of sockets) hangUp(socket);
    await closed;
    await store.close();
  };
  return {
    uri: `mongodb://${host.includes(':') ? `[${host}]` : host}:${port}/`,
    host,
    port,
    close: () => (closing ??= close()),
  };
}

/**
 * Ends a connection by a reset rather than by an end: the mongodb driver can wait for ever on a connection that is half
 * closed. One that is closing already must not be reset, or Node keeps its handle for ever and the thread cannot end.
 */
function hangUp(socket: Socket): void {
  if (socket.readyState === 'open') socket.resetAndDestroy();
  else socket.destroy();
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): LabError {
  const place = `${host}:${port}`;
  if (error.code === 'EADDRINUSE') {
    return new LabError('mongo-port-in-use', `the embedded store cannot listen on ${place}: the port is in use`, {
      place,
      hint: `stop what listens there, choose another port, or set MONGODB_URI=mongodb://${place}/ if it is a MongoDB`,
    });
  }
  if (error.code === 'EACCES') {
    return new LabError('mongo-port-denied', `the embedded store may not listen on ${place}`, {
      place,
      hint: 'choose a port above 1023',
    });
  }
  return new LabError(
    'mongo-cannot-listen',
    `the embedded store cannot listen on ${place}: ${error.message}`,
    { place },
    { cause: error },
  );
}

/** Requests of one connection that may wait their turn before no more are read. */
const MOST_QUEUED = 64;

/** Answers one connection's requests, one after the other, no faster than it takes the replies. */
function serve(socket: Socket, state: ServerState): void {
  const closed = new AbortController();
  state.connections++;
  state.connectionsEver++;
  const context: CommandContext = Object.create(state, {
    connection: {
      value: {
        id: state.connectionsEver,
        peer: `${socket.remoteAddress}:${socket.remotePort}`,
        closed: closed.signal,
      },
    },
  });
  const splitter = new FrameSplitter();
  const queue: Buffer[] = [];
  let busy = false;
  const work = async () => {
    busy = true;
    for (let bytes = queue.shift(); bytes !== undefined && !socket.destroyed; bytes = queue.shift()) {
      const pending = answer(bytes, context);
      const outcome = pending instanceof Promise ? await pending : pending;
      if (outcome === 'close') socket.destroy();
      else if (outcome !== undefined && !socket.destroyed && !socket.write(outcome)) await drained(socket);
      if (queue.length === 0) socket.resume();
    }
    busy = false;
  };
  socket.on('data', chunk => {
    try {
      queue.push(...splitter.push(chunk));
    } catch {
      socket.destroy();
      return;
    }
    if (queue.length > MOST_QUEUED) socket.pause();
    if (!busy && queue.length > 0) void work();
  });
  socket.on('error', () => socket.destroy());
  socket.once('close', () => {
    state.connections--;
    closed.abort();
  });
}

/** Broken BSON in a sound frame is told to the client; a message that is none ends the connection. */
function answer(bytes: Buffer, context: CommandContext): Outcome | Promise<Outcome> {
  let message: Message;
  try {
    message = parseMessage(bytes);
  } catch (error) {
    const told = error instanceof CommandError && error.code === ERROR_CODES.InvalidBSON;
    return told ? refusal(bytes.readInt32LE(4), error) : 'close';
  }
  return dispatch(message, context);
}

function drained(socket: Socket): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      socket.off('drain', done);
      socket.off('close', done);
      resolve();
    };
    socket.on('drain', done);
    socket.on('close', done);
  });
}
