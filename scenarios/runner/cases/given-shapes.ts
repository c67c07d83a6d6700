import { parseImsi, parsePlmn } from '../../../emulator/vocabulary/index.ts';
import type { BtsSpec, LabSettings, SessionSpec, SimSpec, SimStateName, UeSpec } from '../port/index.ts';
import {
  bitRate,
  boolean,
  either,
  hexOctets,
  list,
  map,
  mapped,
  name,
  number,
  oneOf,
  optional,
  pattern,
  required,
  type Shape,
  scalar,
  storedPaths,
  text,
} from '../shape/index.ts';

const STATES: readonly SimStateName[] = ['available', 'assigned', 'active', 'suspended', 'deactivated'];
const PDN_TYPES = ['ipv4', 'ipv6', 'ipv4v6'] as const;
const HEX_48_BIT = /^[0-9a-f]{12}$/i;

const plmn: Shape<string> = scalar(
  'a PLMN: MCC-MNC, such as 001-01',
  { type: 'string', pattern: '^\\d{3}-?\\d{2,3}$' },
  raw =>
    taken(() => {
      const { mcc, mnc } = parsePlmn(String(raw));
      return `${mcc}-${mnc}`;
    }),
);

/** Digits, or `auto`: then the lab chooses. */
function autoOr(expects: string, expression: RegExp): Shape<string> {
  return pattern(`${expects}, or auto`, new RegExp(`^(auto|${expression.source})$`));
}

const imsi: Shape<string> = scalar(
  'an IMSI of 14 or 15 digits, or auto',
  { type: ['string', 'integer'], pattern: '^(auto|\\d{14,15})$' },
  raw => (raw === 'auto' ? raw : taken(() => parseImsi(String(raw)))),
);

const sqn: Shape<number> = scalar('an SQN: 12 hex digits (48 bit)', { type: ['string', 'integer'] }, raw => {
  if (typeof raw === 'number') return Number.isInteger(raw) && raw >= 0 && raw < 2 ** 48 ? raw : undefined;
  return HEX_48_BIT.test(String(raw)) ? Number.parseInt(String(raw), 16) : undefined;
});

const bothRates = mapped(bitRate(), rate => ({ downlinkBps: rate, uplinkBps: rate }));
const eachRate = mapped(
  map({ down: required(bitRate(), 'downlink'), up: required(bitRate(), 'uplink') }, { what: 'an AMBR' }),
  ({ down, up }) => ({ downlinkBps: down, uplinkBps: up }),
);
const ambr = either(node => node.type !== 'map', bothRates, eachRate);
const tac = number(0, 0xffff);
const algorithms = list(number(0, 7), { single: true });

const session: Shape<SessionSpec> = mapped(
  map(
    {
      apn: required(text('an APN'), 'the APN'),
      type: optional(oneOf(...PDN_TYPES), 'PDN type; ipv4v6 by default'),
      qci: optional(number(1, 9), 'QCI of the default bearer; 9 by default'),
      ambr: optional(ambr, 'APN-AMBR'),
    },
    { what: 'a session', shorthand: 'apn' },
  ),
  session => session,
);

/** A SIM under `given.sims`, as a scenario writes it. */
export const SIM: Shape<SimSpec> = mapped(
  map(
    {
      state: optional(oneOf(...STATES), 'where it is in its life; active by default: the HSS knows it'),
      imsi: optional(imsi, '15 digits, or auto (by default): drawn from the seed'),
      ki: optional(hexOctets(16), 'K of the card and of the database; drawn from the seed by default'),
      opc: optional(hexOctets(16), 'OPc; drawn from the seed by default'),
      op: optional(hexOctets(16), 'OP, which the document then holds in place of OPc'),
      amf: optional(hexOctets(2), 'authentication management field; 8000 by default'),
      sqn: optional(sqn, 'next SQN in the database, 12 hex digits; 000000000020 by default'),
      msisdn: optional(autoOr('5 to 15 digits', /\d{5,15}/), 'MSISDN, digits or auto'),
      iccid: optional(autoOr('18 to 20 digits', /\d{18,20}/), 'ICCID, digits or auto'),
      plan: optional(text('the name of a plan'), 'plan'),
      customer: optional(text('the name of a customer'), 'customer'),
      ambr: optional(ambr, 'UE-AMBR: a rate for both ways, or { down, up }'),
      sessions: optional(list(session), 'APNs of the subscription; internet by default'),
      document: optional(storedPaths(), "further paths of the subscriber's document, set last"),
    },
    { what: 'a SIM' },
  ),
  ({ state, imsi, msisdn, iccid, document, ...rest }) => ({
    state: state ?? 'active',
    ...(imsi === undefined || imsi === 'auto' ? {} : { imsi }),
    ...(msisdn === undefined ? {} : { msisdn }),
    ...(iccid === undefined || iccid === 'auto' ? {} : { iccid }),
    ...(document === undefined ? {} : { document: unsetAbsent(document) }),
    ...rest,
  }),
);

/** A base station under `given.bts`. */
export const BTS: Shape<BtsSpec> = mapped(
  map(
    {
      plmn: optional(plmn, 'PLMN that it broadcasts; 001-01 by default'),
      tac: optional(tac, 'its tracking area; 1 by default'),
      tacs: optional(list(tac), 'several tracking areas; phones camp on the first'),
      enforce_ambr: optional(boolean(), 'police the UE-AMBR that the core sends; true by default'),
      s1: optional(oneOf('up', 'down'), 'up by default: connected to the core; down: bts.up does it later'),
    },
    { what: 'a base station' },
  ),
  ({ plmn, tac, tacs, enforce_ambr, s1 }) => ({
    plmn: plmn ?? '001-01',
    tacs: tacs ?? [tac ?? 1],
    enforceAmbr: enforce_ambr ?? true,
    ...(s1 === 'down' ? { connected: false } : {}),
  }),
);

/** A phone under `given.ues`. */
export const UE: Shape<UeSpec> = mapped(
  map(
    {
      sim: required(name('sim'), 'the SIM in it'),
      bts: required(name('bts'), 'the base station that it camps on'),
      apn: optional(text('an APN'), 'APN that it asks for; by default it leaves the choice to the network'),
      pdn_type: optional(oneOf(...PDN_TYPES), 'PDN type that it asks for'),
      eea: optional(algorithms, 'ciphering algorithms that it can, such as [0, 1, 2, 3]'),
      eia: optional(algorithms, 'integrity algorithms that it can'),
      imei: optional(pattern('an IMEI of 15 digits', /^\d{15}$/), 'IMEI'),
      attach_type: optional(oneOf('eps', 'combined'), 'EPS attach, or combined EPS/IMSI attach'),
    },
    { what: 'a phone' },
  ),
  ({ pdn_type, attach_type, ...rest }) => ({
    ...rest,
    ...(pdn_type === undefined ? {} : { pdnType: pdn_type }),
    ...(attach_type === undefined ? {} : { attachType: attach_type }),
  }),
);

/** What a case wishes of its core, under `lab`. */
export const LAB: Shape<LabSettings> = mapped(
  map(
    {
      eia_order: optional(list(number(0, 3)), 'integrity algorithms, the preferred first'),
      eea_order: optional(list(number(0, 3)), 'ciphering algorithms, the preferred first'),
      plmn: optional(plmn, 'PLMN that the core serves'),
      tacs: optional(list(tac), 'tracking areas that the core serves'),
      access_control_cause: optional(number(1, 255), 'EMM cause for phones of foreign networks'),
      speed: optional(
        number(1, 1000),
        'the clock of the lab runs so many times as fast: timers of 15 s end after 1.5 s at 10',
      ),
      imitates: optional(text('a release of Open5GS'), 'release whose behaviour the core imitates, such as 2.7.4'),
    },
    { what: 'lab' },
  ),
  ({ eia_order, eea_order, access_control_cause, ...rest }) => ({
    ...rest,
    ...(eia_order === undefined ? {} : { eiaOrder: eia_order }),
    ...(eea_order === undefined ? {} : { eeaOrder: eea_order }),
    ...(access_control_cause === undefined ? {} : { accessControlCause: access_control_cause }),
  }),
);

/** Groups of `given`, in the order in which they are made. */
export const GIVEN_SHAPES = { sims: SIM, bts: BTS, ues: UE } as const;

function unsetAbsent<T>(document: Readonly<Record<string, T | 'absent'>>): Record<string, T | undefined> {
  return Object.fromEntries(
    Object.entries(document).map(([path, value]) => [path, value === 'absent' ? undefined : (value as T)]),
  );
}

/** The value, or undefined where making it threw a user's mistake. */
function taken<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
