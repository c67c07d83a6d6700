import type {
  MessageTraceEvent,
  NoteTraceEvent,
  StateTraceEvent,
  TraceEvent,
} from '../../../emulator/vocabulary/index.ts';
import type { AkaState, StoredValue } from '../port/index.ts';
import type { Evidence } from './evidence.ts';

/** Which messages are meant; every member that is given must fit. */
export interface MessageFilter {
  readonly message?: string | readonly string[];
  readonly protocol?: string;
  readonly from?: string;
  readonly to?: string;
  /** Also those that did not arrive; by default only those that did. */
  readonly lost?: boolean;
}

/** The messages of the step, in order, that concern its phone or no phone at all. */
export function messagesOf(evidence: Evidence, filter: MessageFilter = {}): MessageTraceEvent[] {
  const { startMs, endMs } = evidence.step;
  return evidence.events.filter(
    (event): event is MessageTraceEvent =>
      event.kind === 'message' && event.t >= startMs && event.t <= endMs && isMeant(evidence, event, filter),
  );
}

/** The messages before the step, in order. */
export function messagesBefore(evidence: Evidence, filter: MessageFilter = {}): MessageTraceEvent[] {
  return evidence.events.filter(
    (event): event is MessageTraceEvent =>
      event.kind === 'message' && event.t < evidence.step.startMs && isMeant(evidence, event, filter),
  );
}

/** NAS messages of the step's phone, in order. */
export function nasOf(evidence: Evidence, message?: string | readonly string[]): MessageTraceEvent[] {
  return messagesOf(evidence, { protocol: 'nas-eps', ...(message === undefined ? {} : { message }) });
}

export function statesOf(evidence: Evidence, machine: string): StateTraceEvent[] {
  const { startMs, endMs } = evidence.step;
  return evidence.events.filter(
    (event): event is StateTraceEvent =>
      event.kind === 'state' && event.machine === machine && event.t >= startMs && event.t <= endMs,
  );
}

/** Remarks of the step, in order: of its phone, of the core, of base stations. */
export function notesOf(evidence: Evidence): NoteTraceEvent[] {
  const { startMs, endMs } = evidence.step;
  return evidence.events.filter(
    (event): event is NoteTraceEvent =>
      event.kind === 'note' && event.t >= startMs && event.t <= endMs && concerns(evidence, event),
  );
}

/** EMM cause of a message, from its fields. */
export function emmCauseOf(event: MessageTraceEvent | undefined): number | undefined {
  return numberField(event, 'emmCause');
}

/** ESM cause of a message, or of the ESM message inside it. */
export function esmCauseOf(event: MessageTraceEvent | undefined): number | undefined {
  return numberField(event, 'esmCause') ?? numberField(event, 'esm.esmCause');
}

function numberField(event: MessageTraceEvent | undefined, name: string): number | undefined {
  const value = event?.fields?.[name];
  return typeof value === 'number' ? value : undefined;
}

/** The last reject in the step that carries an EMM cause. */
export function lastReject(
  evidence: Evidence,
): { readonly event: MessageTraceEvent; readonly cause: number } | undefined {
  const rejects = nasOf(evidence, ['AttachReject', 'TrackingAreaUpdateReject', 'ServiceReject']);
  const event = rejects.at(-1);
  const cause = emmCauseOf(event);
  return event === undefined || cause === undefined ? undefined : { event, cause };
}

/** What the card found in the last challenge of the step: from the log, else from the phone when it authenticated in this step. */
export function akaOf(evidence: Evidence): AkaState | undefined {
  const note = notesOf(evidence).findLast(event => event.fields?.topic === 'aka');
  if (note?.fields !== undefined) return akaFromFields(note.fields);
  const challenged = nasOf(evidence, 'AuthenticationRequest').length > 0;
  return challenged ? evidence.phone?.state?.aka : undefined;
}

type Fields = NonNullable<NoteTraceEvent['fields']>;

/** The phone's account of an authentication as the event log holds it. */
export function akaFromFields(fields: Fields): AkaState {
  const text = (name: string) => String(fields[name] ?? '');
  const verdict = text('verdict') as AkaState['verdict'];
  return {
    verdict,
    autn_valid: verdict === 'accepted',
    rand: text('rand'),
    autn: text('autn'),
    amf: text('amfField'),
    mac: text('mac'),
    xmac: text('xmac'),
    sqn: Number(fields.sqn),
    sqn_ms: Number(fields.sqnMs),
    ...(fields.res === undefined ? {} : { res: text('res') }),
    ...(fields.auts === undefined ? {} : { auts: text('auts') }),
  };
}

/** A value of the subscriber's document by its path (`security.sqn`, `slice.0.session`); undefined when it is not there. */
export function storedAt(document: StoredValue | 'absent' | undefined, path: string): StoredValue | undefined {
  if (document === undefined || document === 'absent') return undefined;
  let at: StoredValue | undefined = document;
  for (const name of path.split('.')) {
    if (at?.bson === 'document') at = at.members[name];
    else if (at?.bson === 'array') at = at.items[Number(name)];
    else return undefined;
  }
  return at;
}

/** Text of a stored string. */
export function storedText(value: StoredValue | undefined): string | undefined {
  return value?.bson === 'string' ? value.value : undefined;
}

/** Sessions of the first slice, the only one that an EPC uses. */
export function storedSessions(document: StoredValue | 'absent' | undefined): readonly StoredValue[] {
  const sessions = storedAt(document, 'slice.0.session');
  return sessions?.bson === 'array' ? sessions.items : [];
}

/** `4.7 s`, `312 ms` */
export function formatMs(ms: number): string {
  return ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms)} ms`;
}

function isMeant(evidence: Evidence, event: MessageTraceEvent, filter: MessageFilter): boolean {
  const { message, protocol, from, to, lost = false } = filter;
  const names = typeof message === 'string' ? [message] : message;
  if (names !== undefined && !names.includes(event.message)) return false;
  if (protocol !== undefined && event.protocol !== protocol) return false;
  if (from !== undefined && event.from !== from) return false;
  if (to !== undefined && event.to !== to) return false;
  if (!lost && (event.fate === 'dropped' || event.fate === 'discarded')) return false;
  return concerns(evidence, event);
}

/** Of the step's phone, or of no phone in particular. */
function concerns({ phone }: Evidence, event: TraceEvent): boolean {
  if (phone === undefined || !('ue' in event) || event.ue === undefined) return true;
  if (event.ue === phone.state?.imsi || event.ue === phone.name) return true;
  if (event.kind === 'message' && (event.from === phone.name || event.to === phone.name)) return true;
  return phone.state === undefined;
}
