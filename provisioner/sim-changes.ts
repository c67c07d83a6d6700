import {
  type Ambr,
  type Arp,
  SESSION_DEFAULTS,
  type Session,
  SIM_DEFAULTS,
  type SimRecord,
  type Slice,
  type SubscriberProfile,
} from './sim-record.ts';

/** Values to write over a SIM's; what is absent stays as it is. Giving `opc` removes `op`, and the other way round. */
export interface SimChanges
  extends Partial<Omit<SimRecord, 'imsi' | 'ambr' | 'slices'>>,
    Readonly<{ ambr?: Partial<Ambr>; slice?: SliceChanges }> {}

/** Changes to the first slice, the one that the EPC uses. */
export interface SliceChanges {
  readonly sst?: number;
  readonly sd?: string;
  /** Each changes the session of its APN (any case), or adds it. */
  readonly sessions?: readonly SessionChanges[];
  readonly removeApns?: readonly string[];
}

export interface SessionChanges extends Partial<Omit<Session, 'apn' | 'arp' | 'ambr'>> {
  readonly apn: string;
  readonly arp?: Partial<Arp>;
  readonly ambr?: Partial<Ambr>;
}

/** The keys of the record that the changes touch, with their new values. */
export function applyChanges(
  sim: Pick<SubscriberProfile, 'ambr' | 'slices'>,
  { ambr, slice, ...plain }: SimChanges,
): Partial<SimRecord> {
  const [first = { ...SIM_DEFAULTS.slices[0], sessions: [] }, ...others] = sim.slices;
  return {
    ...plain,
    ...(plain.opc !== undefined && { op: undefined }),
    ...(plain.op !== undefined && { opc: undefined }),
    ...(ambr !== undefined && { ambr: { ...sim.ambr, ...ambr } }),
    ...(slice !== undefined && { slices: [changedSlice(first, slice), ...others] }),
  };
}

function changedSlice(slice: Slice, { sessions = [], removeApns = [], ...plain }: SliceChanges): Slice {
  const kept = slice.sessions.filter(session => !removeApns.some(apn => sameApn(apn, session.apn)));
  for (const change of sessions) {
    const at = kept.findIndex(session => sameApn(session.apn, change.apn));
    const changed = changedSession(kept[at] ?? { ...SESSION_DEFAULTS, apn: change.apn }, change);
    if (at < 0) kept.push(changed);
    else kept[at] = changed;
  }
  return { ...slice, ...plain, sessions: kept };
}

function changedSession(session: Session, { apn: _, arp, ambr, ...plain }: SessionChanges): Session {
  return { ...session, ...plain, arp: { ...session.arp, ...arp }, ambr: { ...session.ambr, ...ambr } };
}

/** APNs compare without case. TS 23.003 §9.1 */
export function sameApn(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
