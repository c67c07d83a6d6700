import { LabError, type TraceEvent } from '../../../emulator/vocabulary/index.ts';
import type { ServerFrame } from '../protocol/index.ts';
import { isConnectionLoss, Link } from './link.ts';
import { linkAgain } from './link-again.ts';
import type { RemoteOptions } from './remote-session.ts';

/** Events that wait for a reader who does not ask for them, at most; then the connection is dropped until it does. */
const MAX_WAITING = 10_000;

/** The events of a session, anybody's, one by one; over lost connections. Ends with the session. */
export class Watch implements AsyncIterableIterator<TraceEvent> {
  private readonly remote: RemoteOptions;
  private readonly session: string;
  private readonly closed: () => void;
  private readonly waiting: TraceEvent[] = [];
  private readonly readers: { resolve(result: IteratorResult<TraceEvent>): void; reject(error: unknown): void }[] = [];
  private link: Link | undefined;
  private after: number;
  private end: { readonly error: unknown } | 'done' | undefined;

  /** @throws LabError `session-unknown` */
  static async open(remote: RemoteOptions, session: string, after: number, closed: () => void): Promise<Watch> {
    const watch = new Watch(remote, session, after, closed);
    watch.adopt(await watch.connect());
    return watch;
  }

  private constructor(remote: RemoteOptions, session: string, after: number, closed: () => void) {
    this.remote = remote;
    this.session = session;
    this.after = after;
    this.closed = closed;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The next event. @throws LabError once, when the lab is lost */
  next(): Promise<IteratorResult<TraceEvent>> {
    const event = this.waiting.shift();
    if (event !== undefined) {
      if (this.link === undefined && this.end === undefined && this.waiting.length === 0) void this.again(undefined);
      return Promise.resolve({ done: false, value: event });
    }
    const { end } = this;
    if (end === undefined) return new Promise((resolve, reject) => this.readers.push({ resolve, reject }));
    this.end = 'done';
    return end === 'done' ? Promise.resolve({ done: true, value: undefined }) : Promise.reject(end.error);
  }

  /** `break` in a loop ends the watch. */
  async return(): Promise<IteratorResult<TraceEvent>> {
    await this.close();
    return { done: true, value: undefined };
  }

  async close(): Promise<void> {
    this.finish('done');
    this.waiting.length = 0;
    const { link } = this;
    this.link = undefined;
    await link?.close();
  }

  private async connect(): Promise<Link> {
    const link = await Link.open(this.remote);
    try {
      link.send({ type: 'watch', session: this.session, after: this.after });
      const frame = await link.next();
      if (frame.type !== 'watching') throw new LabError('frame-invalid', `'${frame.type}' came in place of 'watching'`);
      return link;
    } catch (error) {
      link.drop();
      throw error;
    }
  }

  private adopt(link: Link): void {
    if (this.end !== undefined) return link.drop();
    this.link = link;
    link.listen(
      frame => this.take(link, frame),
      why => void this.again(why),
    );
  }

  private take(link: Link, frame: ServerFrame): void {
    if (frame.type === 'ended') {
      this.link = undefined;
      link.drop();
      return this.finish('done');
    }
    if (frame.type !== 'events' || this.link !== link) return;
    for (const event of frame.events) {
      if (event.seq <= this.after) continue;
      this.after = event.seq;
      const reader = this.readers.shift();
      if (reader === undefined) this.waiting.push(event);
      else reader.resolve({ done: false, value: event });
    }
    // the server keeps what follows; it is asked for when this is read
    if (this.waiting.length <= MAX_WAITING) return;
    this.link = undefined;
    link.drop();
  }

  private async again(why: Error | undefined): Promise<void> {
    this.link = undefined;
    try {
      if (why !== undefined && !isConnectionLoss(why)) throw why;
      this.adopt(await linkAgain(() => this.connect(), this.remote.reconnectMs));
    } catch (error) {
      // it ended while nobody was connected
      const isOver = error instanceof LabError && error.code === 'session-unknown';
      this.finish(isOver ? 'done' : { error });
    }
  }

  private finish(end: NonNullable<Watch['end']>): void {
    if (this.end !== undefined) return;
    this.end = end;
    this.closed();
    const [first, ...rest] = this.readers.splice(0);
    if (end === 'done') first?.resolve({ done: true, value: undefined });
    else if (first !== undefined) {
      this.end = 'done';
      first.reject(end.error);
    }
    for (const reader of rest) reader.resolve({ done: true, value: undefined });
  }
}
