import type { TraceEvent, TraceRecord } from '../../../emulator/vocabulary/index.ts';
import type {
  AkaFacts,
  Bench,
  BenchCommand,
  BenchOutcome,
  BenchSession,
  BtsSpec,
  BtsState,
  Capability,
  CoreState,
  SessionNote,
  SessionOptions,
  SimFacts,
  SimSpec,
  SimState,
  StoredValue,
  UeSpec,
  UeState,
} from '../port/index.ts';
import { CAPABILITIES } from '../port/index.ts';

/** What a fake lab does, by the test's script. What is left out goes well. */
export interface FakeScript {
  /** All of them by default. */
  readonly capabilities?: readonly Capability[];
  /** Called with each line of the diary as it is written. */
  happens?(line: string): void;
  /** Thrown when a lab is opened. */
  readonly open?: Error;
  /** Thrown when the SIM, base station or phone of that name is made; an outcome, for a base station that is refused. */
  readonly made?: Readonly<Record<string, Error | BenchOutcome>>;
  /** How a command ends; accepted where it says nothing. */
  perform?(
    command: BenchCommand,
    session: FakeSession,
    signal: AbortSignal,
  ): BenchOutcome | Promise<BenchOutcome> | undefined;
  /** What a phone says of itself beside its name. */
  ue?(name: string, session: FakeSession): Partial<UeState>;
  sim?(name: string, session: FakeSession): Partial<SimState>;
  subscriber?(sim: string, session: FakeSession): StoredValue | undefined;
  core?(session: FakeSession): CoreState;
  /** How often a trigger has fired; once by default. */
  armed?(name: string): number;
  /** What could not be undone, or what is thrown instead. */
  readonly close?: Error | readonly string[];
  /** These texts are keys: `redact` takes them out. */
  readonly secrets?: readonly string[];
}

/** A lab without a lab: it keeps a diary of everything that it is asked, and does what the script says. */
export class FakeBench implements Bench {
  readonly core = { bench: 'embedded', product: 'open5gs', version: '2.8.0' } as const;
  readonly capabilities: ReadonlySet<Capability>;
  /** Everything that happened, in order: `open case`, `sim alice`, `attach phone`, `close`. */
  readonly diary: string[] = [];
  readonly sessions: FakeSession[] = [];
  readonly opened: SessionOptions[] = [];
  readonly script: FakeScript;

  constructor(script: FakeScript = {}) {
    this.script = script;
    this.capabilities = new Set(script.capabilities ?? (Object.keys(CAPABILITIES) as Capability[]));
  }

  async open(options: SessionOptions): Promise<BenchSession> {
    this.diary.push(`open ${options.caseId}`);
    this.script.happens?.(`open ${options.caseId}`);
    this.opened.push(options);
    if (this.script.open !== undefined) throw this.script.open;
    const session = new FakeSession(options.caseId, this.script, this.diary);
    this.sessions.push(session);
    return session;
  }

  async close(): Promise<void> {}
}

/** Lab time that passes at each glance at the clock, so that whoever waits for it gets there. */
const GLANCE_MS = 10;
/** Timers of the wall ring at their next chance, whatever lab time they are for; alarms of the lab look at its clock then. */
const SPEED = 1e9;

export class FakeSession implements BenchSession {
  readonly caseId: string;
  readonly speed = SPEED;
  readonly notes: SessionNote[] = [];
  readonly diary: string[];
  private readonly script: FakeScript;
  private readonly log: TraceEvent[] = [];
  private readonly listeners = new Set<(event: TraceEvent) => void>();
  private clockMs = 0;

  constructor(caseId: string, script: FakeScript, diary: string[]) {
    this.caseId = caseId;
    this.script = script;
    this.diary = diary;
  }

  /** Lab time goes on. */
  advance(ms: number): void {
    this.clockMs += ms;
  }

  /** A message on the log. */
  message(from: string, to: string, message: string, fields: Readonly<Record<string, string | number>> = {}): void {
    this.note({ kind: 'message', protocol: 'nas-eps', from, to, message, fields });
  }

  /**
   * A command that does not end by itself: lab time passes until it is told to stop. In steps of a timer each, so that whoever waits for
   * a moment of lab time looks at the clock between two of them.
   */
  async hang(signal: AbortSignal): Promise<BenchOutcome> {
    while (!signal.aborted) {
      this.advance(500);
      await new Promise(resolve => setTimeout(resolve, 1));
    }
    return { type: 'timeout', detail: 'told to stop' };
  }

  events(): readonly TraceEvent[] {
    return this.log;
  }

  subscribe(listener: (event: TraceEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Who still listens: nobody, after a case. */
  get listening(): number {
    return this.listeners.size;
  }

  nowMs(): number {
    this.clockMs += GLANCE_MS;
    return this.clockMs;
  }

  after(labMs: number, ring: () => void): () => void {
    const atMs = this.clockMs + labMs;
    let timer: NodeJS.Timeout;
    const look = (): void => {
      if (this.nowMs() >= atMs) ring();
      else timer = setTimeout(look, 0);
    };
    timer = setTimeout(look, 0);
    return () => clearTimeout(timer);
  }

  redact(text: string): string {
    return (this.script.secrets ?? []).reduce((clean, secret) => clean.replaceAll(secret, '[redacted]'), text);
  }

  tell(note: SessionNote): void {
    this.notes.push(note);
  }

  async addSim(name: string, spec: SimSpec): Promise<SimFacts> {
    this.make('sim', name);
    return { imsi: spec.imsi ?? '001010000000001' };
  }

  async addBts(name: string, _spec: BtsSpec): Promise<BenchOutcome> {
    return this.make('bts', name) ?? { type: 'accepted' };
  }

  async addUe(name: string, _spec: UeSpec): Promise<void> {
    this.make('ue', name);
  }

  private make(what: string, name: string): BenchOutcome | undefined {
    this.write(`${what} ${name}`);
    const made = this.script.made?.[name];
    if (made instanceof Error) throw made;
    return made;
  }

  async remove(name: string): Promise<void> {
    this.write(`remove ${name}`);
  }

  async perform(command: BenchCommand, signal: AbortSignal): Promise<BenchOutcome> {
    this.write(describe(command));
    return (await this.script.perform?.(command, this, signal)) ?? { type: 'accepted' };
  }

  async ue(name: string): Promise<UeState> {
    const said = this.script.ue?.(name, this);
    return { imsi: '001010000000001', emm: 'registered', rrc: 'idle', pdn: {}, usage: { up: 0, down: 0 }, ...said };
  }

  async bts(): Promise<BtsState> {
    return { s1: 'up', ues: 0 };
  }

  async sim(name: string): Promise<SimState> {
    return { state: 'active', imsi: '001010000000001', ...this.script.sim?.(name, this) };
  }

  async subscriber(sim: string): Promise<StoredValue | undefined> {
    return this.script.subscriber?.(sim, this);
  }

  async core(): Promise<CoreState> {
    return this.script.core?.(this) ?? { ues: {}, counters: {} };
  }

  async health(): Promise<string> {
    return 'healthy';
  }

  async aka(): Promise<AkaFacts | undefined> {
    return undefined;
  }

  armed(name: string): number {
    return this.script.armed?.(name) ?? 1;
  }

  async close(): Promise<readonly string[]> {
    this.write('close');
    const { close = [] } = this.script;
    if (close instanceof Error) throw close;
    return close;
  }

  artefacts(): [] {
    return [];
  }

  private write(line: string): void {
    this.diary.push(line);
    this.script.happens?.(line);
  }

  private note(record: TraceRecord): void {
    const event = { v: 1, seq: this.log.length, t: this.clockMs, ...record } as TraceEvent;
    this.log.push(event);
    for (const listener of this.listeners) listener(event);
  }
}

/** `attach phone`, `fault hss`: the command and its subject. */
function describe(command: BenchCommand): string {
  const { do: what, ...rest } = command;
  const subject = Object.values(rest).find(value => typeof value === 'string');
  return subject === undefined ? what : `${what} ${subject}`;
}
