import type { WebSocket } from 'ws';
import { LabError, UserError } from '../../../emulator/vocabulary/index.ts';
import { VERSION } from '../../version.ts';
import {
  type ClientFrame,
  decodeClientFrame,
  encodePlain,
  type OpenOptions,
  PROTOCOL_VERSION,
  type ServerFrame,
  toWireError,
} from '../protocol/index.ts';
import { sameToken } from './access.ts';
import type { FrameSink } from './outgoing.ts';
import type { ServedSession } from './served-session.ts';

/** What connections need of the server. */
export interface Served {
  readonly welcome: Omit<Extract<ServerFrame, { type: 'welcome' }>, 'type' | 'protocol' | 'server'>;
  readonly token: string | undefined;
  readonly sessions: ReadonlyMap<string, ServedSession>;
  /** Where a session lets go of the connection that it had. */
  readonly takenOver: (session: ServedSession) => void;
  /** @throws UserError, LabError */
  open(options: OpenOptions): Promise<ServedSession>;
}

/** A client has so long to say who it is, ms. */
const HELLO_MS = 10_000;
/** Above this, what is sent waits in the session until the client has read. */
const ROOM_OCTETS = 1024 * 1024;
/** Frames of one client in a second; the busiest scenarios send a tenth of it. */
const MAX_FRAMES_PER_SECOND = 5_000;
/** Policy violation (RFC 6455 §7.4.1). */
const CLOSE_REFUSED = 1008;

/** One client's WebSocket: who it is, what it may, and the session that it has. */
export class ClientConnection implements FrameSink {
  private readonly socket: WebSocket;
  private readonly served: Served;
  private readonly deadline: NodeJS.Timeout;
  private state: 'new' | 'known' | 'opening' | 'session' | 'watching' | 'over' = 'new';
  private session: ServedSession | undefined;
  private second = 0;
  private framesInSecond = 0;
  /** Something has come since the last heartbeat. */
  isAlive = true;

  constructor(socket: WebSocket, served: Served) {
    this.socket = socket;
    this.served = served;
    this.deadline = setTimeout(() => {
      this.refuse(new LabError('hello-missing', 'the client did not say who it is', { expected: 'a frame hello' }));
    }, HELLO_MS);
    socket.on('message', (data, isBinary) => this.received(data as Buffer, isBinary));
    socket.on('pong', () => {
      this.isAlive = true;
    });
    // what is wrong with a frame on the WebSocket level, ws answers itself with a close code
    socket.on('error', () => {});
    socket.on('close', () => this.closed());
  }

  get hasRoom(): boolean {
    return this.socket.readyState === this.socket.OPEN && this.socket.bufferedAmount < ROOM_OCTETS;
  }

  get isEmpty(): boolean {
    return this.socket.readyState === this.socket.OPEN && this.socket.bufferedAmount === 0;
  }

  send(frame: ServerFrame): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.socket.send(encodePlain(frame), () => this.session?.drained(this));
  }

  /** Asks whether the other side is there; ends the connection when it did not answer the last time. */
  heartbeat(): void {
    if (!this.isAlive) return this.socket.terminate();
    this.isAlive = false;
    this.socket.ping();
  }

  /** Says why, and ends the connection. */
  refuse(error: unknown): void {
    this.send({ type: 'refused', error: toWireError(error) });
    this.state = 'over';
    this.socket.close(CLOSE_REFUSED);
    // a client that does not read would keep the connection open
    setTimeout(() => this.socket.terminate(), 1_000).unref();
  }

  private received(data: Buffer, isBinary: boolean): void {
    this.isAlive = true;
    if (this.state === 'over') return;
    try {
      this.count();
      if (isBinary) throw new LabError('frame-invalid', 'a binary frame came', { expected: 'JSON in text frames' });
      this.take(decodeClientFrame(data.toString('utf8')));
    } catch (error) {
      this.refuse(error);
    }
  }

  private count(): void {
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.second) [this.second, this.framesInSecond] = [second, 0];
    if (++this.framesInSecond <= MAX_FRAMES_PER_SECOND) return;
    throw new LabError('flood', `more than ${MAX_FRAMES_PER_SECOND} frames came in a second`);
  }

  private take(frame: ClientFrame): void {
    switch (frame.type) {
      case 'hello':
        return this.hello(frame);
      case 'sessions':
        this.expect('known', frame);
        return this.send({ type: 'sessions', sessions: [...this.served.sessions.values()].map(({ facts }) => facts) });
      case 'open':
        this.expect('known', frame);
        return void this.open(frame.options);
      case 'resume':
        this.expect('known', frame);
        return this.resume(frame);
      case 'watch':
        this.expect('known', frame);
        return this.watch(frame);
      case 'bye':
        this.expect('session', frame);
        return void this.session?.end();
      default:
        this.expect('session', frame);
        this.session?.take(frame);
    }
  }

  private expect(state: ClientConnection['state'], { type }: ClientFrame): void {
    if (this.state === state) return;
    if (this.state === 'new') throw new UserError('hello-first', `'${type}' came before 'hello'`);
    throw new UserError('frame-out-of-place', `'${type}' has no place here: the connection is ${this.state}`);
  }

  private hello({ protocol, token, client }: Extract<ClientFrame, { type: 'hello' }>): void {
    this.expect('new', { type: 'hello', protocol, client });
    if (protocol !== PROTOCOL_VERSION) {
      throw new UserError('protocol-version', `the client speaks version ${protocol} of the lab protocol`, {
        expected: `version ${PROTOCOL_VERSION}, as mvnolab ${VERSION} does`,
        hint: 'take the same release of mvnolab on both sides',
      });
    }
    if (this.served.token !== undefined && !sameToken(this.served.token, token ?? '')) {
      throw new UserError('token-wrong', token === undefined ? 'this lab wants a token' : 'the token is wrong', {
        place: '--lab-token',
        expected: 'the token that the server was started with',
        hint: 'give it with --lab-token or MVNOLAB_LAB_TOKEN',
      });
    }
    clearTimeout(this.deadline);
    this.state = 'known';
    this.send({ type: 'welcome', protocol: PROTOCOL_VERSION, server: VERSION, ...this.served.welcome });
  }

  private async open(options: OpenOptions): Promise<void> {
    this.state = 'opening';
    let session: ServedSession;
    try {
      session = await this.served.open(options);
    } catch (error) {
      return this.refuse(error);
    }
    // the client has left meanwhile
    if (this.state !== 'opening') return void session.end();
    this.state = 'session';
    this.session = session;
    const { id, key, header } = session;
    const facts = session.session.describe?.() ?? {};
    const { speed } = session.session;
    this.send({ type: 'opened', session: id, key, speed, header, facts: { ...facts }, ...session.moment() });
    session.connect(this, { got: 0, after: header.seq });
  }

  private resume({ session: id, key, got, after }: Extract<ClientFrame, { type: 'resume' }>): void {
    const session = this.served.sessions.get(id);
    if (session === undefined || !sameToken(session.key, key)) throw unknownSession(id);
    this.served.takenOver(session);
    this.state = 'session';
    this.session = session;
    this.send({ type: 'resumed', ...session.moment() });
    session.connect(this, { got, after });
  }

  private watch({ session: id, after }: Extract<ClientFrame, { type: 'watch' }>): void {
    const session = this.served.sessions.get(id);
    if (session === undefined) throw unknownSession(id);
    this.state = 'watching';
    this.session = session;
    this.send({ type: 'watching', ...session.moment() });
    session.watch(this, after);
  }

  private closed(): void {
    clearTimeout(this.deadline);
    this.state = 'over';
    this.session?.unwatch(this);
    this.session?.disconnect(this);
  }
}

function unknownSession(id: string): LabError {
  return new LabError('session-unknown', `the server has no session '${id}'`, {
    hint: 'it was closed, its client was away for too long, or the server was started again',
  });
}
