import type { SimSpec, StoredValue, UeState } from '../../port/index.ts';
import type { Evidence, PhoneEvidence, SimEvidence, StepEvidence } from '../evidence.ts';
import { recorded } from './recorded.fixture.ts';

export const IMSI = '001010000000001';

/** Parts of evidence that a test changes. */
export interface Changes {
  readonly step?: Partial<StepEvidence>;
  readonly phone?: Partial<PhoneEvidence>;
  readonly ue?: Partial<UeState>;
  readonly sim?: Partial<SimEvidence>;
  readonly version?: string;
  readonly bench?: Evidence['core']['bench'];
  readonly events?: Evidence['events'];
  readonly tac?: number;
  readonly btsState?: string;
}

const SIM: SimSpec = { state: 'active', imsi: IMSI };

/** Evidence of `attach phone` with the events of a recorded situation, all of them in the step. */
export function evidenceOf(situation: string | undefined, changes: Changes = {}): Evidence {
  const events = changes.events ?? (situation === undefined ? [] : recorded(situation));
  return {
    core: { bench: changes.bench ?? 'embedded', product: 'open5gs', version: changes.version ?? '2.8.0' },
    events,
    step: {
      text: 'attach phone',
      verb: 'attach',
      startMs: 0,
      endMs: (events.at(-1)?.t ?? 0) + 15_000,
      outcome: { type: 'rejected' },
      ...changes.step,
    },
    phone: {
      name: 'phone',
      spec: { sim: 'alice', bts: 'home' },
      state: {
        imsi: IMSI,
        emm: 'deregistered',
        rrc: 'idle',
        pdn: {},
        usage: { up: 0, down: 0 },
        ...changes.ue,
      },
      ...changes.phone,
    },
    bts: {
      name: 'home',
      spec: { plmn: '001-01', tacs: [changes.tac ?? 1], enforceAmbr: true },
      ...(changes.btsState === undefined ? {} : { state: { s1: changes.btsState, ues: 0 } }),
    },
    sim: { name: 'alice', spec: SIM, ...changes.sim },
  };
}

/** A stored document of these members; plain values get their usual BSON types. */
export function stored(value: unknown): StoredValue {
  if (typeof value === 'string') return { bson: 'string', value };
  if (typeof value === 'number') return { bson: 'int32', value };
  if (typeof value === 'bigint') return { bson: 'int64', value: String(value) };
  if (typeof value === 'boolean') return { bson: 'bool', value };
  if (Array.isArray(value)) return { bson: 'array', items: value.map(stored) };
  if (typeof value === 'object' && value !== null) {
    if ('bson' in value) return value as StoredValue;
    return { bson: 'document', members: Object.fromEntries(Object.entries(value).map(([k, v]) => [k, stored(v)])) };
  }
  return { bson: 'null' };
}

/** The document that the provisioner writes, with other members in place of its own. */
export function subscriber(members: Record<string, unknown> = {}): StoredValue {
  return stored({
    imsi: IMSI,
    security: { amf: '8000', sqn: 32n },
    slice: [{ sst: 1, session: [{ name: 'internet', type: 3 }] }],
    ...members,
  });
}
