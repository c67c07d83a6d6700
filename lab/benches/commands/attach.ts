import type { UeOutput } from '../../../emulator/ue/index.ts';
import { formatGuti, type Imsi } from '../../../emulator/vocabulary/index.ts';
import type { BenchOutcome } from '../../../scenarios/runner/index.ts';
import { describeFailure } from '../../run/describe-failure.ts';
import type { CaseLab } from '../case-lab.ts';
import { refusalOf, type UeFixture } from '../fixtures/ue-fixture.ts';
import { type Command, outcome } from './command.ts';

type AttachEnd = Extract<UeOutput, { type: 'attached' | 'attachFailed' }>;

const ATTACHED = new Set(['EMM-REGISTERED', 'EMM-TRACKING-AREA-UPDATING-INITIATED', 'EMM-SERVICE-REQUEST-INITIATED']);

/**
 * Attaches; an attempt that is under way already is waited for. Ends with the attempt, though the phone may try again by itself. A phone that
 * the network detached to attach again does so at once: when that was refused, and the card with it, this is the outcome.
 */
export async function attach(lab: CaseLab, command: Command<'attach'>, signal: AbortSignal): Promise<BenchOutcome> {
  const ue = lab.ueOf(command.ue);
  const { phone } = ue;
  if (ATTACHED.has(phone.emm)) return outcome('accepted', 'the phone is attached already', { already: true });
  if (command.identity === 'guti' && phone.memory?.epsloci?.guti === undefined) {
    return outcome('ue-aborted', 'the card holds no GUTI to attach with');
  }
  const startedAt = lab.nowMs();
  const { untold } = ue;
  ue.untold = undefined;
  ue.isWaitedFor = true;
  const end = ue.until(
    (output): output is AttachEnd => output.type === 'attached' || output.type === 'attachFailed',
    signal,
  );
  if (phone.emm === 'EMM-NULL') phone.powerOn({ attach: false });
  if (phone.emm !== 'EMM-REGISTERED-INITIATED') {
    const { identity, apn } = command;
    phone.post({
      type: 'attach',
      ...(identity === undefined ? {} : { identity }),
      ...(apn === undefined ? {} : { apn }),
    });
  }
  try {
    const ended = await end;
    const tookMs = lab.nowMs() - startedAt;
    if (ended.type === 'attached') await knownToCore(lab, ue.sim.imsi, signal);
    // the network has refused the card already, when the phone tried by itself: that is what this step is told
    if (untold !== undefined && ended.type === 'attachFailed' && ended.reason.type === 'aborted') {
      const told = outcomeOf(ue, { type: 'attachFailed', reason: untold }, tookMs);
      return { ...told, detail: `when the phone tried by itself, ${told.detail}` };
    }
    return outcomeOf(ue, ended, tookMs);
  } finally {
    ue.isWaitedFor = false;
  }
}

/** Lab time that Attach Complete may take on its way. */
const COMPLETE_WITHIN_MS = 300;
/** Wall-clock time between two looks. */
const LOOK_MS = 2;

/**
 * The phone is attached when it has sent Attach Complete, the core when that has arrived. The next step finds both so, where one can see
 * into the core; an Attach Complete that does not come is not waited for long.
 */
async function knownToCore(lab: CaseLab, imsi: Imsi, signal: AbortSignal): Promise<void> {
  const { host } = lab.side;
  const endMs = lab.nowMs() + COMPLETE_WITHIN_MS;
  while (host?.core.ue(imsi)?.emm !== 'EMM-REGISTERED' && host !== undefined && lab.nowMs() < endMs) {
    signal.throwIfAborted();
    await new Promise(resolve => setTimeout(resolve, LOOK_MS));
  }
}

function outcomeOf(ue: UeFixture, end: AttachEnd, durationMs: number): BenchOutcome {
  const duration_ms = Math.round(durationMs * 1000) / 1000;
  if (end.type === 'attached') {
    const { pdn, guti, emmCause } = end;
    return outcome('accepted', undefined, {
      ip: pdn.ipv4,
      apn: pdn.apn,
      guti: guti && formatGuti(guti),
      cause: emmCause,
      esm_cause: pdn.esmCause,
      duration_ms,
    });
  }
  const { reason, retryInMs } = end;
  const detail = describeFailure(reason, ue.lastAka);
  const refusal = refusalOf(reason);
  if (refusal !== undefined) return outcome('rejected', detail, { ...refusal, retry_ms: retryInMs, duration_ms });
  if (reason.type === 'no-answer') return outcome('timeout', detail, { retry_ms: retryInMs, duration_ms });
  const cause = reason.type === 'aborted' ? reason.emmCause : undefined;
  return outcome('ue-aborted', detail, { cause, retry_ms: retryInMs, duration_ms });
}
