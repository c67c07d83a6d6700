import { WebSocket } from 'ws';
import { type ClientFrame, decodeServerFrame, encodePlain, type ServerFrame } from '../protocol/index.ts';

/** A WebSocket that says what tests want, right or wrong. */
export class RawClient {
  readonly socket: WebSocket;
  readonly frames: ServerFrame[] = [];
  /** The code with which the connection ended. */
  readonly closed: Promise<number>;
  private news: (() => void)[] = [];

  static open(url: string, options: { origin?: string } = {}): Promise<RawClient> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, options);
      socket.once('open', () => resolve(client));
      socket.once('error', reject);
      const client = new RawClient(socket);
    });
  }

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise(resolve => {
      socket.on('close', code => {
        resolve(code);
        this.tell();
      });
    });
    socket.on('error', () => {});
    socket.on('message', data => {
      this.frames.push(decodeServerFrame(String(data)));
      this.tell();
    });
  }

  send(frame: ClientFrame | Readonly<Record<string, unknown>>): void {
    this.socket.send(encodePlain(frame));
  }

  hello(token?: string): void {
    this.send({ type: 'hello', protocol: 1, client: 'test', ...(token === undefined ? {} : { token }) });
  }

  /** Greets and opens a session. */
  async open(title = 'a case', lab: { speed?: number } = {}): Promise<Extract<ServerFrame, { type: 'opened' }>> {
    this.hello();
    this.send({ type: 'open', options: openOptions(title, lab) });
    return this.frame('opened');
  }

  /** The first frame of a type, when it is there. @throws when the connection ends without it */
  async frame<Type extends ServerFrame['type']>(type: Type): Promise<Extract<ServerFrame, { type: Type }>> {
    for (;;) {
      const found = this.frames.find(frame => frame.type === type);
      if (found !== undefined) return found as Extract<ServerFrame, { type: Type }>;
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error(`closed without '${type}'`);
      await new Promise<void>(resolve => this.news.push(resolve));
    }
  }

  /** Why the server ended the connection. */
  async refusal(): Promise<{ code: string; kind: string }> {
    const { error } = await this.frame('refused');
    await this.closed;
    return { code: error.code, kind: error.kind };
  }

  private tell(): void {
    for (const resolve of this.news.splice(0)) resolve();
  }
}

export function openOptions(title: string, lab: { speed?: number } = {}) {
  return { caseId: title, title, seed: '1', lab, artefacts: false, revealKeys: false, secrets: [] };
}
