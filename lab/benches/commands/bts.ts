import { formatPlmn, LabError } from '../../../emulator/vocabulary/index.ts';
import type { BenchOutcome } from '../../../scenarios/runner/index.ts';
import type { CaseLab } from '../case-lab.ts';
import type { BtsFixture } from '../fixtures/bts-fixture.ts';
import { type Command, outcome } from './command.ts';

/** Switches a base station on: S1 Setup, and its phones hear it again. From then on it comes back by itself when the core was away. */
export async function btsUp(
  lab: CaseLab,
  { bts: name }: Command<'bts-up'>,
  signal: AbortSignal,
): Promise<BenchOutcome> {
  const station = lab.btsOf(name);
  const wasOnAir = station.onAir;
  const setup = await connect(lab, station, signal);
  if (!wasOnAir) for (const ue of phonesOf(lab, station)) ue.phone.camp(station.bts);
  switch (setup.type) {
    case 'accepted':
      return outcome('accepted', undefined, {
        mme: setup.mmeName,
        plmns: setup.servedPlmns.map(formatPlmn),
        capacity: setup.relativeMmeCapacity,
      });
    case 'failed':
      return outcome('rejected', `the core refused S1 Setup: ${setup.cause}`, {
        cause: setup.cause,
        retry_ms: setup.retryInMs,
      });
    case 'no-answer':
      return outcome(
        'timeout',
        'detail' in setup ? setup.detail : 'the core took the SCTP association but does not answer S1 Setup',
      );
  }
}

/** Switches a base station off: its phones lose the cell, and the core the association. */
export async function btsDown(lab: CaseLab, { bts: name }: Command<'bts-down'>): Promise<BenchOutcome> {
  const station = lab.btsOf(name);
  if (!station.onAir) return outcome('accepted', 'the base station is off', { already: true });
  for (const ue of phonesOf(lab, station)) ue.phone.leave();
  await station.down();
  return outcome('accepted');
}

/** A core that a fault took away is an outcome; one that is gone by itself is the lab's failure. */
async function connect(lab: CaseLab, station: BtsFixture, signal: AbortSignal) {
  const deadline = performance.now() + lab.side.patienceMs;
  for (;;) {
    try {
      const setup = await station.up();
      lab.side.known(setup.type !== 'no-answer');
      return setup;
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      if (lab.coreIsFaulty) return { type: 'no-answer', detail: error.message } as const;
      if (performance.now() >= deadline) {
        lab.side.known(false);
        throw error;
      }
      signal.throwIfAborted();
      await new Promise(resolve => setTimeout(resolve, CALL_AGAIN_MS));
    }
  }
}

/** Wall-clock time between two calls of a core that may be on its way back. */
const CALL_AGAIN_MS = 250;

function phonesOf(lab: CaseLab, station: BtsFixture) {
  return [...lab.ues.values()].filter(ue => ue.bts === station);
}
