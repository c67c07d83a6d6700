import type { Millis } from '../machine/index.ts';
import type { EnbState } from './enb-state.ts';
import { RateLimiter } from './rate-limiter.ts';
import type { UeContext } from './ue-context.ts';

/** UE Aggregate Maximum Bit Rate; the extended values hold above 10 Gbit/s. TS 36.413 §9.2.1.20 */
interface AggregateMaximumBitRate {
  readonly downlinkBps: number;
  readonly uplinkBps: number;
  readonly extendedDownlinkBps?: number | undefined;
  readonly extendedUplinkBps?: number | undefined;
}

/** The UE-AMBR holds over all non-GBR bearers of the phone, in each direction. */
export function limitRates(enb: EnbState, ue: UeContext, rate: AggregateMaximumBitRate): void {
  if (!enb.config.enforceAmbr) return;
  ue.downlinkLimit = new RateLimiter(rate.extendedDownlinkBps ?? rate.downlinkBps, enb.now);
  ue.uplinkLimit = new RateLimiter(rate.extendedUplinkBps ?? rate.uplinkBps, enb.now);
}

/** Sends a packet now or when the rate allows. */
export function shape(
  enb: EnbState,
  ue: UeContext,
  limit: RateLimiter | undefined,
  octets: number,
  release: () => void,
): void {
  if (limit === undefined) return release();
  limit.offer(octets, enb.now, release);
  if (limit.nextRelease() !== undefined) enb.shaping.add(ue);
}

/** Releases what the rates allow by now. */
export function flushShaped(enb: EnbState): void {
  for (const ue of enb.shaping) {
    ue.downlinkLimit?.flush(enb.now);
    ue.uplinkLimit?.flush(enb.now);
    if (nextReleaseOf(ue) === undefined) enb.shaping.delete(ue);
  }
}

export function nextShapedRelease(enb: EnbState): Millis | undefined {
  let earliest: Millis | undefined;
  for (const ue of enb.shaping) {
    const at = nextReleaseOf(ue);
    if (at !== undefined && (earliest === undefined || at < earliest)) earliest = at;
  }
  return earliest;
}

function nextReleaseOf(ue: UeContext): Millis | undefined {
  const downlink = ue.downlinkLimit?.nextRelease();
  const uplink = ue.uplinkLimit?.nextRelease();
  return downlink === undefined || uplink === undefined ? (downlink ?? uplink) : Math.min(downlink, uplink);
}
