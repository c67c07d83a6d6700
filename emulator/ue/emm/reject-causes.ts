import { formatPlmn, formatTai } from '../../vocabulary/index.ts';
import { deactivateAllBearers } from '../esm/local-deactivation.ts';
import { currentTai, type Forbidden, type Phone, type UpdateStatus } from '../phone.ts';
import { forbiddenLists } from '../radio/cell-selection.ts';
import { awaitRelease } from './idle.ts';
import { forgetRegistration, setUpdateStatus } from './registration.ts';
import { DEREGISTERED, type DeregisteredSubstate, REGISTERED, type RegisteredSubstate } from './states.ts';
import { MAX_ATTEMPTS } from './timers.ts';

/** Which procedure a cause ended; the reactions differ in a few places. */
export type Rejected = 'attach' | 'update' | 'service' | 'detach';

/** What a phone does about an EMM cause that settles the matter, instead of trying again. */
interface Reaction {
  readonly status: UpdateStatus | undefined;
  /** Delete GUTI, last visited TAI, TAI list, eKSI. */
  readonly forget: boolean;
  readonly forgetEquivalents: boolean;
  readonly invalidateUsim: boolean;
  readonly forbid: keyof Forbidden | undefined;
  readonly next:
    | { readonly registered: false; readonly substate: DeregisteredSubstate }
    | { readonly registered: true; readonly substate: RegisteredSubstate };
  /** Attach again as soon as the connection is released. */
  readonly attach: boolean;
}

const deregistered = (substate: DeregisteredSubstate) => ({ registered: false, substate }) as const;
const registered = (substate: RegisteredSubstate) => ({ registered: true, substate }) as const;

const NOTHING: Reaction = {
  status: 'EU3_ROAMING_NOT_ALLOWED',
  forget: true,
  forgetEquivalents: true,
  invalidateUsim: false,
  forbid: undefined,
  next: deregistered('PLMN-SEARCH'),
  attach: false,
};

const USIM_INVALID: Reaction = { ...NOTHING, invalidateUsim: true, next: deregistered('NO-IMSI') };

const ATTACH_AGAIN: Reaction = {
  ...NOTHING,
  status: undefined,
  forget: false,
  next: deregistered('NORMAL-SERVICE'),
  attach: true,
};

/** TS 24.301 §5.5.1.2.5 (attach), §5.5.2.3.2 (detach by the network), §5.5.3.2.5 (update), §5.6.1.5 (service) */
const REACTIONS: Readonly<Record<number, Reaction>> = {
  3: USIM_INVALID,
  6: USIM_INVALID,
  7: USIM_INVALID,
  8: USIM_INVALID,
  9: { ...ATTACH_AGAIN, status: 'EU2_NOT_UPDATED', forget: true },
  10: ATTACH_AGAIN,
  11: { ...NOTHING, forbid: 'plmns' },
  12: {
    ...NOTHING,
    forgetEquivalents: false,
    forbid: 'taisForRegionalService',
    next: deregistered('LIMITED-SERVICE'),
  },
  13: { ...NOTHING, forbid: 'taisForRoaming' },
  14: { ...NOTHING, forbid: 'plmnsForEps' },
  15: { ...NOTHING, forgetEquivalents: false, forbid: 'taisForRoaming', next: deregistered('LIMITED-SERVICE') },
  35: { ...NOTHING, forbid: 'plmns' },
  40: ATTACH_AGAIN,
  42: { ...NOTHING, status: 'EU2_NOT_UPDATED' },
};

/** A registered phone that may not roam here keeps its registration for another tracking area. */
const REGISTERED_REACTIONS: Readonly<Record<number, Reaction>> = {
  13: { ...REACTIONS[13]!, forget: false, next: registered('PLMN-SEARCH') },
  15: { ...REACTIONS[15]!, forget: false, next: registered('LIMITED-SERVICE') },
};

/** Causes that only an update or a service request knows how to take. */
const NOT_FOR_ATTACH = new Set([9, 10, 40]);

/** True when the cause ends the matter; everything else is an abnormal case that is tried again. */
export function isDecisive(cause: number, rejected: Rejected): boolean {
  if (NOT_FOR_ATTACH.has(cause) && (rejected === 'attach' || rejected === 'detach')) return false;
  return cause in REACTIONS;
}

/** Does what the cause asks for: status, lists, state. */
export function reactTo(phone: Phone, cause: number, rejected: Rejected): void {
  const keeps = rejected === 'update' || rejected === 'service';
  const reaction = (keeps ? REGISTERED_REACTIONS[cause] : undefined) ?? REACTIONS[cause]!;
  const { registration } = phone;
  if (reaction.forbid !== undefined) forbid(phone, reaction.forbid);
  if (reaction.status !== undefined) setUpdateStatus(phone, reaction.status);
  if (reaction.forgetEquivalents) registration.equivalentPlmns = [];
  if (reaction.forget) forgetRegistration(phone);
  if (reaction.invalidateUsim) registration.usimInvalid = true;
  registration.attachAttempts = cause === 42 ? MAX_ATTEMPTS : 0;
  registration.updateAttempts = 0;
  phone.wishes.update = undefined;
  phone.wishes.service = undefined;
  const { attach } = phone.wishes;
  if (attach !== undefined) phone.wishes.attach = { ...attach, manual: false };
  if (reaction.next.registered) {
    removeCurrentTai(phone);
    phone.enter(REGISTERED[reaction.next.substate]);
  } else {
    deactivateAllBearers(phone);
    phone.enter(DEREGISTERED[reaction.next.substate]);
  }
  if (reaction.attach) phone.wishes.attach = { apn: phone.config.apn, manual: false };
  if (reaction.invalidateUsim) phone.wishes.attach = undefined;
  // Another network may be chosen, or the same one after a while. TS 24.301 §5.5.1.2.5 (#42)
  if (cause === 42) phone.start('T3402', 2 * registration.t3402Ms);
  awaitRelease(phone);
}

/** Puts the network, or its tracking area, on a list. */
function forbid(phone: Phone, list: keyof Forbidden): void {
  const tai = currentTai(phone);
  if (tai === undefined) return;
  const entry = list === 'plmns' || list === 'plmnsForEps' ? formatPlmn(tai.plmn) : formatTai(tai);
  const entries = forbiddenLists(phone)[list];
  if (!entries.includes(entry)) entries.push(entry);
  if (list === 'plmns') phone.memoryChanged = true;
}

function removeCurrentTai(phone: Phone): void {
  const here = currentTai(phone);
  if (here === undefined) return;
  const { registration } = phone;
  registration.taiList = registration.taiList.filter(tai => formatTai(tai) !== formatTai(here));
}
