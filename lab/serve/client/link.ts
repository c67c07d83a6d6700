import { WebSocket } from 'ws';
import { LabError, UserError } from '../../../emulator/vocabulary/index.ts';
import { VERSION } from '../../version.ts';
import {
  type ClientFrame,
  decodeServerFrame,
  encodePlain,
  fromWireError,
  MAX_FRAME_OCTETS,
  PROTOCOL_VERSION,
  type ServerFrame,
} from '../protocol/index.ts';

export interface LabAddress {
  /** `ws://127.0.0.1:7010`, `wss://…` behind a proxy. */
  readonly url: string;
  readonly token?: string;
}

export type Welcome = Extract<ServerFrame, { readonly type: 'welcome' }>;

/** A connection may take so long to come up, ms. */
const CONNECT_MS = 10_000;
/** Nothing has come for so long, not even the server's heartbeat: it is gone, ms. */
const SILENCE_MS = 35_000;

/** One connection to a lab's server, greeted; it ends once, with the reason. */
export class Link {
  readonly welcome: Welcome;
  private readonly socket: WebSocket;
  private readonly early: ServerFrame[] = [];
  private take: ((frame: ServerFrame) => void) | undefined;
  private ended: ((why: Error) => void) | undefined;
  private over: Error | undefined;
  private silence: NodeJS.Timeout | undefined;

  /** @throws UserError for an address or token that is none; LabError when nobody answers */
  static async open({ url, token }: LabAddress): Promise<Link> {
    const socket = await connect(url);
    return new Promise((resolve, reject) => {
      const link: Link = new Link(socket, frame => {
        if (frame.type === 'welcome') return resolve(Object.assign(link, { welcome: frame }));
        if (frame.type !== 'refused') reject(unexpected(frame.type));
      });
      link.ended = reject;
      link.send({
        type: 'hello',
        protocol: PROTOCOL_VERSION,
        client: `mvnolab ${VERSION}`,
        ...(token === undefined ? {} : { token }),
      });
    });
  }

  private constructor(socket: WebSocket, greeted: (frame: ServerFrame) => void) {
    this.socket = socket;
    this.welcome = undefined as never;
    let isGreeted = false;
    socket.on('message', (data, isBinary) => {
      this.heard();
      if (this.over !== undefined) return;
      let frame: ServerFrame;
      try {
        if (isBinary) throw unexpected('binary');
        frame = decodeServerFrame((data as Buffer).toString('utf8'));
      } catch (error) {
        return this.end(error as Error);
      }
      if (frame.type === 'refused') return this.end(fromWireError(frame.error));
      if (isGreeted) {
        if (this.take === undefined) this.early.push(frame);
        else this.take(frame);
        return;
      }
      isGreeted = true;
      greeted(frame);
    });
    socket.on('ping', () => this.heard());
    socket.on('error', error => this.end(lost(error.message)));
    socket.on('close', code => this.end(lost(`closed with code ${code}`)));
    this.heard();
  }

  /** Hears every frame from now on, those that came already included; `ended` once, when the connection is over. */
  listen(take: (frame: ServerFrame) => void, ended: (why: Error) => void): void {
    this.take = take;
    this.ended = ended;
    for (let frame = this.early.shift(); frame !== undefined; frame = this.early.shift()) take(frame);
    if (this.over !== undefined) ended(this.over);
  }

  /** The next frame. @throws the reason when the connection ends before it */
  next(): Promise<ServerFrame> {
    return new Promise((resolve, reject) => {
      this.listen(frame => {
        // what follows belongs to whoever listens next
        this.take = undefined;
        resolve(frame);
      }, reject);
    });
  }

  send(frame: ClientFrame): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(encodePlain(frame));
  }

  /** Ends the connection at once; nobody is told. */
  drop(): void {
    this.ended = undefined;
    this.end(lost('dropped'));
  }

  /** Ends the connection when everything is sent; nobody is told. */
  close(): Promise<void> {
    this.ended = undefined;
    clearTimeout(this.silence);
    return new Promise(resolve => {
      if (this.socket.readyState === WebSocket.CLOSED) return resolve();
      const patience = setTimeout(() => this.socket.terminate(), 1_000);
      this.socket.once('close', () => {
        clearTimeout(patience);
        resolve();
      });
      this.socket.close(1000);
    });
  }

  private heard(): void {
    clearTimeout(this.silence);
    if (this.over !== undefined) return;
    this.silence = setTimeout(() => this.end(lost(`silent for ${SILENCE_MS / 1000} s`)), SILENCE_MS);
    this.silence.unref();
  }

  private end(why: Error): void {
    if (this.over !== undefined) return;
    this.over = why;
    clearTimeout(this.silence);
    if (this.socket.readyState !== WebSocket.CLOSED) this.socket.terminate();
    this.ended?.(why);
  }
}

/** True for the end of a connection that may be tried again; false for a refusal. */
export function isConnectionLoss(error: unknown): boolean {
  return error instanceof LabError && (error.code === 'lab-connection-lost' || error.code === 'lab-unreachable');
}

function connect(url: string): Promise<WebSocket> {
  if (!URL.canParse(url) || !['ws:', 'wss:'].includes(new URL(url).protocol)) {
    throw new UserError('lab-url-invalid', `'${url}' is no address of a lab`, {
      place: '--lab',
      expected: 'such as ws://127.0.0.1:7010, as mvnolab serve prints it',
    });
  }
  const socket = new WebSocket(url, {
    maxPayload: 4 * MAX_FRAME_OCTETS,
    perMessageDeflate: false,
    handshakeTimeout: CONNECT_MS,
  });
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => {
      reject(
        new LabError('lab-unreachable', `no lab answers at ${url}: ${error.message}`, {
          place: '--lab',
          hint: 'start one there with mvnolab serve, or correct the address',
        }),
      );
    };
    socket.once('error', failed);
    socket.once('open', () => {
      socket.off('error', failed);
      resolve(socket);
    });
  });
}

function lost(why: string): LabError {
  return new LabError('lab-connection-lost', `the connection to the lab is lost: ${why}`, {
    hint: 'look whether mvnolab serve still runs',
  });
}

function unexpected(what: string): LabError {
  return new LabError('frame-invalid', `the server sent a frame '${what}' where it has no place`, {
    hint: 'take the same release of mvnolab on both sides',
  });
}
