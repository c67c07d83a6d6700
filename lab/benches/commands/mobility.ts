import type { UeOutput } from '../../../emulator/ue/index.ts';
import { formatEmmCause, formatGuti } from '../../../emulator/vocabulary/index.ts';
import type { BenchOutcome } from '../../../scenarios/runner/index.ts';
import type { CaseLab } from '../case-lab.ts';
import type { UeFixture } from '../fixtures/ue-fixture.ts';
import { type Command, outcome } from './command.ts';

type UpdateEnd = Extract<UeOutput, { type: 'trackingAreaUpdated' | 'trackingAreaUpdateFailed' }>;
type ServiceEnd = Extract<UeOutput, { type: 'serviceAccepted' | 'serviceRejected' | 'serviceFailed' }>;

/**
 * Takes the phone to another base station: it loses its cell (a connected phone its connection with it: this is no handover), hears the
 * new one and does what it must. Ends when a tracking area update that this makes necessary has ended.
 */
export async function move(lab: CaseLab, command: Command<'move'>, signal: AbortSignal): Promise<BenchOutcome> {
  const ue = lab.ueOf(command.ue);
  const station = lab.btsOf(command.bts);
  const end = endOfUpdate(ue, signal);
  const from = ue.bts.name;
  ue.bts = station;
  ue.phone.leave();
  if (station.onAir) ue.phone.camp(station.bts);
  const values = { from, to: station.name };
  if (!station.onAir) return outcome('accepted', 'the base station is off: the phone hears no cell', values);
  if (ue.phone.emm !== 'EMM-TRACKING-AREA-UPDATING-INITIATED') {
    return outcome('accepted', 'no tracking area update was needed', { ...values, updated: false });
  }
  const ended = await updateOutcome(ue, await end, signal);
  return { ...ended, values: { ...ended.values, ...values, updated: ended.type === 'accepted' } };
}

/** Updates the tracking area. The emulated phone does so from RRC_IDLE: its connection, if it has one, is released first. */
export async function trackingAreaUpdate(
  lab: CaseLab,
  command: Command<'tracking-area-update'>,
  signal: AbortSignal,
): Promise<BenchOutcome> {
  const ue = lab.ueOf(command.ue);
  await becomeIdle(ue, signal);
  const end = endOfUpdate(ue, signal);
  ue.phone.post({ type: 'trackingAreaUpdate', updateType: command.periodic === true ? 'periodic' : 'ta' });
  return updateOutcome(ue, await end, signal);
}

/** Leaves RRC_IDLE for data. A phone that has its connection needs no service request. */
export async function serviceRequest(
  lab: CaseLab,
  command: Command<'service-request'>,
  signal: AbortSignal,
): Promise<BenchOutcome> {
  const ue = lab.ueOf(command.ue);
  const { phone } = ue;
  if (phone.connected && phone.emm === 'EMM-REGISTERED') {
    return outcome('accepted', 'the phone has its connection already', { already: true });
  }
  const end = ue.until(
    (output): output is ServiceEnd =>
      output.type === 'serviceAccepted' || output.type === 'serviceRejected' || output.type === 'serviceFailed',
    signal,
  );
  phone.post({ type: 'serviceRequest' });
  const ended = await end;
  switch (ended.type) {
    case 'serviceAccepted':
      return outcome('accepted');
    case 'serviceRejected':
      return outcome('rejected', `the network refused service: EMM cause ${formatEmmCause(ended.emmCause)}`, {
        message: 'ServiceReject',
        cause: ended.emmCause,
      });
    case 'serviceFailed':
      return outcome(isLocal(ended.detail) ? 'ue-aborted' : 'timeout', ended.detail);
  }
}

/** The base station finds the phone inactive and asks the core to release its connection; ends in RRC_IDLE. */
export async function release(lab: CaseLab, command: Command<'release'>, signal: AbortSignal): Promise<BenchOutcome> {
  const ue = lab.ueOf(command.ue);
  if (!ue.phone.connected) return outcome('accepted', 'the phone has no connection', { already: true });
  // Inactivity is a matter of seconds. A release on the heels of Attach Complete overtakes it inside Open5GS's MME, which then tells the
  // gateway of the tunnel after it has released it.
  if (lab.side.host === undefined) await quiet(signal);
  await becomeIdle(ue, signal);
  return outcome('accepted');
}

/** Wall-clock time that another's core gets to finish what the phone's last message began. */
const QUIET_MS = 100;

async function quiet(signal: AbortSignal): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, QUIET_MS));
  signal.throwIfAborted();
}

async function becomeIdle(ue: UeFixture, signal: AbortSignal): Promise<void> {
  if (!ue.phone.connected) return;
  const idle = ue.untilIdle(signal);
  ue.phone.becomeInactive();
  await idle;
}

function endOfUpdate(ue: UeFixture, signal: AbortSignal): Promise<UpdateEnd> {
  const end = ue.until(
    (output): output is UpdateEnd =>
      output.type === 'trackingAreaUpdated' || output.type === 'trackingAreaUpdateFailed',
    signal,
  );
  // when no update begins, nobody waits for its end
  end.catch(() => {});
  return end;
}

/** After the update the network releases the connection: what follows begins from RRC_IDLE. */
async function updateOutcome(ue: UeFixture, end: UpdateEnd, signal: AbortSignal): Promise<BenchOutcome> {
  if (end.type === 'trackingAreaUpdated') {
    await ue.untilIdle(signal);
    return outcome('accepted', undefined, { guti: end.guti && formatGuti(end.guti), t3412_ms: end.t3412Ms });
  }
  const { emmCause, detail } = end;
  if (emmCause !== undefined) {
    return outcome('rejected', `the network refused the update: EMM cause ${formatEmmCause(emmCause)}`, {
      message: 'TrackingAreaUpdateReject',
      cause: emmCause,
    });
  }
  return outcome(isLocal(detail) ? 'ue-aborted' : 'timeout', detail);
}

/** The phone did not even ask. */
function isLocal(detail: string | undefined): boolean {
  return detail === 'the phone is not registered';
}
