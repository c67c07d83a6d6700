import type {
  Bench,
  BenchCommand,
  BenchOutcome,
  BenchSession,
  LabSettings,
  SimSpec,
  UeSpec,
} from '../../../scenarios/runner/index.ts';

export interface OpenCase {
  readonly session: BenchSession;
  perform(command: BenchCommand): Promise<BenchOutcome>;
  /** NAS messages in order: `AttachRequest`, `<AuthenticationRequest` (down). */
  nas(): string[];
}

export interface CaseOptions {
  readonly lab?: LabSettings;
  readonly worker?: number;
  readonly folder?: string;
  readonly sim?: Partial<SimSpec>;
  readonly ue?: Partial<UeSpec>;
  readonly revealKeys?: boolean;
}

let count = 0;

/** A case with SIM alice in a phone on base station home. */
export async function openCase(bench: Bench, options: CaseOptions = {}): Promise<OpenCase> {
  const { lab = {}, worker = 0, folder, sim, ue, revealKeys = false } = options;
  const caseId = `case-${++count}`;
  const session = await bench.open({ caseId, title: caseId, folder, seed: '1', worker, lab, revealKeys, secrets: [] });
  await session.addSim('alice', { state: 'active', ...sim });
  await session.addBts('home', { plmn: lab.plmn ?? '001-01', tacs: [1], enforceAmbr: true });
  await session.addUe('phone', { sim: 'alice', bts: 'home', ...ue });
  const signal = new AbortController().signal;
  return {
    session,
    perform: command => session.perform(command, signal),
    nas: () =>
      session.events().flatMap(event => {
        if (event.kind !== 'message' || event.protocol !== 'nas-eps') return [];
        return [`${event.from === 'mme' ? '<' : ''}${event.message}`];
      }),
  };
}

/** Waits for what must come true soon. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('it did not come true within 10 s');
    await new Promise(resolve => setImmediate(resolve));
  }
}
