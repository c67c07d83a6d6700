import { didYouMean, UserError } from '../../../../emulator/vocabulary/index.ts';
import type { SimInput } from '../../../../provisioner/index.ts';

export type SessionInput = NonNullable<SimInput['sessions']>[number];

/** key → where its value goes. */
const KEYS: Readonly<Record<string, (session: SessionInput, value: string) => SessionInput>> = {
  type: (session, value) => ({ ...session, pdnType: value }),
  qci: (session, value) => ({ ...session, qci: value }),
  arp: (session, value) => ({ ...session, arp: { ...session.arp, priorityLevel: value } }),
  capability: (session, value) => ({
    ...session,
    arp: { ...session.arp, preEmptionCapability: flag('capability', value) },
  }),
  vulnerability: (session, value) => ({
    ...session,
    arp: { ...session.arp, preEmptionVulnerability: flag('vulnerability', value) },
  }),
  down: (session, value) => ({ ...session, ambr: { ...session.ambr, downlink: value } }),
  up: (session, value) => ({ ...session, ambr: { ...session.ambr, uplink: value } }),
  ip: (session, value) => ({ ...session, ueIpv4: value }),
  ip6: (session, value) => ({ ...session, ueIpv6: value }),
  gw: (session, value) => ({ ...session, smfIpv4: value }),
  gw6: (session, value) => ({ ...session, smfIpv6: value }),
};

/** Part of the help of `sim add`. */
export const APN_HELP = `
Settings of --apn:
  type=ipv4|ipv6|ipv4v6   PDN type (default: ipv4v6)
  down=<rate> up=<rate>   APN-AMBR, bps with k, M, G, T (default: 1Gbps)
  qci=<1 … 254>           QoS class of the default bearer (default: 9)
  arp=<1 … 15>            priority, 1 is the highest (default: 8)
  capability=yes|no       may pre-empt others (default: no)
  vulnerability=yes|no    may be pre-empted (default: no)
  ip=<IPv4> ip6=<IPv6>    static address of the phone (default: from the pool)
  gw=<IPv4> gw6=<IPv6>    gateway to use (default: as the core is configured)
`;

/** `internet,type=ipv4,down=10Mbps` → a session of the input; values are checked with the rest of the SIM. */
export function parseApnOption(text: string): SessionInput {
  const [name = '', ...settings] = text.split(',').map(part => part.trim());
  let session: SessionInput = { apn: name };
  for (const setting of settings) {
    const [key = '', ...rest] = setting.split('=');
    const put = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (put === undefined) {
      const near = didYouMean(key, Object.keys(KEYS));
      throw new UserError('apn-setting-unknown', `'${key}' is not a setting of an APN`, {
        place: `--apn ${text}`,
        expected: `one of ${Object.keys(KEYS).join(', ')}, each as key=value`,
        ...(near !== undefined && { hint: `did you mean ${near}=…?` }),
      });
    }
    if (rest.join('=') === '')
      throw new UserError('apn-setting-empty', `'${key}' of an APN has no value`, {
        place: `--apn ${text}`,
        expected: `${key}=<value>`,
        hint: `write ${key}=… or leave it out`,
      });
    session = put(session, rest.join('='));
  }
  return session;
}

function flag(key: string, value: string): boolean {
  if (/^(yes|true|enabled)$/i.test(value)) return true;
  if (/^(no|false|disabled)$/i.test(value)) return false;
  throw new UserError('apn-setting-invalid', `'${value}' is not a value of ${key}`, {
    place: '--apn',
    expected: 'yes or no',
    hint: `write ${key}=yes or ${key}=no`,
  });
}
