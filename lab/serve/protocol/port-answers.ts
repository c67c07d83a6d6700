import { z } from 'zod';
import type { TraceEvent } from '../../../emulator/vocabulary/index.ts';
import {
  type AkaFacts,
  type BenchOutcome,
  type BtsState,
  CAPABILITIES,
  type Capability,
  type CoreIdentity,
  type CoreState,
  type KeyComparison,
  type SimFacts,
  type SimState,
  type UeState,
} from '../../../scenarios/runner/index.ts';
import { optional } from './optional.ts';

/*
 * What a server answers. Members that a client does not know are left in: a server of a later release may say more.
 */

const octets = z.looseObject({ up: z.number(), down: z.number() });

export const EVENT = z.looseObject({
  v: z.literal(1),
  seq: z.int().nonnegative(),
  t: z.number(),
  kind: z.string(),
}) as unknown as z.ZodType<TraceEvent>;

export const CORE_IDENTITY = z.looseObject({
  bench: z.enum(['embedded', 'open5gs', 'external']),
  product: z.string(),
  version: z.string().or(z.undefined()),
}) as z.ZodType<CoreIdentity>;

/** Capabilities that this release does not know are nothing that its scenarios can require. */
export const CAPABILITY_LIST = z
  .array(z.string())
  .transform(names => names.filter((name): name is Capability => Object.hasOwn(CAPABILITIES, name)));

export const OUTCOME = z.looseObject({
  type: z.enum(['accepted', 'rejected', 'ue-aborted', 'timeout', 'refused']),
  detail: optional(z.string().or(z.undefined())),
  values: optional(z.record(z.string(), z.unknown()).or(z.undefined())),
}) as unknown as z.ZodType<BenchOutcome>;

export const SIM_FACTS = z.looseObject({
  imsi: z.string(),
  iccid: optional(z.string()),
  msisdn: optional(z.string()),
}) as z.ZodType<SimFacts>;

export const UE_STATE = z.looseObject({
  imsi: z.string(),
  emm: z.string(),
  rrc: z.enum(['idle', 'connected']),
  pdn: z.record(
    z.string(),
    z.looseObject({ ebi: z.number(), type: z.string(), dns: z.array(z.string()), qci: z.number() }),
  ),
  usage: octets,
}) as z.ZodType<unknown> as z.ZodType<UeState>;

export const BTS_STATE = z.looseObject({ s1: z.string(), ues: z.number() }) as z.ZodType<BtsState>;

export const SIM_STATE = z.looseObject({ state: z.string(), imsi: z.string() }) as z.ZodType<SimState>;

export const CORE_STATE = z.looseObject({
  ues: z.record(
    z.string(),
    z.looseObject({ emm: z.string(), ecm: z.enum(['idle', 'connected']), bearers: z.number() }),
  ),
  counters: z.record(z.string(), z.number()),
}) as z.ZodType<unknown> as z.ZodType<CoreState>;

export const AKA_FACTS = z.looseObject({
  rand: z.string(),
  autn: z.string(),
  mac: z.string(),
  xres: z.string(),
  sqn: z.number(),
  amf: z.string(),
}) as z.ZodType<AkaFacts>;

export const KEY_COMPARISON = z.looseObject({
  opStoredAsOpc: z.boolean(),
  opcStoredAsOp: z.boolean(),
  swapped: z.boolean(),
}) as z.ZodType<KeyComparison>;
