import type { CoreConfig, CoreRelease } from '../../emulator/core/index.ts';
import type { Plmn, Tai } from '../../emulator/vocabulary/index.ts';
import { LAB_ADDRESSES } from './loopback.ts';

/** What a user may say of the embedded core; the rest is as Open5GS ships it. */
export interface CoreWishes {
  readonly plmn: Plmn;
  readonly tacs: readonly number[];
  readonly eiaOrder?: readonly number[];
  readonly eeaOrder?: readonly number[];
  readonly apns?: readonly string[];
  readonly imitates?: CoreRelease;
  readonly maxUes?: number;
  readonly trace: boolean;
  /** S1-U address of the gateway; LAB_ADDRESSES.gateway by default. */
  readonly gatewayAddress?: string;
  /** EMM cause for phones of other networks than the served one; without it they are taken as any. */
  readonly accessControlCause?: number;
}

const TEN_MINUTES_LESS_ONE_MS = 540_000;

/** The embedded core's configuration: Open5GS's shipped defaults (mme.yaml, smf.yaml, hss.yaml), one PLMN. */
export function coreConfig(wishes: CoreWishes): CoreConfig {
  const servedTais: Tai[] = wishes.tacs.map(tac => ({ plmn: wishes.plmn, tac }));
  return {
    mme: {
      name: 'mvnolab-mme0',
      mmegi: 2,
      mmec: 1,
      servedTais,
      eiaOrder: wishes.eiaOrder ?? [2, 1, 0],
      eeaOrder: wishes.eeaOrder ?? [0, 1, 2],
      networkFullName: 'mvnolab',
      networkShortName: 'mvnolab',
      // The loop's clock counts from the start of the process.
      utcAtStartMs: Math.round(performance.timeOrigin),
      t3412Ms: TEN_MINUTES_LESS_ONE_MS,
      relativeCapacity: 255,
      maxUes: wishes.maxUes ?? 1_000_000,
      accessControl: wishes.accessControlCause === undefined ? [] : [{ plmn: wishes.plmn }],
      ...(wishes.accessControlCause === undefined ? {} : { accessControlCause: wishes.accessControlCause }),
      imitates: wishes.imitates ?? '2.8.0',
    },
    hss: { host: 'hss.localdomain', mmeHost: 'mme.localdomain', realm: 'localdomain' },
    gateway: {
      s1u: { address: wishes.gatewayAddress ?? LAB_ADDRESSES.gateway },
      ipv4Pool: '10.45.0.0/16',
      ipv6Pool: '2001:db8:cafe::/48',
      dns: ['8.8.8.8', '8.8.4.4'],
      mtu: 1400,
      internetHost: '198.51.100.1',
      apns: wishes.apns ?? [],
    },
    trace: wishes.trace,
  };
}
