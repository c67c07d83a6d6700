import type { BenchSession, BtsSpec, CoreIdentity, SimSpec, UeSpec } from '../port/index.ts';
import type { BtsEvidence, Evidence, PhoneEvidence, SimEvidence, StepEvidence } from './evidence.ts';

/** What a case made, by name. */
export interface Fixtures {
  readonly sims: Readonly<Record<string, SimSpec>>;
  readonly bts: Readonly<Record<string, BtsSpec>>;
  readonly ues: Readonly<Record<string, UeSpec>>;
}

/** Names of what a step is about; what is left out is named in the step's text, follows from the phone, or is the only one. */
export interface Subjects {
  readonly ue?: string;
  readonly sim?: string;
  readonly bts?: string;
}

/** How long a single question may take: a lab that hangs must not make the explanation hang. */
const PATIENCE_MS = 2000;

/**
 * Asks a session for everything that the why table may want to know. Never fails: what the lab cannot say, or does not say within 2 s, is
 * left out.
 */
export async function gatherEvidence(
  session: BenchSession,
  core: CoreIdentity,
  step: StepEvidence,
  fixtures: Fixtures,
  subjects: Subjects = {},
): Promise<Evidence> {
  const { text } = step;
  const ueName = subjects.ue ?? named(fixtures.ues, text) ?? only(fixtures.ues);
  const ue = ueName === undefined ? undefined : fixtures.ues[ueName];
  const simName = subjects.sim ?? named(fixtures.sims, text) ?? ue?.sim ?? only(fixtures.sims);
  const state = ueName === undefined || ue === undefined ? undefined : await ask(() => session.ue(ueName));
  const btsName = subjects.bts ?? named(fixtures.bts, text) ?? state?.bts ?? ue?.bts ?? only(fixtures.bts);
  const [sim, bts] = await Promise.all([
    simEvidence(session, simName, fixtures, ueName),
    btsEvidence(session, btsName, fixtures),
  ]);
  const phone: PhoneEvidence | undefined =
    ueName === undefined || ue === undefined
      ? undefined
      : { name: ueName, spec: ue, ...(state === undefined ? {} : { state }) };
  return {
    core,
    events: session.events(),
    step,
    ...(phone === undefined ? {} : { phone }),
    ...(bts === undefined ? {} : { bts }),
    ...(sim === undefined ? {} : { sim }),
  };
}

async function simEvidence(
  session: BenchSession,
  name: string | undefined,
  fixtures: Fixtures,
  ue: string | undefined,
): Promise<SimEvidence | undefined> {
  const spec = name === undefined ? undefined : fixtures.sims[name];
  if (name === undefined || spec === undefined) return undefined;
  const [state, found, facts, keys] = await Promise.all([
    ask(() => session.sim(name)),
    ask(async () => ({ document: await session.subscriber(name) })),
    ask(() => session.aka(name)),
    ask(async () => (ue === undefined ? undefined : session.keys?.(ue))),
  ]);
  return {
    name,
    spec,
    ...(state === undefined ? {} : { state }),
    ...(found === undefined ? {} : { document: found.document ?? 'absent' }),
    ...(facts === undefined ? {} : { facts }),
    ...(keys === undefined ? {} : { keys }),
  };
}

async function btsEvidence(
  session: BenchSession,
  name: string | undefined,
  fixtures: Fixtures,
): Promise<BtsEvidence | undefined> {
  const spec = name === undefined ? undefined : fixtures.bts[name];
  if (name === undefined || spec === undefined) return undefined;
  const state = await ask(() => session.bts(name));
  return { name, spec, ...(state === undefined ? {} : { state }) };
}

async function ask<T>(question: () => Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<undefined>(resolve => {
    timer = setTimeout(resolve, PATIENCE_MS, undefined);
  });
  try {
    return await Promise.race([question(), patience]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function only(named: Readonly<Record<string, unknown>>): string | undefined {
  const names = Object.keys(named);
  return names.length === 1 ? names[0] : undefined;
}

/** The fixture whose name is a word of the step's text: `bts.up far`. */
function named(fixtures: Readonly<Record<string, unknown>>, text: string): string | undefined {
  const words = text.split(/[\s:,]+/);
  return Object.keys(fixtures).find(name => words.includes(name));
}
