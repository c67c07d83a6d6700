import { z } from 'zod';
import type {
  BenchCommand,
  BtsSpec,
  LabSettings,
  SessionNote,
  SimSpec,
  StoredValue,
  UeSpec,
} from '../../../scenarios/runner/index.ts';
import { optional } from './optional.ts';

/*
 * What a client may send, member for member as the scenario port has it. The types at the end of the file do not compile when the port has a
 * member that is not here.
 */

const text = z.string().max(4096);
const name = z.string().min(1).max(256);
const numbers = z.array(z.number()).max(256);
const ambr = z.strictObject({ downlinkBps: z.number(), uplinkBps: z.number() });
const pdnType = z.enum(['ipv4', 'ipv6', 'ipv4v6']);

export const STORED_VALUE: z.ZodType<StoredValue> = z.lazy(() =>
  z.discriminatedUnion('bson', [
    z.strictObject({ bson: z.enum(['int32', 'double']), value: z.number() }),
    z.strictObject({ bson: z.literal('int64'), value: z.string() }),
    z.strictObject({ bson: z.enum(['string', 'objectId', 'date', 'binary']), value: z.string() }),
    z.strictObject({ bson: z.literal('bool'), value: z.boolean() }),
    z.strictObject({ bson: z.literal('null') }),
    z.strictObject({ bson: z.literal('array'), items: z.array(STORED_VALUE) }),
    z.strictObject({ bson: z.literal('document'), members: z.record(z.string(), STORED_VALUE) }),
    z.strictObject({ bson: z.literal('other'), value: z.string() }),
  ]),
);
const paths = z.record(text, STORED_VALUE.or(z.undefined()));

export const SIM_SPEC = z.strictObject({
  state: z.enum(['available', 'assigned', 'active', 'suspended', 'deactivated']),
  imsi: optional(text),
  ki: optional(text),
  opc: optional(text),
  op: optional(text),
  amf: optional(text),
  sqn: optional(z.number()),
  msisdn: optional(text),
  iccid: optional(text),
  plan: optional(text),
  customer: optional(text),
  ambr: optional(ambr),
  sessions: optional(
    z
      .array(z.strictObject({ apn: text, type: optional(pdnType), qci: optional(z.number()), ambr: optional(ambr) }))
      .max(64),
  ),
  document: optional(paths),
});

export const BTS_SPEC = z.strictObject({
  plmn: text,
  tacs: numbers,
  enforceAmbr: z.boolean(),
  connected: optional(z.boolean()),
});

export const UE_SPEC = z.strictObject({
  sim: name,
  bts: name,
  apn: optional(text),
  pdnType: optional(pdnType),
  eea: optional(numbers),
  eia: optional(numbers),
  imei: optional(text),
  attachType: optional(z.enum(['eps', 'combined'])),
});

export const LAB_SETTINGS = z.strictObject({
  eiaOrder: optional(numbers),
  eeaOrder: optional(numbers),
  plmn: optional(text),
  tacs: optional(numbers),
  accessControlCause: optional(z.number()),
  imitates: optional(text),
  speed: optional(z.number()),
});

const tampering = z.strictObject({
  kiFlipBits: optional(numbers),
  opcFlipBits: optional(numbers),
  sqnMs: optional(z.number()),
  autsMacFlipBits: optional(numbers),
  resFlipBits: optional(numbers),
  res: optional(text),
  eea: optional(numbers),
  eia: optional(numbers),
  ignoreAutn: optional(z.boolean()),
  acceptNullIntegrity: optional(z.boolean()),
  acceptUnprotected: optional(z.boolean()),
  ignoreReplayedCapabilities: optional(z.boolean()),
  messages: optional(
    z
      .array(
        z.strictObject({
          message: text,
          action: z.enum(['drop', 'duplicate', 'delay', 'replay', 'corrupt-mac', 'strip', 'replace']),
          skip: optional(z.number()),
          times: optional(z.number()),
          delayMs: optional(z.number()),
          copies: optional(z.number()),
          octets: optional(z.string().max(65_536)),
        }),
      )
      .max(256),
  ),
});

const ofUe = { ue: name };
const UNARMED = [
  z.strictObject({
    do: z.literal('attach'),
    ...ofUe,
    identity: optional(z.enum(['imsi', 'guti'])),
    apn: optional(text),
  }),
  z.strictObject({
    do: z.literal('detach'),
    ...ofUe,
    switchOff: optional(z.boolean()),
    abrupt: optional(z.boolean()),
  }),
  z.strictObject({ do: z.literal('power-cycle'), ...ofUe }),
  z.strictObject({ do: z.literal('move'), ...ofUe, bts: name }),
  z.strictObject({ do: z.literal('service-request'), ...ofUe }),
  z.strictObject({ do: z.literal('tracking-area-update'), ...ofUe, periodic: optional(z.boolean()) }),
  z.strictObject({ do: z.literal('connect-pdn'), ...ofUe, apn: text, pdnType: optional(pdnType) }),
  z.strictObject({ do: z.literal('disconnect-pdn'), ...ofUe, apn: text }),
  z.strictObject({ do: z.literal('release'), ...ofUe }),
  z.strictObject({
    do: z.literal('ping'),
    ...ofUe,
    to: text,
    count: z.number(),
    intervalMs: z.number(),
    sizeOctets: optional(z.number()),
    apn: optional(text),
  }),
  z.strictObject({
    do: z.literal('data'),
    ...ofUe,
    downOctets: z.number(),
    upOctets: z.number(),
    rateBps: optional(z.number()),
    apn: optional(text),
  }),
  z.strictObject({ do: z.literal('tamper'), ...ofUe, tampering }),
  z.strictObject({ do: z.literal('bts-up'), bts: name }),
  z.strictObject({ do: z.literal('bts-down'), bts: name }),
  z.strictObject({ do: z.literal('hss-set'), sim: name, set: paths, force: optional(z.boolean()) }),
  z.strictObject({ do: z.literal('hss-remove'), sim: name }),
  z.strictObject({
    do: z.literal('sim'),
    transition: z.enum(['assign', 'activate', 'suspend', 'resume', 'deactivate', 'swap']),
    sim: name,
    options: z.strictObject({
      customer: optional(text),
      plan: optional(text),
      msisdn: optional(text),
      reason: optional(text),
      to: optional(name),
    }),
  }),
  z.strictObject({ do: z.literal('fault'), fault: z.enum(['kill', 'stop', 'pause', 'partition']), node: name }),
  z.strictObject({
    do: z.literal('core-fault'),
    name,
    parameters: z.record(name, z.union([text, z.number(), z.boolean()])),
  }),
  z.strictObject({
    do: z.literal('link'),
    bts: name,
    impairments: z.strictObject({
      lossPercent: optional(z.number()),
      duplicatePercent: optional(z.number()),
      reorderPercent: optional(z.number()),
      delayMs: optional(z.number()),
    }),
  }),
  z.strictObject({ do: z.literal('heal'), target: optional(name) }),
] as const;
const trigger = z.strictObject({ when: z.enum(['before', 'after']), message: text, ue: optional(name) });

export const BENCH_COMMAND: z.ZodType<BenchCommand> = z.lazy(() =>
  z.discriminatedUnion('do', [
    ...UNARMED,
    z.strictObject({ do: z.literal('arm'), name, trigger, command: BENCH_COMMAND }),
  ]),
);

export const SESSION_NOTE = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('step'), step: text, text: z.string().max(65_536) }),
  z.strictObject({
    type: z.literal('verdict'),
    of: optional(text),
    verdict: text,
    reason: optional(z.string().max(65_536)),
  }),
  z.strictObject({ type: z.literal('note'), text: z.string().max(65_536) }),
]);

type Deep<T> = T extends readonly (infer Item)[]
  ? readonly Deep<Item>[]
  : T extends object
    ? { readonly [Name in keyof T]-?: Deep<T[Name]> }
    : T;
/** Both have the same members, at every depth. */
type Same<A, B> = [Deep<A>] extends [Deep<B>] ? ([Deep<B>] extends [Deep<A>] ? true : false) : false;
/** Every line is true, or the file does not compile. */
export type PortIsCovered = [
  Is<Same<z.infer<typeof SIM_SPEC>, SimSpec>>,
  Is<Same<z.infer<typeof BTS_SPEC>, BtsSpec>>,
  Is<Same<z.infer<typeof UE_SPEC>, UeSpec>>,
  Is<Same<z.infer<typeof LAB_SETTINGS>, LabSettings>>,
  Is<Same<z.infer<(typeof UNARMED)[number]>, Exclude<BenchCommand, { readonly do: 'arm' }>>>,
  Is<Same<z.infer<typeof SESSION_NOTE>, SessionNote>>,
];
type Is<T extends true> = T;
