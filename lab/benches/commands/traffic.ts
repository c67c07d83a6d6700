import type { PdnConnection, VolumeSummary } from '../../../emulator/ue/index.ts';
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
    const pinging = ue.phone.traffic.ping({
      to,
      count,
      intervalMs,
      ebi: pdn.ebi,
      ...(sizeOctets === undefined ? {} : { size: sizeOctets }),
    });
    const [report] = await whileWanted(signal, [pinging]);
    const { sent, received, minMs, avgMs, maxMs } = report!;
    const values = { to, sent, received, lost: sent - received, min_ms: minMs, avg_ms: avgMs, max_ms: maxMs };
    lab.tellUsage(ue, pdn);
    if (received === sent) return outcome('accepted', undefined, values);
    return outcome('timeout', `${received} of ${sent} pings of ${to} were answered`, values);
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'traffic-impossible') throw error;
    return outcome('ue-aborted', error.message);
  }
}

/** Lab time between two reports of what a phone has carried, while it carries. */
const REPORT_MS = 1_000;

/**
 * Moves volumes both ways at once between a phone and the lab's host behind the gateway, over UDP, and counts what arrives. Octets are
 * those of UDP payload; the phone's usage counts whole IP packets. Accepted when everything arrived.
 */
export async function data(lab: CaseLab, command: Command<'data'>, signal: AbortSignal): Promise<BenchOutcome> {
  const ue = lab.ueOf(command.ue);
  const { apn, downOctets, upOctets } = command;
  const pdn = pdnOf(ue, apn);
  if (pdn === undefined) return outcome('ue-aborted', withoutPdn(apn));
  const peer = await lab.side.volumeHost(gatewayFor(lab, pdn));
  signal.throwIfAborted();
  const { traffic } = ue.phone;
  const rates = await ratesOf(lab, ue, pdn, command.rateBps);
  const flow = (rateBps: number | undefined) => ({ peer, ebi: pdn.ebi, ...(rateBps === undefined ? {} : { rateBps }) });
  const report = setInterval(() => lab.tellUsage(ue, pdn), REPORT_MS / lab.speed);
  const startedAt = lab.nowMs();
  try {
    const wholly = (octets: number, move: (octets: number) => Promise<VolumeSummary>) =>
      octets > 0 ? moveWholly(octets, command.rateBps === undefined && lab.side.host === undefined, move) : undefined;
    const [down, up] = await whileWanted(signal, [
      wholly(downOctets, octets => traffic.download({ ...flow(rates.down), octets })),
      wholly(upOctets, octets => traffic.upload({ ...flow(rates.up), octets })),
    ]);
    return volumeOutcome(down, up, lab.nowMs() - startedAt);
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'traffic-impossible') throw error;
    return outcome('ue-aborted', error.message);
  } finally {
    clearInterval(report);
    if (lab.ues.get(ue.name) === ue) lab.tellUsage(ue, pdn);
  }
}

const TOP_UPS = 3;
/** More than this is no mishap of a busy kernel. */
const MISHAP = 0.1;

/**
 * Moves octets, and again what did not arrive where `topsUp`: a busy machine loses a few datagrams before somebody's gateway has read them, and
 * whoever moves data sends them once more.
 */
async function moveWholly(
  octets: number,
  topsUp: boolean,
  move: (octets: number) => Promise<VolumeSummary>,
): Promise<VolumeSummary> {
  let all = await move(octets);
  for (let again = 0; topsUp && again < TOP_UPS && !all.complete; again++) {
    const missing = octets - all.receivedOctets;
    if (missing <= 0 || missing > octets * MISHAP) break;
    const more = await move(missing);
    all = {
      ...more,
      sent: all.sent + more.sent,
      sentOctets: all.sentOctets + more.sentOctets,
      received: all.received + more.received,
      receivedOctets: all.receivedOctets + more.receivedOctets,
      lost: all.lost + more.lost,
      duplicates: all.duplicates + more.duplicates,
      reordered: all.reordered + more.reordered,
      durationMs: all.durationMs + more.durationMs,
    };
  }
  return all;
}

/** Part of a limit that traffic keeps to which is offered at no rate of its own: headers count, and a policer has no patience. */
const SHARE_OF_LIMIT = 0.8;

/** The rate that was asked for; else as fast as the subscription lets it through, so that everything arrives. */
async function ratesOf(
  lab: CaseLab,
  ue: UeFixture,
  pdn: PdnConnection,
  asked: number | undefined,
): Promise<{ readonly down: number | undefined; readonly up: number | undefined }> {
  if (asked !== undefined) return { down: asked, up: asked };
  const ueAmbr = (await lab.subscribers?.find(ue.sim.imsi))?.sim.ambr;
  const rate = (...limits: readonly (number | undefined)[]): number | undefined => {
    const known = limits.filter(limit => limit !== undefined).map(limit => limit * SHARE_OF_LIMIT);
    const all = [...known, ...(lab.side.usualRateBps === undefined ? [] : [lab.side.usualRateBps])];
    return all.length === 0 ? undefined : Math.min(...all);
  };
  return {
    down: rate(ueAmbr?.downlinkBps, pdn.apnAmbr?.downlinkBps),
    up: rate(ueAmbr?.uplinkBps, pdn.apnAmbr?.uplinkBps),
  };
}

function volumeOutcome(
  down: VolumeSummary | undefined,
  up: VolumeSummary | undefined,
  durationMs: number,
): BenchOutcome {
  const flows = [down, up].filter(flow => flow !== undefined);
  const rate = (flow: VolumeSummary | undefined): number | undefined =>
    flow === undefined || flow.durationMs <= 0 ? undefined : Math.round((flow.receivedOctets * 8000) / flow.durationMs);
  const sum = (name: 'lost' | 'duplicates' | 'reordered'): number => flows.reduce((all, flow) => all + flow[name], 0);
  const values = {
    down: down?.receivedOctets ?? 0,
    up: up?.receivedOctets ?? 0,
    down_bps: rate(down),
    up_bps: rate(up),
    lost: sum('lost'),
    duplicates: sum('duplicates'),
    reordered: sum('reordered'),
    duration_ms: Math.round(durationMs * 1000) / 1000,
  };
  const broken = flows.filter(flow => !flow.complete);
  if (broken.length === 0) return outcome('accepted', undefined, values);
  const texts = broken.map(({ direction, received, sent, detail }) => {
    const why = detail === undefined ? '' : ` (${detail})`;
    return `${direction}: ${received} of ${sent} datagrams arrived${why}`;
  });
  return outcome('timeout', texts.join('; '), values);
}

/** The results, unless the signal aborts before; what is under way then ends by itself, unheard. */
async function whileWanted<Result>(
  signal: AbortSignal,
  work: readonly (Promise<Result> | undefined)[],
): Promise<(Result | undefined)[]> {
  let aborted = (): void => {};
  const abort = new Promise<never>((_, reject) => {
    aborted = () => reject(signal.reason);
    signal.addEventListener('abort', aborted, { once: true });
  });
  try {
    return await Promise.race([Promise.all(work), abort]);
  } finally {
    signal.removeEventListener('abort', aborted);
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
