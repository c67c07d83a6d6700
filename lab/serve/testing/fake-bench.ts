import type { TraceEvent } from '../../../emulator/vocabulary/index.ts';
import { LabError, UserError } from '../../../emulator/vocabulary/index.ts';
import type {
  Bench,
  BenchCommand,
  BenchSession,
  SessionOptions,
  StoredValue,
} from '../../../scenarios/runner/index.ts';

/** A session without a core that tests look into: `attach` is accepted at once, `release` ends only when it is stopped. */
export interface FakeSession extends BenchSession {
  readonly options: SessionOptions;
  readonly performed: BenchCommand[];
  readonly notes: string[];
  stopped: number;
  holds: number;
  isClosed: boolean;
  /** Ki of the document; `redact` removes it. */
  readonly ki: string;
}

export interface FakeBench extends Bench {
  readonly sessions: FakeSession[];
}

/** A bench whose sessions cost nothing. */
export function fakeBench(): FakeBench {
  const sessions: FakeSession[] = [];
  return {
    core: { bench: 'embedded', product: 'open5gs', version: '2.8.0' },
    capabilities: new Set(['database', 'core-config']),
    sessions,
    async open(options) {
      if (options.title === 'refuse me') throw new LabError('no-core', 'there is no core', { hint: 'start one' });
      const session = fakeSession(options);
      sessions.push(session);
      return session;
    },
    async close() {},
  };
}

function fakeSession(options: SessionOptions): FakeSession {
  const startedAt = performance.now();
  const speed = options.lab.speed ?? 1;
  const nowMs = (): number => (performance.now() - startedAt) * speed;
  const head = { v: 1, core: 'fake', run: 'fake', version: '0', at: new Date(0).toISOString() } as const;
  const events: TraceEvent[] = [{ ...head, kind: 'run', seq: 0, t: 0 }];
  let listeners: ((event: TraceEvent) => void)[] = [];
  const ki = 'A0B1C2D3E4F5061728394A5B6C7D8E9F';
  const session: FakeSession = {
    options,
    performed: [],
    notes: [],
    stopped: 0,
    holds: 0,
    isClosed: false,
    ki,
    speed,
    nowMs,
    events: () => events,
    subscribe(listener) {
      listeners = [...listeners, listener];
      return () => {
        listeners = listeners.filter(other => other !== listener);
      };
    },
    after(labMs, ring) {
      const timer = setTimeout(ring, labMs / speed);
      return () => clearTimeout(timer);
    },
    hold() {
      session.holds++;
      return () => {
        session.holds--;
      };
    },
    redact: text => text.replaceAll(ki, '[redacted]'),
    tell(note) {
      if (note.type !== 'note') return;
      session.notes.push(note.text);
      const event: TraceEvent = { v: 1, seq: events.length, t: nowMs(), kind: 'note', text: note.text };
      events.push(event);
      for (const listener of listeners) listener(event);
    },
    addSim: async () => ({ imsi: '001010000000001' }),
    addBts: async () => ({ type: 'accepted' }),
    addUe: async () => {},
    remove: async () => {},
    async perform(command, signal) {
      session.performed.push(command);
      session.tell({ type: 'note', text: `performing ${command.do}` });
      if (command.do === 'move')
        throw new UserError('fixture-unknown', `no '${command.bts}' but ${ki}`, { hint: 'help' });
      if (command.do !== 'release') return { type: 'accepted', values: { none: undefined, rate: Number.NaN } };
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          session.stopped++;
          reject(signal.reason);
        });
      });
      throw new Error('not reached');
    },
    ue: async () => ({ imsi: '001010000000001', emm: 'registered', rrc: 'idle', pdn: {}, usage: { up: 0, down: 0 } }),
    bts: async () => ({ s1: 'up', ues: 0 }),
    sim: async () => ({ state: 'active', imsi: '001010000000001' }),
    subscriber: async (): Promise<StoredValue> => ({
      bson: 'document',
      members: { security: { bson: 'document', members: { k: { bson: 'string', value: ki } } } },
    }),
    core: async () => ({ ues: {}, counters: {} }),
    health: async () => 'healthy',
    aka: async () => undefined,
    keys: async () => undefined,
    armed: () => 0,
    async close() {
      session.isClosed = true;
      return ['one thing is left'];
    },
    artefacts: () => [],
  };
  return session;
}
