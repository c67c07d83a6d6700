import { Int32 } from 'bson';
import { UserError } from '../../emulator/vocabulary/index.ts';
import { type BsonDocument, isDocument, numberOf, valueAt } from '../bson-values.ts';
import { differencePaths, type PathUpdate } from '../document-paths.ts';
import { FIRST_SQN, SQN_MAX } from '../sim-record.ts';
import { checkSubscriber, mergeSubscriber } from '../subscriber-document.ts';
import { encodeProvisioned, eventOf, LAB_FIELD } from '../subscriber-lifecycle.ts';
import { openSecrets } from './card-secrets.ts';
import { recordOf } from './events/hss-handler.ts';
import type { KeyVault } from './key-vault.ts';
import { DEFAULT_PLAN, type PlanSource } from './plans.ts';
import type { SimCard } from './sim-card.ts';

/** How the HSS's document of a card differs from what the inventory believes. */
export type DriftKind =
  /** The card is active or suspended, and the HSS does not know it. */
  | 'missing'
  /** The HSS has a subscriber for a card that is in stock or deactivated. */
  | 'unexpected'
  /** The HSS has a subscriber whose card is not in the inventory. Never touched. */
  | 'unknown'
  /** The card is suspended, and the HSS still authenticates it. */
  | 'not-suspended'
  /** The card is active, and its keys are put aside or gone. */
  | 'not-active'
  /** Ki, OPc or AMF are not the card's. */
  | 'keys'
  /** The SQN has a BSON type that Open5GS does not read. */
  | 'sqn'
  /** The number is another one. */
  | 'msisdn'
  /** The profile is not that of the card's plan. */
  | 'profile'
  /** A change is on its way: not a drift yet. */
  | 'pending';

export interface Drift {
  readonly kinds: readonly DriftKind[];
  readonly imsi: string;
  readonly iccid?: string;
  readonly state?: SimCard['state'];
  /** Paths of the document that differ; never their values. */
  readonly paths: readonly string[];
  /** For people. */
  readonly text: string;
}

/** A drift, and what mends it. */
export interface Remedy {
  readonly drift: Drift;
  readonly card: SimCard;
  /** `insert` writes `document`; `update` writes paths; `remove` detaches and removes. */
  readonly mend:
    | { readonly type: 'insert'; readonly document: BsonDocument }
    | { readonly type: 'update'; readonly update: PathUpdate; readonly detach: boolean }
    | { readonly type: 'remove' };
}

/** Whether a card in this state is to have a subscriber. */
export function isProvisioned({ state }: Pick<SimCard, 'state'>): boolean {
  return state === 'active' || state === 'suspended';
}

/** What is to be done about one card; undefined when its subscriber is as it should be. `stored` with BSON types. */
export async function remedyOf(
  card: SimCard,
  stored: BsonDocument | undefined,
  { vault, plans }: { readonly vault: KeyVault; readonly plans: PlanSource },
): Promise<Remedy | undefined> {
  const { imsi, iccid, state } = card;
  const drift = (kinds: readonly DriftKind[], paths: readonly string[], text: string): Drift => ({
    kinds,
    imsi,
    iccid,
    state,
    paths,
    text,
  });
  if (!isProvisioned(card)) {
    if (stored === undefined) return undefined;
    return {
      drift: drift(['unexpected'], [], `the card is ${state}, and the HSS has a subscriber`),
      card,
      mend: { type: 'remove' },
    };
  }
  const plan = card.plan ?? DEFAULT_PLAN;
  const profile = await plans.find(plan);
  if (profile === undefined)
    throw new UserError('plan-unknown', `SIM ${iccid} has plan '${plan}', which there is not`, { place: iccid });
  // A card that was replaced gave its number away.
  const record = recordOf(card, openSecrets(vault, card), { msisdn: card.msisdn, profile });
  if (stored === undefined) {
    const fresh = encodeProvisioned(record, card.version);
    const document = state === 'suspended' ? setAside(fresh) : fresh;
    return {
      drift: drift(['missing'], [], `the card is ${state}, and the HSS does not know it`),
      card,
      mend: { type: 'insert', document },
    };
  }
  const wanted = wantedDocument(card, stored, record);
  const update = differencePaths(stored, wanted);
  // Keys that are put aside take their SQN along: not one that the HSS has stepped since.
  if ('security' in update.$unset) update.arrays.security = stored.security;
  const paths = [...Object.keys(update.$set), ...Object.keys(update.$unset)].filter(
    path => path !== `${LAB_FIELD}.event`,
  );
  if (paths.length === 0) return undefined;
  const kinds = [...new Set(paths.map(path => kindOf(path, state)))];
  const text = kinds.map(kind => TEXTS[kind]).join('; ');
  return {
    drift: drift(kinds, paths, text),
    card,
    mend: { type: 'update', update, detach: kinds.includes('not-suspended') },
  };
}

const TEXTS: Readonly<Record<DriftKind, string>> = {
  missing: 'the HSS does not know it',
  unexpected: 'the HSS has a subscriber',
  unknown: 'the inventory has no card of this IMSI',
  'not-suspended': 'the card is suspended, and the HSS still authenticates it',
  'not-active': 'the card is active, and the HSS cannot authenticate it',
  keys: "keys that are not the card's",
  sqn: 'an SQN that Open5GS does not read',
  msisdn: 'another number',
  profile: "a profile that is not the plan's",
  pending: 'a change is on its way',
};

/** The stored document as it should be; what is not ours stays. */
function wantedDocument(card: SimCard, stored: BsonDocument, record: ReturnType<typeof recordOf>): BsonDocument {
  const base = putBack(stored);
  const { sqn: _, ...plain } = record;
  const hasSqn = typeof valueAt(base, 'security.sqn') !== 'undefined';
  const merged = mergeSubscriber(base, {
    ...plain,
    subscriberStatus: card.state === 'suspended' ? 1 : 0,
    ...(!hasSqn ? { sqn: FIRST_SQN } : readsSqn(base) ? {} : { sqn: usableSqn(valueAt(base, 'security.sqn')) }),
  });
  const lab = {
    ...(isDocument(merged[LAB_FIELD]) ? merged[LAB_FIELD] : {}),
    event: new Int32(Math.max(card.version, eventOf(stored))),
  };
  const whole = { ...merged, [LAB_FIELD]: lab };
  return card.state === 'suspended' ? setAside(whole) : whole;
}

/** `security` into the lab's field. */
function setAside({ security, ...rest }: BsonDocument): BsonDocument {
  return {
    ...rest,
    subscriber_status: new Int32(1),
    operator_determined_barring: new Int32(0),
    [LAB_FIELD]: { ...(rest[LAB_FIELD] as BsonDocument), security },
  };
}

/** And back, where it is not there already. */
function putBack(stored: BsonDocument): BsonDocument {
  const lab = stored[LAB_FIELD];
  if (!isDocument(lab) || !('security' in lab)) return stored;
  const { security, ...restOfLab } = lab;
  return { ...stored, [LAB_FIELD]: restOfLab, ...(!('security' in stored) && { security }) };
}

function readsSqn(document: BsonDocument): boolean {
  return !checkSubscriber(document).some(({ path }) => path === 'security.sqn');
}

/** A number of another type keeps its value; Open5GS would count from 0, and the phone would have to resynchronise. */
function usableSqn(value: unknown): number {
  const number = Number(numberOf(value) ?? Number.NaN);
  return Number.isInteger(number) && number >= 0 && number <= SQN_MAX ? number : FIRST_SQN;
}

function kindOf(path: string, state: SimCard['state']): DriftKind {
  if (path === 'security' || path === `${LAB_FIELD}.security`)
    return state === 'suspended' ? 'not-suspended' : 'not-active';
  if (path.endsWith('security.sqn')) return 'sqn';
  if (path.includes('security.')) return 'keys';
  if (path === 'subscriber_status') return state === 'suspended' ? 'not-suspended' : 'not-active';
  return path === 'msisdn' || path.startsWith('msisdn.') ? 'msisdn' : 'profile';
}
