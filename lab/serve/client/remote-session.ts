import {
  didYouMean,
  LabError,
  type TraceEvent,
  type TraceRecord,
  UserError,
} from '../../../emulator/vocabulary/index.ts';
import type {
  AkaFacts,
  Artefact,
  BenchCommand,
  BenchOutcome,
  BenchSession,
  BtsSpec,
  BtsState,
  CoreState,
  KeyComparison,
  SessionNote,
  SessionOptions,
  SimFacts,
  SimSpec,
  SimState,
  StoredValue,
  UeSpec,
  UeState,
} from '../../../scenarios/runner/index.ts';
import {
  type AnswerOf,
  type ArgsOf,
  type ClientFrame,
  fromWireError,
  METHODS,
  type MethodName,
  type ServerFrame,
  type SessionMoment,
} from '../protocol/index.ts';
import { isConnectionLoss, type LabAddress, Link } from './link.ts';
import { linkAgain } from './link-again.ts';
import { LocalKeys } from './local-keys.ts';
import { SessionFiles } from './session-files.ts';

export interface RemoteOptions extends LabAddress {
  /** How long a lost connection is tried again, ms; 5 s by default. */
  readonly reconnectMs?: number;
}

type Opened = Extract<ServerFrame, { readonly type: 'opened' }>;
type Unnumbered<Frame> = Frame extends { readonly id: number } ? Omit<Frame, 'id'> : never;
type NumberedFrame = Extract<ClientFrame, { readonly id: number }>;

interface Pending {
  readonly what: MethodName;
  resolve(value: never): void;
  reject(error: unknown): void;
}

interface Alarm {
  readonly atMs: number;
  readonly ring: () => void;
  /** Set when the lab is lost, and the alarm is this process's. */
  stopHere?: () => void;
}

/** A session of a lab in another process. What the port asks without waiting (events, time, triggers) is kept up to date here. */
export class RemoteSession implements BenchSession {
  readonly id: string;
  readonly speed: number;
  private readonly options: RemoteOptions;
  private readonly key: string;
  private readonly facts: Readonly<Record<string, string>>;
  private readonly files: SessionFiles | undefined;
  private readonly localKeys = new LocalKeys();
  private readonly told: TraceEvent[] = [];
  private readonly pending = new Map<number, Pending>();
  private readonly rings = new Map<number, Alarm>();
  /** Sent, and not known to have been taken. */
  private readonly unconfirmed: NumberedFrame[] = [];
  private readonly closed: () => void;
  private readonly revealKeys: boolean;
  private listeners: readonly ((event: TraceEvent) => void)[] = [];
  private fired: Readonly<Record<string, number>> = {};
  private link: Link | undefined;
  private failure: LabError | undefined;
  private lastId = 0;
  private got = 0;
  private latest = { nowMs: 0, at: 0 };
  private isIdleDue = false;
  private closing: Promise<readonly string[]> | undefined;

  /** @throws UserError, LabError of the server's; LabError when nobody answers there */
  static async open(remote: RemoteOptions, options: SessionOptions, closed: () => void): Promise<RemoteSession> {
    const { folder, worker: _, ...rest } = options;
    const files = folder === undefined ? undefined : new SessionFiles(folder);
    let link: Link | undefined;
    try {
      link = await Link.open(remote);
      link.send({ type: 'open', options: { ...rest, lab: { ...rest.lab }, artefacts: files !== undefined } as never });
      const frame = await link.next();
      if (frame.type !== 'opened') throw new LabError('frame-invalid', `'${frame.type}' came in place of 'opened'`);
      return new RemoteSession(remote, options, link, frame, files, closed);
    } catch (error) {
      link?.drop();
      files?.close();
      throw error;
    }
  }

  private constructor(
    remote: RemoteOptions,
    options: SessionOptions,
    link: Link,
    opened: Opened,
    files: SessionFiles | undefined,
    closed: () => void,
  ) {
    this.options = remote;
    this.id = opened.session;
    this.key = opened.key;
    this.speed = opened.speed;
    this.files = files;
    const { artefacts: _, ...facts } = opened.facts;
    this.facts = { lab: remote.url, ...facts, ...(options.folder === undefined ? {} : { artefacts: options.folder }) };
    this.closed = closed;
    for (const secret of options.secrets) this.localKeys.addText(secret);
    this.revealKeys = options.revealKeys;
    this.hear(opened.header);
    this.moment(opened);
    this.adopt(link);
  }

  events(): readonly TraceEvent[] {
    return this.told;
  }

  subscribe(listener: (event: TraceEvent) => void): () => void {
    this.listeners = [...this.listeners, listener];
    return () => {
      this.listeners = this.listeners.filter(other => other !== listener);
    };
  }

  /** The server's last word and what has passed here since: never ahead of the lab, whose time passes at least as fast as the wall's. */
  nowMs(): number {
    return this.latest.nowMs + performance.now() - this.latest.at;
  }

  after(labMs: number, ring: () => void): () => void {
    const atMs = this.nowMs() + labMs;
    if (this.failure !== undefined) return ringHere(labMs / this.speed, ring);
    const id = this.send({ type: 'alarm', atMs });
    const alarm: Alarm = { atMs, ring };
    this.rings.set(id, alarm);
    return () => {
      alarm.stopHere?.();
      if (this.rings.delete(id)) this.send({ type: 'stop', of: id });
    };
  }

  redact(text: string): string {
    return this.localKeys.redactor.redact(text);
  }

  tell(note: SessionNote): void {
    if (this.failure === undefined) this.send({ type: 'tell', note });
  }

  async addSim(name: string, spec: SimSpec): Promise<SimFacts> {
    this.learn(spec);
    return this.ask('addSim', [name, spec as ArgsOf<'addSim'>[1]]);
  }

  async addBts(name: string, spec: BtsSpec): Promise<BenchOutcome> {
    return this.ask('addBts', [name, spec as ArgsOf<'addBts'>[1]]);
  }

  async addUe(name: string, spec: UeSpec): Promise<void> {
    return this.ask('addUe', [name, spec as ArgsOf<'addUe'>[1]]);
  }

  async remove(name: string): Promise<void> {
    return this.ask('remove', [name]);
  }

  async perform(command: BenchCommand, signal: AbortSignal): Promise<BenchOutcome> {
    signal.throwIfAborted();
    this.learn(command);
    const outcome = await this.ask('perform', [command], signal);
    if (command.do === 'arm' && outcome.type === 'accepted') this.fired = { [command.name]: 0, ...this.fired };
    return outcome;
  }

  ue(name: string): Promise<UeState> {
    return this.ask('ue', [name]);
  }

  bts(name: string): Promise<BtsState> {
    return this.ask('bts', [name]);
  }

  sim(name: string): Promise<SimState> {
    return this.ask('sim', [name]);
  }

  async subscriber(sim: string): Promise<StoredValue | undefined> {
    const { document, secrets } = await this.ask('subscriber', [sim]);
    for (const text of secrets) this.localKeys.addText(text);
    return document;
  }

  core(): Promise<CoreState> {
    return this.ask('core', []);
  }

  health(node: string): Promise<string> {
    return this.ask('health', [node]);
  }

  aka(sim: string): Promise<AkaFacts | undefined> {
    return this.ask('aka', [sim]);
  }

  keys(ue: string): Promise<KeyComparison | undefined> {
    return this.ask('keys', [ue]);
  }

  armed(name: string): number {
    const fired = Object.hasOwn(this.fired, name) ? this.fired[name] : undefined;
    if (fired !== undefined) return fired;
    const names = Object.keys(this.fired);
    const guess = didYouMean(name, names);
    throw new UserError('fixture-unknown', `there is no armed trigger '${name}'`, {
      expected: names.length === 0 ? 'a trigger that was armed before; there is none' : `one of ${names.join(', ')}`,
      ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
    });
  }

  describe(): Readonly<Record<string, string>> {
    return this.facts;
  }

  close(): Promise<readonly string[]> {
    const again = this.closing !== undefined;
    this.closing ??= this.takeDown();
    return again ? this.closing.then(() => []) : this.closing;
  }

  artefacts(): readonly Artefact[] {
    return this.files?.artefacts ?? [];
  }

  private learn(value: unknown): void {
    if (!this.revealKeys) this.localKeys.learn(value);
  }

  private ask<Name extends MethodName>(what: Name, args: ArgsOf<Name>, signal?: AbortSignal): Promise<AnswerOf<Name>> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      const id = this.send({ type: 'ask', what, args: [...args] });
      const aborted = (): void => {
        if (this.pending.delete(id)) this.send({ type: 'stop', of: id });
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', aborted, { once: true });
      const done =
        <Value>(then: (value: Value) => void) =>
        (value: Value) => {
          signal?.removeEventListener('abort', aborted);
          then(value);
        };
      this.pending.set(id, { what, resolve: done(resolve), reject: done(reject) });
    });
  }

  /** Gives it the next id, and sends it now or when the connection is there again. */
  private send(frame: Unnumbered<NumberedFrame>): number {
    const id = ++this.lastId;
    const numbered = { ...frame, id } as NumberedFrame;
    if (this.failure === undefined) this.unconfirmed.push(numbered);
    this.link?.send(numbered);
    return id;
  }

  private adopt(link: Link): void {
    this.link = link;
    link.listen(
      frame => this.take(frame),
      why => void this.reconnect(link, why),
    );
    this.idleSoon();
  }

  private take(frame: ServerFrame): void {
    if (!('nowMs' in frame)) return;
    this.moment(frame);
    if (frame.type === 'events') for (const event of frame.events) this.hear(event);
    if ('n' in frame) this.got = frame.n;
    if (frame.type === 'answer') this.answered(frame.id, frame.value);
    else if (frame.type === 'failed') this.settle(frame.id)?.reject(fromWireError(frame.error));
    else if (frame.type === 'ring') {
      const alarm = this.rings.get(frame.id);
      this.rings.delete(frame.id);
      alarm?.ring();
    }
    if (frame.type !== 'clock') this.idleSoon();
  }

  private answered(id: number, value: unknown): void {
    const pending = this.settle(id);
    if (pending === undefined) return;
    const result = METHODS[pending.what].answer.safeParse(value);
    if (result.success) return pending.resolve(result.data as never);
    const issue = result.error.issues[0];
    pending.reject(
      new LabError('frame-invalid', `the answer to '${pending.what}' cannot be understood: ${issue?.message}`, {
        place: issue?.path.join('.') ?? '',
        hint: 'take the same release of mvnolab on both sides',
      }),
    );
  }

  private settle(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    return pending;
  }

  private moment({ nowMs, taken, fired }: SessionMoment): void {
    // the lab's time never goes back, whatever the clocks of two processes do
    this.latest = { nowMs: Math.max(nowMs, this.latest.at === 0 ? 0 : this.nowMs()), at: performance.now() };
    if (fired !== undefined) this.fired = fired;
    while ((this.unconfirmed[0]?.id ?? Number.POSITIVE_INFINITY) <= taken) this.unconfirmed.shift();
  }

  private hear(event: TraceEvent): void {
    if (event.seq <= this.lastSeq) return;
    const own = this.files?.own(event) ?? event;
    this.told.push(own);
    this.files?.append(own);
    for (const listener of this.listeners) listener(own);
  }

  private get lastSeq(): number {
    return this.told.at(-1)?.seq ?? -1;
  }

  /** Once this process has dealt with what came and waits, the lab's clock may run fast again. */
  private idleSoon(): void {
    if (this.isIdleDue) return;
    this.isIdleDue = true;
    setImmediate(() =>
      setImmediate(() => {
        this.isIdleDue = false;
        this.link?.send({ type: 'idle', got: this.got, after: this.lastSeq });
      }),
    );
  }

  /** Goes on where the connection ended, as long as the server has the session. */
  private async reconnect(lost: Link, why: Error): Promise<void> {
    if (this.link !== lost) return;
    this.link = undefined;
    try {
      if (!isConnectionLoss(why)) throw why;
      const link = await linkAgain(() => this.resume(), this.options.reconnectMs);
      for (const frame of this.unconfirmed) link.send(frame);
      this.adopt(link);
    } catch (error) {
      this.lose(isConnectionLoss(error) ? why : (error as Error));
    }
  }

  private async resume(): Promise<Link> {
    const link = await Link.open(this.options);
    try {
      link.send({ type: 'resume', session: this.id, key: this.key, got: this.got, after: this.lastSeq });
      const frame = await link.next();
      if (frame.type !== 'resumed') throw new LabError('frame-invalid', `'${frame.type}' came in place of 'resumed'`);
      this.moment(frame);
      return link;
    } catch (error) {
      link.drop();
      throw error;
    }
  }

  /** The session is gone: whatever waits ends with this, and nothing more begins. */
  private lose(why: Error): void {
    const cause = why instanceof LabError || why instanceof UserError ? why.help : {};
    const failure = new LabError('lab-lost', `the lab was lost: ${why.message}`, cause, { cause: why });
    this.failure = failure;
    const { message: text, help, code } = failure;
    this.tellHere({ kind: 'error', code, text, ...(help.hint === undefined ? {} : { hint: help.hint }) });
    for (const { reject } of [...this.pending.values()]) reject(failure);
    this.pending.clear();
    // deadlines still end what waits for them
    for (const alarm of this.rings.values()) {
      alarm.stopHere = ringHere(Math.max(0, alarm.atMs - this.nowMs()) / this.speed, alarm.ring);
    }
    this.rings.clear();
  }

  private tellHere(record: TraceRecord): void {
    this.hear({ v: 1, seq: this.lastSeq + 1, t: this.nowMs(), ...record } as TraceEvent);
  }

  private async takeDown(): Promise<readonly string[]> {
    const failures: string[] = [];
    try {
      const done = await this.ask('close', []);
      failures.push(...done.failures);
      if (this.files !== undefined) {
        for (const { name, octets } of done.artefacts) {
          await this.files.fetch(name, octets, async offset =>
            Buffer.from((await this.ask('artefact', [name, offset])).base64, 'base64'),
          );
        }
      }
    } catch (error) {
      // who has lost the lab knows it already; its server takes it down by itself
      if (error !== this.failure) failures.push(error instanceof Error ? error.message : String(error));
    }
    this.files?.close();
    if (this.files?.failure !== undefined) failures.push(this.files.failure.message);
    this.link?.send({ type: 'bye' });
    const { link } = this;
    this.link = undefined;
    await link?.close();
    this.closed();
    return failures;
  }
}

/** On this process's clock. */
function ringHere(ms: number, ring: () => void): () => void {
  const timer = setTimeout(ring, ms);
  return () => clearTimeout(timer);
}
