import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { LabError, type RunTraceEvent, UserError } from '../../../emulator/vocabulary/index.ts';
import { type BenchSession, redacted } from '../../../scenarios/runner/index.ts';
import {
  type ClientFrame,
  METHODS,
  type MethodName,
  type Numbered,
  type ServedSessionFacts,
  type SessionMoment,
  toWireError,
} from '../protocol/index.ts';
import { type FrameSink, Outgoing } from './outgoing.ts';
import { StandIns } from './stand-ins.ts';

/** How often a client whose lab runs fast is told the time, ms of the wall's. */
const CLOCK_MS = 10;
/** How often counters of triggers are looked at while nothing else is sent. */
const COUNTERS_MS = 50;
/** Questions and answers that may wait for one another. */
const MAX_OPEN = 1024;
/** Octets of a file in one answer, before base64. */
const PIECE_OCTETS = 512 * 1024;

export interface ServedSessionParts {
  readonly session: BenchSession;
  readonly title: string;
  readonly worker: number;
  /** Where its files are until the client has fetched them. */
  readonly folder: string | undefined;
  /** How long a client may be away. */
  readonly graceMs: number;
  /** Once, when everything of it is gone. */
  readonly ended: () => void;
}

/** One client's lab: outlives its connection for a while, and is always taken down. */
export class ServedSession {
  readonly id = randomBytes(6).toString('hex');
  /** Whoever has it may go on with the session. */
  readonly key = randomBytes(16).toString('hex');
  readonly worker: number;
  readonly title: string;
  readonly openedAt = new Date();
  readonly session: BenchSession;
  private readonly parts: ServedSessionParts;
  private readonly outgoing: Outgoing;
  private readonly standIns = new StandIns();
  private readonly running = new Map<number, () => void>();
  private readonly fired = new Map<string, number>();
  private readonly watchers = new Map<FrameSink, Outgoing>();
  private readonly unsubscribe: () => void;
  private readonly clock: NodeJS.Timeout;
  private sink: FrameSink | undefined;
  private grace: NodeJS.Timeout | undefined;
  private release: (() => void) | undefined;
  private taken = 0;
  private lastSentAt = 0;
  private told = '{}';
  private isPumping = false;
  private ending: Promise<void> | undefined;
  private closing: Promise<readonly string[]> | undefined;

  constructor(parts: ServedSessionParts) {
    this.parts = parts;
    this.session = parts.session;
    this.worker = parts.worker;
    this.title = parts.title;
    this.outgoing = new Outgoing(() => this.session.events(), this.moment);
    this.unsubscribe = this.session.subscribe(() => this.pumpSoon());
    this.clock = setInterval(() => this.tick(), this.session.speed > 1 ? CLOCK_MS : COUNTERS_MS);
    this.clock.unref();
    this.hold();
  }

  get header(): RunTraceEvent {
    return this.session.events()[0] as RunTraceEvent;
  }

  get facts(): ServedSessionFacts {
    const { id, title, openedAt } = this;
    return { session: id, title, openedAt: openedAt.toISOString(), connected: this.sink !== undefined };
  }

  /** Now, for every frame. */
  readonly moment = (): SessionMoment => {
    const fired = Object.fromEntries([...this.fired.keys()].map(name => [name, this.session.armed(name)]));
    return { nowMs: this.session.nowMs(), taken: this.taken, ...(this.fired.size === 0 ? {} : { fired }) };
  };

  /** A client takes it over; one that had it before is let go by the caller. */
  connect(sink: FrameSink, from: { readonly got: number; readonly after: number }): void {
    clearTimeout(this.grace);
    this.sink = sink;
    this.outgoing.connect(sink, from);
    this.hold();
    this.pumpSoon();
  }

  /** The client is gone, or slow to come back: what runs goes on until the grace is over. */
  disconnect(sink: FrameSink): void {
    if (this.sink !== sink) return;
    this.sink = undefined;
    this.outgoing.disconnect();
    this.hold();
    if (this.ending === undefined) this.grace = setTimeout(() => void this.end(), this.parts.graceMs);
  }

  isHeldBy(sink: FrameSink): boolean {
    return this.sink === sink;
  }

  /** Another reader of its events. */
  watch(sink: FrameSink, after: number): void {
    const outgoing = new Outgoing(() => this.session.events(), this.moment);
    this.watchers.set(sink, outgoing);
    outgoing.connect(sink, { got: 0, after });
  }

  unwatch(sink: FrameSink): void {
    this.watchers.delete(sink);
  }

  /** There is room again. */
  drained(sink: FrameSink): void {
    if (sink === this.sink) this.pump();
    else this.watchers.get(sink)?.pump();
  }

  /** @throws LabError for a frame that breaks the protocol */
  take(frame: Extract<ClientFrame, Numbered | { type: 'idle' }>): void {
    if (frame.type === 'idle') {
      this.outgoing.confirm(frame.got, frame.after);
      this.letGoWhenConfirmed();
      return;
    }
    if (frame.id <= this.taken) return;
    if (frame.id !== this.taken + 1) {
      throw new LabError('frame-lost', `frame ${frame.id} came after ${this.taken}`, { expected: 'ids without gaps' });
    }
    this.taken = frame.id;
    if (this.running.size + this.outgoing.pending > MAX_OPEN) {
      throw new LabError('flood', `more than ${MAX_OPEN} requests wait`, {
        expected: 'a client that reads its answers',
      });
    }
    this.act(frame);
  }

  /** Takes everything down, whatever still runs. Never throws. */
  end(): Promise<void> {
    this.ending ??= this.takeDown();
    return this.ending;
  }

  private async takeDown(): Promise<void> {
    clearTimeout(this.grace);
    for (const stop of this.running.values()) stop();
    await this.close();
    clearInterval(this.clock);
    this.unsubscribe();
    this.release?.();
    for (const [sink, outgoing] of this.watchers) {
      outgoing.pump();
      sink.send({ type: 'ended' });
    }
    if (this.parts.folder !== undefined) rmSync(this.parts.folder, { recursive: true, force: true });
    this.parts.ended();
  }

  private act(frame: Numbered): void {
    switch (frame.type) {
      case 'ask':
        void this.ask(frame.id, frame.what, frame.args);
        break;
      case 'stop':
        this.running.get(frame.of)?.();
        break;
      case 'alarm': {
        const { id } = frame;
        const cancel = this.session.after(Math.max(0, frame.atMs - this.session.nowMs()), () => {
          this.running.delete(id);
          this.push({ type: 'ring', id });
        });
        this.running.set(id, () => {
          this.running.delete(id);
          cancel();
        });
        break;
      }
      case 'tell':
        if (this.closing === undefined) this.session.tell(frame.note);
        break;
    }
  }

  private async ask(id: number, what: MethodName, args: readonly unknown[]): Promise<void> {
    const stop = new AbortController();
    this.running.set(id, () => stop.abort());
    try {
      const value = await this.perform(what, args, stop.signal);
      this.push({ type: 'answer', id, value });
    } catch (error) {
      this.push({ type: 'failed', id, error: toWireError(error, text => this.session.redact(text)) });
    } finally {
      this.running.delete(id);
    }
  }

  private async perform(what: MethodName, args: readonly unknown[], signal: AbortSignal): Promise<unknown> {
    const { session } = this;
    const given = argumentsOf(what, args);
    this.standIns.learn(given);
    const clean = async <Value>(value: Promise<Value>): Promise<Value> => redacted(await value, session);
    switch (given.what) {
      case 'addSim':
        return clean(session.addSim(...given.args));
      case 'addBts':
        return clean(session.addBts(...given.args));
      case 'addUe':
        return session.addUe(...given.args);
      case 'remove':
        return session.remove(...given.args);
      case 'perform': {
        const [command] = given.args;
        const outcome = await clean(session.perform(command, signal));
        if (command.do === 'arm' && outcome.type === 'accepted') this.fired.set(command.name, 0);
        return outcome;
      }
      case 'ue':
        return clean(session.ue(...given.args));
      case 'bts':
        return clean(session.bts(...given.args));
      case 'sim':
        return clean(session.sim(...given.args));
      case 'subscriber':
        return this.standIns.inPlaceOfKeys(await session.subscriber(...given.args), text => session.redact(text));
      case 'core':
        return clean(session.core());
      case 'health':
        return session.health(...given.args);
      case 'aka':
        return clean(session.aka(...given.args));
      case 'keys':
        return session.keys?.(...given.args);
      case 'close': {
        const failures = (await this.close()).map(text => session.redact(text));
        const artefacts = session.artefacts().map(({ name, path }) => ({ name, octets: statSync(path).size }));
        return { failures, artefacts };
      }
      case 'artefact':
        return { base64: this.pieceOf(...given.args) };
    }
  }

  private close(): Promise<readonly string[]> {
    this.closing ??= this.session.close().catch(error => [error instanceof Error ? error.message : String(error)]);
    return this.closing;
  }

  private pieceOf(name: string, offset: number): string {
    const file = this.closing === undefined ? undefined : this.session.artefacts().find(each => each.name === name);
    if (file === undefined) {
      throw new UserError('artefact-unknown', `this session has no file '${name}'`, {
        expected: 'a file of a session that is closed',
      });
    }
    const piece = Buffer.allocUnsafe(PIECE_OCTETS);
    const fd = openSync(file.path, 'r');
    try {
      return piece.toString('base64', 0, readSync(fd, piece, 0, PIECE_OCTETS, offset));
    } finally {
      closeSync(fd);
    }
  }

  private push(body: Parameters<Outgoing['push']>[0]): void {
    this.outgoing.push(body);
    this.pumpSoon();
  }

  /** At the end of this turn: the events of one turn are one frame. */
  private pumpSoon(): void {
    if (this.isPumping) return;
    this.isPumping = true;
    setImmediate(() => {
      this.isPumping = false;
      this.pump();
      for (const outgoing of this.watchers.values()) outgoing.pump();
    });
  }

  private pump(): void {
    if (!this.outgoing.pump()) return;
    this.lastSentAt = performance.now();
    this.hold();
  }

  private hold(): void {
    this.release ??= this.session.hold?.();
  }

  private letGoWhenConfirmed(): void {
    if (this.sink === undefined || !this.outgoing.isConfirmed) return;
    this.release?.();
    this.release = undefined;
  }

  private tick(): void {
    const { sink } = this;
    if (sink === undefined || !sink.isEmpty || performance.now() - this.lastSentAt < CLOCK_MS) return;
    const moment = this.moment();
    const counters = JSON.stringify(moment.fired ?? {});
    if (this.session.speed === 1 && counters === this.told) return;
    this.told = counters;
    sink.send({ type: 'clock', ...moment });
  }
}

type Given = {
  [Name in MethodName]: { readonly what: Name; readonly args: ReturnType<(typeof METHODS)[Name]['args']['parse']> };
}[MethodName];

/** @throws UserError that names what is wrong, without repeating a value */
function argumentsOf(what: MethodName, args: readonly unknown[]): Given {
  const result = METHODS[what].args.safeParse(args);
  if (result.success) return { what, args: result.data } as Given;
  const issue = result.error.issues[0];
  throw new UserError('request-invalid', `${what} cannot be asked like this: ${issue?.message ?? 'unknown'}`, {
    place: `argument ${issue?.path.join('.') ?? ''}`,
    expected: 'what lab/serve/protocol has for it',
  });
}
