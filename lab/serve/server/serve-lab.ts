import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { LabError, UserError } from '../../../emulator/vocabulary/index.ts';
import type { Bench } from '../../../scenarios/runner/index.ts';
import { VERSION } from '../../version.ts';
import { MAX_FRAME_OCTETS, type OpenOptions, PROTOCOL_VERSION, type ServedSessionFacts } from '../protocol/index.ts';
import { checkAccess, mayConnectFrom } from './access.ts';
import { ClientConnection, type Served } from './client-connection.ts';
import { ServedSession } from './served-session.ts';

export interface ServeOptions {
  readonly bench: Bench;
  /** 127.0.0.1 by default; elsewhere a token is needed. */
  readonly host?: string;
  /** 0, the default: any that is free. */
  readonly port?: number;
  /** 16 characters or more. */
  readonly token?: string;
  /** Pages that browsers may connect from: `https://lab.example`. None by default. */
  readonly origins?: readonly string[];
  /** Clients may ask for keys in their logs and captures. */
  readonly revealKeys?: boolean;
  /** How long a session waits for its client to come back, ms; 15 s by default. */
  readonly graceMs?: number;
  /** Sessions at the same time; 64 by default. */
  readonly maxSessions?: number;
  /** How often clients are asked whether they are there, ms; 10 s by default. One that does not answer until the next time is gone. */
  readonly heartbeatMs?: number;
}

/** A lab that listens. */
export interface LabServer {
  /** `ws://127.0.0.1:7010` */
  readonly url: string;
  readonly sessions: readonly ServedSessionFacts[];
  /** Ends every session, with all that is to be undone, and the listening. The bench stays open. */
  close(): Promise<void>;
}

const MAX_CONNECTIONS = 256;

/** Serves the sessions of a bench over WebSocket. @throws UserError for an address without token; LabError when it cannot listen there */
export async function serveLab(options: ServeOptions): Promise<LabServer> {
  const { host = '127.0.0.1', port = 0 } = options;
  checkAccess(host, options.token);
  const server = new Listening(options);
  await server.listen(host, port);
  return server;
}

class Listening implements LabServer {
  private readonly served = new Map<string, ServedSession>();
  private readonly options: ServeOptions;
  private readonly http: Server;
  private readonly sockets: WebSocketServer;
  private readonly connections = new Set<ClientConnection>();
  private readonly workers = new Set<number>();
  private readonly folder = mkdtempSync(join(tmpdir(), 'mvnolab-serve-'));
  private readonly heart: NodeJS.Timeout;
  private isClosing = false;
  private count = 0;
  url = '';

  constructor(options: ServeOptions) {
    this.options = options;
    this.http = createServer((request, response) => this.page(request, response));
    this.sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_OCTETS, perMessageDeflate: false });
    this.http.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
    this.heart = setInterval(() => {
      for (const connection of this.connections) connection.heartbeat();
    }, options.heartbeatMs ?? 10_000);
  }

  get sessions(): readonly ServedSessionFacts[] {
    return [...this.served.values()].map(({ facts }) => facts);
  }

  listen(host: string, port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.http.once('error', (error: NodeJS.ErrnoException) => {
        clearInterval(this.heart);
        rmSync(this.folder, { recursive: true, force: true });
        reject(
          new LabError('port-in-use', `the lab cannot listen on ${host} port ${port}: ${error.message}`, {
            place: '--port',
            hint: 'choose another port, or 0 for any that is free',
          }),
        );
      });
      this.http.listen(port, host, () => {
        const { address, family, port: bound } = this.http.address() as AddressInfo;
        this.url = `ws://${family === 'IPv6' ? `[${address}]` : address}:${bound}`;
        resolve();
      });
    });
  }

  /** What connections may do with this server. */
  private forConnections(): Served {
    const { bench, token } = this.options;
    return {
      welcome: { core: bench.core, capabilities: [...bench.capabilities] },
      token,
      sessions: this.served,
      open: options => this.open(options),
      takenOver: session => {
        for (const connection of this.connections) {
          if (!session.isHeldBy(connection)) continue;
          session.disconnect(connection);
          connection.refuse(new LabError('session-taken-over', 'another connection goes on with this session'));
        }
      },
    };
  }

  private async open(options: OpenOptions): Promise<ServedSession> {
    const { bench, graceMs = 15_000, maxSessions = 64, revealKeys = false } = this.options;
    if (this.isClosing) throw new LabError('lab-closing', 'the lab is being closed');
    if (options.revealKeys && !revealKeys) {
      throw new UserError('reveal-not-allowed', 'this lab shows no keys to its clients', {
        place: '--reveal-keys',
        hint: 'start the server with mvnolab serve --reveal-keys, for published test keys only',
      });
    }
    if (this.workers.size >= maxSessions) {
      throw new LabError('lab-full', `the lab has ${maxSessions} sessions already`, {
        hint: 'wait until one ends, or start the server with a higher --max-sessions',
      });
    }
    let worker = 0;
    while (this.workers.has(worker)) worker++;
    this.workers.add(worker);
    const folder = options.artefacts ? join(this.folder, String(++this.count)) : undefined;
    try {
      const { artefacts: _, ...rest } = options;
      const session = await bench.open({ ...rest, folder, worker });
      if (this.isClosing) {
        await session.close();
        throw new LabError('lab-closing', 'the lab is being closed');
      }
      const served: ServedSession = new ServedSession({
        session,
        title: options.title,
        worker,
        folder,
        graceMs,
        ended: () => {
          this.served.delete(served.id);
          this.workers.delete(worker);
        },
      });
      this.served.set(served.id, served);
      return served;
    } catch (error) {
      this.workers.delete(worker);
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async close(): Promise<void> {
    this.isClosing = true;
    clearInterval(this.heart);
    for (const connection of this.connections)
      connection.refuse(new LabError('lab-closing', 'the lab is being closed'));
    await Promise.all([...this.served.values()].map(session => session.end()));
    this.sockets.close();
    for (const socket of this.sockets.clients) socket.terminate();
    await new Promise(resolve => this.http.close(resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private page(request: IncomingMessage, response: ServerResponse): void {
    if (request.url === '/health') {
      response.writeHead(200, { 'content-type': 'application/json' });
      const { size } = this.served;
      response.end(
        `${JSON.stringify({ status: 'ok', version: VERSION, protocol: PROTOCOL_VERSION, sessions: size })}\n`,
      );
      return;
    }
    response.writeHead(426, { 'content-type': 'text/plain', connection: 'close', upgrade: 'websocket' });
    response.end(`mvnolab ${VERSION}: a lab for WebSocket clients (mvnolab run --lab ${this.url})\n`);
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!mayConnectFrom(request.headers.origin, this.options.origins ?? [])) return turnAway(socket, '403 Forbidden');
    if (this.isClosing || this.connections.size >= MAX_CONNECTIONS) return turnAway(socket, '503 Service Unavailable');
    this.sockets.handleUpgrade(request, socket, head, webSocket => {
      const connection = new ClientConnection(webSocket, this.forConnections());
      this.connections.add(connection);
      webSocket.on('close', () => this.connections.delete(connection));
    });
  }
}

function turnAway(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
