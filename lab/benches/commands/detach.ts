import type { BenchOutcome } from '../../../scenarios/runner/index.ts';
import type { CaseLab } from '../case-lab.ts';
import type { UeFixture } from '../fixtures/ue-fixture.ts';
import { type Command, outcome } from './command.ts';

/**
 * Detaches: in order (the phone waits for Detach Accept and for the release), by switching off (it says so and is silent), or abruptly
 * (the battery falls out, and the network learns nothing but a lost radio link).
 */
export async function detach(lab: CaseLab, command: Command<'detach'>, signal: AbortSignal): Promise<BenchOutcome> {
  const ue = lab.ueOf(command.ue);
  const { phone } = ue;
  if (phone.emm === 'EMM-NULL') return outcome('accepted', 'the phone is switched off', { already: true });
  if (command.switchOff || command.abrupt) {
    phone.powerOff({ abrupt: command.abrupt ?? false });
    if (command.abrupt !== true) await forgotten(lab, ue, signal);
    return outcome('accepted');
  }
  const already = phone.emm === 'EMM-DEREGISTERED';
  const mark = lab.events().length;
  const end = ue.until(output => output.type === 'detached', signal);
  phone.post({ type: 'detach' });
  await end;
  await ue.untilIdle(signal);
  if (already) return outcome('accepted', 'the phone was not attached', { already });
  const answer = lab
    .events()
    .slice(mark)
    .find(event => event.kind === 'message' && event.to === ue.name && ANSWERS.has(event.message));
  if (answer !== undefined) return outcome('accepted');
  return outcome('timeout', 'the network did not answer: the phone has detached by itself');
}

/** Open5GS answers a phone that it does not know with Service Reject. */
const ANSWERS: ReadonlySet<string> = new Set(['DetachAccept', 'ServiceReject']);

/** Off and on again: what a user does when nothing works. The card counts as valid again; the phone camps and waits. */
export async function powerCycle(
  lab: CaseLab,
  command: Command<'power-cycle'>,
  signal: AbortSignal,
): Promise<BenchOutcome> {
  const ue = lab.ueOf(command.ue);
  const { phone } = ue;
  signal.throwIfAborted();
  if (phone.emm !== 'EMM-NULL') {
    phone.powerOff();
    await forgotten(lab, ue, signal);
  }
  phone.powerOn({ attach: false });
  return outcome('accepted');
}

/** Wall-clock time that the release of a phone that said goodbye may take. */
const RELEASE_WITHIN_MS = 1_000;
const LOOK_MS = 5;

/**
 * Switching a phone off and on takes seconds. Another's core is given the time to release its connection: a phone that is back within
 * milliseconds meets the end of its own detach, and Open5GS then releases the new connection with the old one.
 */
async function forgotten(lab: CaseLab, { bts }: UeFixture, signal: AbortSignal): Promise<void> {
  if (lab.side.host !== undefined) return;
  const wereConnected = bts.bts.connectedUes;
  const deadline = performance.now() + RELEASE_WITHIN_MS;
  while (bts.s1 === 'up' && bts.bts.connectedUes >= wereConnected && wereConnected > 0) {
    signal.throwIfAborted();
    if (performance.now() > deadline) return;
    await new Promise(resolve => setTimeout(resolve, LOOK_MS));
  }
}
