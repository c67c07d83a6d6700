import { z } from 'zod';
import {
  imsiFitsPlmn,
  parseAmfField,
  parseImsi,
  parsePlmn,
  parseSecret,
  UserError,
} from '../emulator/vocabulary/index.ts';
import { parseBitRate } from './bit-rate.ts';
import { applyChanges, type SimChanges } from './sim-changes.ts';
import {
  parseApn,
  parseIpv4,
  parseIpv6,
  parseMsisdn,
  parsePdnType,
  parseRand,
  parseSd,
  parseSqn,
} from './sim-fields.ts';
import { userErrorOf } from './sim-input-errors.ts';
import { LIMITS, SESSION_DEFAULTS, SIM_DEFAULTS, type SimRecord } from './sim-record.ts';

/**
 * A SIM as people write it (options, YAML, JSON): text, and numbers where they cannot be mistaken. One schema gives the
 * types, the checks and (z.toJSONSchema) what editors and APIs need.
 */

/** Text through a parser that throws UserError. */
function parsed<T>(parse: (text: string) => T) {
  return z.string().transform((text, context): T => {
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      context.issues.push({ code: 'custom', input: undefined, message: error.message, params: { user: error } });
      return z.NEVER;
    }
  });
}

/** A whole number, as a number or as decimal digits. */
function integer(name: string, low: number, high: number) {
  return z.union([z.number(), z.string()]).transform((input, context): number => {
    const value = typeof input === 'number' || /^\s*\d+\s*$/.test(input) ? Number(input) : Number.NaN;
    if (Number.isInteger(value) && value >= low && value <= high) return value;
    const user = new UserError('number-invalid', `${name} is '${input}'`, {
      expected: `a whole number, ${low} … ${high}`,
    });
    context.issues.push({ code: 'custom', input: undefined, message: user.message, params: { user } });
    return z.NEVER;
  });
}

const ambrInput = z
  .strictObject({ downlink: parsed(parseBitRate), uplink: parsed(parseBitRate) })
  .partial()
  .transform(({ downlink, uplink }) => given({ downlinkBps: downlink, uplinkBps: uplink }));

const arpInput = z
  .strictObject({
    priorityLevel: integer('ARP priority level', 1, 15),
    preEmptionCapability: z.boolean(),
    preEmptionVulnerability: z.boolean(),
  })
  .partial();

const sessionInput = z.strictObject({
  apn: parsed(parseApn),
  pdnType: parsed(parsePdnType).optional(),
  qci: integer('QCI', 1, 254).optional(),
  arp: arpInput.optional(),
  ambr: ambrInput.optional(),
  ueIpv4: parsed(parseIpv4).optional(),
  ueIpv6: parsed(parseIpv6).optional(),
  smfIpv4: parsed(parseIpv4).optional(),
  smfIpv6: parsed(parseIpv6).optional(),
});

const changesInput = z
  .strictObject({
    /** Home network: the IMSI must begin with it. */
    plmn: parsed(parsePlmn),
    imsi: parsed(text => parseImsi(text)),
    ki: parsed(text => parseSecret('Ki', text)),
    opc: parsed(text => parseSecret('OPc', text)),
    op: parsed(text => parseSecret('OP', text)),
    amf: parsed(parseAmfField),
    sqn: z.union([
      parsed(parseSqn),
      z
        .number()
        .transform(value => String(value))
        .pipe(parsed(parseSqn)),
    ]),
    rand: parsed(parseRand),
    msisdn: z.array(parsed(parseMsisdn)),
    ambr: ambrInput,
    sst: integer('SST', 1, 255),
    sd: parsed(parseSd),
    sessions: z.array(sessionInput),
    removeApns: z.array(z.string()),
    accessRestrictionData: integer('access restriction data', 0, 0x7fffffff),
    subscriberStatus: integer('subscriber status', 0, 1),
    operatorDeterminedBarring: integer('operator determined barring', 0, 8),
    networkAccessMode: integer('network access mode', 0, 2),
    subscribedRauTauTimerMin: integer('subscribed RAU/TAU timer', 0, 0x7fffffff),
  })
  .partial();

/** What parseSimRecord and parseSimChanges take. */
export type SimInput = z.input<typeof changesInput>;

/**
 * Checks a SIM written as text and fills the defaults (those of Open5GS's WebUI).
 * @throws UserError of the first mistake: `place` is the field (`sessions[0].apn`); no message repeats a key
 */
export function parseSimRecord(input: unknown): SimRecord {
  const { imsi, ki, changes } = parse(input);
  if (imsi === undefined) throw missing('imsi', 'IMSI', '15 digits (14 are allowed), such as 001010000000001');
  if (ki === undefined) throw missing('ki', 'Ki', '32 hex digits (128 bit)');
  if (changes.opc === undefined && changes.op === undefined)
    throw missing('opc', 'OPc', 'OPc or OP, 32 hex digits (128 bit)');
  const { sessions: _none, ...sliceDefaults } = SIM_DEFAULTS.slices[0];
  const sessions = changes.slice?.sessions === undefined ? [SESSION_DEFAULTS] : [];
  const slices = [{ sessions, ...sliceDefaults }];
  return given({
    imsi,
    ki,
    ...SIM_DEFAULTS,
    amfField: parseAmfField(SIM_DEFAULTS.amfField),
    slices,
    ...applyChanges({ ambr: SIM_DEFAULTS.ambr, slices }, changes),
  });
}

/**
 * Checks the changes to a stored SIM; its IMSI, when given, is only held against the PLMN.
 * @throws UserError as parseSimRecord
 */
export function parseSimChanges(input: unknown): SimChanges {
  const { ki, changes } = parse(input);
  return ki === undefined ? changes : { ki, ...changes };
}

function parse(input: unknown) {
  const result = changesInput.safeParse(input);
  if (!result.success) throw userErrorOf(result.error.issues[0]!, knownKeys);
  const { imsi, plmn, ki, amf, sst, sd, sessions, removeApns, ...plain } = result.data;
  if (imsi !== undefined && plmn !== undefined && !imsiFitsPlmn(imsi, plmn))
    throw new UserError('imsi-plmn-mismatch', `IMSI ${imsi} does not belong to PLMN ${plmn.mcc}-${plmn.mnc}`, {
      place: 'imsi',
      expected: `an IMSI that begins with ${plmn.mcc}${plmn.mnc}`,
      hint: `give the PLMN that issued the SIM; MNCs of 2 and 3 digits differ (${plmn.mcc}-${otherMnc(plmn.mnc)} is another network)`,
    });
  if (plain.opc !== undefined && plain.op !== undefined)
    throw new UserError('operator-key-twice', 'both OPc and OP are given', {
      place: 'op',
      expected: 'one of them: Open5GS would use OPc and ignore OP',
      hint: 'leave out OP',
    });
  checkCount('msisdn', 'MSISDNs', plain.msisdn, LIMITS.msisdn);
  checkCount('sessions', 'sessions', sessions, LIMITS.sessions);
  sessions?.forEach((session, i) => {
    const first = sessions.findIndex(other => other.apn.toLowerCase() === session.apn.toLowerCase());
    if (first < i)
      throw new UserError('apn-twice', `APN '${session.apn}' is given twice`, {
        place: `sessions[${i}].apn`,
        expected: 'each APN once in a slice',
        hint: 'put all its settings into one',
      });
    for (const [family, address] of [
      ['ipv4', session.ueIpv4],
      ['ipv6', session.ueIpv6],
    ] as const)
      if (address !== undefined && session.pdnType !== undefined && !session.pdnType.includes(family.slice(2)))
        throw new UserError(
          'static-address-unusable',
          `APN '${session.apn}' has PDN type ${session.pdnType} and a static ${family} address`,
          { place: `sessions[${i}]`, expected: `a PDN type with ${family}, or no such address` },
        );
  });
  const slice = given({ sst, sd, sessions: sessions?.map(given), removeApns });
  const changes: SimChanges = given({
    ...plain,
    amfField: amf,
    slice: Object.keys(slice).length === 0 ? undefined : slice,
  });
  return { imsi, ki, changes };
}

function knownKeys(path: readonly PropertyKey[]): string[] {
  const last = path.filter(key => typeof key === 'string').at(-1);
  if (last === 'ambr') return ['downlink', 'uplink'];
  if (last === 'arp') return Object.keys(arpInput.shape);
  return Object.keys(last === 'sessions' ? sessionInput.shape : changesInput.shape);
}

function checkCount(place: string, what: string, list: readonly unknown[] | undefined, limit: number): void {
  if (list === undefined || list.length <= limit) return;
  throw new UserError('too-many', `${list.length} ${what} are given`, {
    place,
    expected: `${limit} at most: Open5GS's HSS aborts on more`,
    hint: 'leave out the others',
  });
}

function missing(place: string, what: string, expected: string): UserError {
  return new UserError(`${place}-missing`, `the SIM has no ${what}`, { place, expected });
}

function otherMnc(mnc: string): string {
  return mnc.length === 2 ? `0${mnc}` : mnc.slice(1);
}

/** The object without its undefined values. */
function given<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
