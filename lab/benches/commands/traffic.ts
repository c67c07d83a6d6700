import type { PdnConnection } from '../../../emulator/ue/index.ts';
import { LabError, UserError } from '../../../emulator/vocabulary/index.ts';
import type { BenchOutcome } from '../../../scenarios/runner/index.ts';
import type { CaseLab } from '../case-lab.ts';
import type { UeFixture } from '../fixtures/ue-fixture.ts';
import { type Command, outcome } from './command.ts';

/** Pings from a phone. Accepted when every request was answered. Round-trip times are in lab time. */
export async function ping(lab: CaseLab, command: Command<'ping'>, signal: AbortSignal): Promise<BenchOutcome> {
  const ue = lab.ueOf(command.ue);
  const pdn = pdnOf(ue, command.apn);
  if (pdn === undefined) return outcome('ue-aborted', withoutPdn(command.apn));
  const to = command.to === 'gateway' ? gatewayFor(lab, pdn) : command.to;
  const { count, intervalMs, sizeOctets } = command;
  signal.throwIfAborted();
  try {
    const report = await ue.phone.traffic.ping({
      to,
      count,
      intervalMs,
      ebi: pdn.ebi,
      ...(sizeOctets === undefined ? {} : { size: sizeOctets }),
    });
    const { sent, received, minMs, avgMs, maxMs } = report;
    const values = { to, sent, received, lost: sent - received, min_ms: minMs, avg_ms: avgMs, max_ms: maxMs };
    lab.tellUsage(ue, pdn);
    if (received === sent) return outcome('accepted', undefined, values);
    return outcome('timeout', `${received} of ${sent} pings of ${to} were answered`, values);
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'traffic-impossible') throw error;
    return outcome('ue-aborted', error.message);
  }
}

/** The PDN connection of an APN, the first one without. */
export function pdnOf({ phone }: UeFixture, apn: string | undefined): PdnConnection | undefined {
  if (apn === undefined) return phone.pdns[0];
  return phone.pdns.find(pdn => pdn.apn.toLowerCase() === apn.toLowerCase());
}

export function withoutPdn(apn: string | undefined): string {
  return apn === undefined ? 'the phone has no PDN connection' : `the phone has no PDN connection to ${apn}`;
}

/** The host that answers phones of that PDN connection. */
export function gatewayFor(lab: CaseLab, pdn: PdnConnection): string {
  const { ipv4, ipv6 } = lab.side.gateway;
  const address = pdn.ipv4 === undefined ? ipv6 : ipv4;
  if (address !== undefined) return address;
  throw new UserError('gateway-unknown', 'the address of the gateway is not known', {
    hint: 'give an IP address instead of gateway, or tell the lab where its gateway is (--gateway)',
  });
}
