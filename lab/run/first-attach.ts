import type { EmulatedPhone, PingReport } from '../../emulator/host/index.ts';
import type { PdnConnection } from '../../emulator/ue/index.ts';
import { checkSubscriber, type SimRecord } from '../../provisioner/index.ts';
import { Checks } from './checks.ts';
import { describeFailure } from './describe-failure.ts';
import type { Lab } from './lab.ts';
import { phoneConfig } from './phone-config.ts';

const PINGS = 3;
/** Nobody wants to watch a demonstration wait. */
const PING_INTERVAL_MS = 20;
const SQN_STEP = 32;

export interface FirstAttach {
  readonly checks: Checks;
  /** From power-on to Attach Complete, ms. */
  readonly attachMs: number | undefined;
  readonly pdn: PdnConnection | undefined;
  readonly ping: PingReport | undefined;
}

/**
 * A SIM's first day: written into the subscriber database, put into a phone, attached, pinged, detached. Each step is looked at from
 * the phone's side and, where the lab can see it, from the database's and the core's.
 */
export async function firstAttach(lab: Lab, sim: SimRecord, attached?: () => void): Promise<FirstAttach> {
  const checks = new Checks();
  const { subscribers, core } = lab;
  if (subscribers === undefined || core === undefined) throw new Error('the first attach runs on the embedded core');
  await subscribers.add(sim);
  const bts = await lab.addBts();
  const phone = lab.addPhone(
    bts,
    'phone',
    phoneConfig({
      imsi: sim.imsi,
      ki: sim.ki!,
      homePlmn: lab.plmn,
      ...(sim.opc === undefined ? {} : { opc: sim.opc }),
      ...(sim.op === undefined ? {} : { op: sim.op }),
    }),
  );
  const startedAt = lab.run.log.elapsedMs();
  const result = await phone.attach();
  const attachMs = lab.run.log.elapsedMs() - startedAt;
  if (!result.ok) {
    checks.expect('the phone attaches', false, describeFailure(result.failure, phone.lastAka));
    return { checks, attachMs: undefined, pdn: undefined, ping: undefined };
  }
  attached?.();
  const { pdn } = result;
  const { gateway } = core.host.core;
  checks.expect('the phone attaches', true, `GUTI assigned, ${pdn.apn}`);
  checks.expect(
    'the USIM accepted the network',
    phone.lastAka?.verdict === 'accepted',
    phone.lastAka?.verdict ?? 'no authentication',
  );
  checks.expect('it has an IP address', pdn.ipv4 !== undefined, pdn.ipv4 ?? 'none');
  const ping = await phone.traffic.ping({ to: gateway.ipv4Address, count: PINGS, intervalMs: PING_INTERVAL_MS });
  checks.expect(`${PINGS} pings of the gateway`, ping.received === PINGS, `${ping.received} of ${ping.sent} answered`);
  await checkSqn(checks, lab, sim);
  await checkDetach(checks, lab, phone);
  return { checks, attachMs, pdn, ping };
}

/** The second witness: the HSS stepped the SQN in the database, as int64. */
async function checkSqn(checks: Checks, lab: Lab, sim: SimRecord): Promise<void> {
  const stored = await lab.subscribers?.find(sim.imsi);
  const sqn = stored?.sim.sqn;
  const wrong = stored && checkSubscriber(stored.document).find(finding => finding.path === 'security.sqn');
  const detail = wrong === undefined ? `${sqn}` : wrong.text;
  checks.expect(`the HSS stepped SQN by ${SQN_STEP}`, sqn === sim.sqn + SQN_STEP && wrong === undefined, detail);
}

async function checkDetach(checks: Checks, lab: Lab, phone: EmulatedPhone): Promise<void> {
  await phone.detach();
  checks.expect('the phone detaches', phone.emm === 'EMM-DEREGISTERED', phone.emm);
  const sessions = lab.core?.host.core.gateway.sessionCount ?? 0;
  checks.expect('the gateway has freed its session', sessions === 0, `${sessions} left`);
}
