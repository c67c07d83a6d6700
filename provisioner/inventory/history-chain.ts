import { hash as hashOnce } from 'node:crypto';
import type { HistoryEntry } from './sim-card.ts';

/** An entry before it is chained. */
export type NewEntry = Omit<HistoryEntry, 'previous' | 'hash'>;

/** Chains an entry behind the last one. */
export function chainEntry(iccid: string, last: Pick<HistoryEntry, 'hash'> | undefined, entry: NewEntry): HistoryEntry {
  const previous = last?.hash ?? digest(iccid);
  const hash = digest(previous + canonical(entry));
  const { version, at, actor, action, from, to, traceId, detail } = entry;
  // No spreads and one order of fields: a batch makes some hundred thousand of these.
  const chained: { -readonly [Key in keyof HistoryEntry]: HistoryEntry[Key] } = {
    version,
    at,
    actor,
    action,
    to,
    detail,
    previous,
    hash,
  };
  if (from !== undefined) chained.from = from;
  if (traceId !== undefined) chained.traceId = traceId;
  return chained;
}

/** What is wrong with a history, oldest first; empty when every entry is as it was written and none is missing inside. */
export function checkHistory(iccid: string, history: readonly HistoryEntry[], version: number): string[] {
  const wrong: string[] = [];
  let last: HistoryEntry | undefined;
  for (const entry of history) {
    const { previous, hash, ...rest } = entry;
    if (previous !== (last?.hash ?? digest(iccid)))
      wrong.push(`version ${entry.version}: an entry before it was changed or is missing`);
    else if (hash !== digest(previous + canonical(rest))) wrong.push(`version ${entry.version}: it was changed`);
    last = entry;
  }
  if (last?.version !== version)
    wrong.push(`the card has version ${version}, its history ends at ${last?.version ?? 'nothing'}`);
  return wrong;
}

export function digest(text: string): string {
  return hashOnce('sha256', text, 'hex');
}

/** JSON with sorted keys: the same text for the same content, whoever wrote the document. Dates are written as JSON writes them. */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (value instanceof Date) return `"${isoOf(value)}"`;
  if (Array.isArray(value)) return `[${value.map(item => (item === undefined ? 'null' : canonical(item))).join(',')}]`;
  const fields = value as Record<string, unknown>;
  let text = '';
  for (const key of Object.keys(fields).sort()) {
    const field = fields[key];
    if (field !== undefined) text += `${text === '' ? '' : ','}${quoted(key)}:${canonical(field)}`;
  }
  return `{${text}}`;
}

/** Most texts need no escapes, and JSON.stringify is slow to find out. */
function quoted(text: string): string {
  return /^[ !#-[\]-~]*$/.test(text) ? `"${text}"` : JSON.stringify(text);
}

let lastMs = Number.NaN;
let lastIso = '';

/** A batch has one moment a hundred thousand times. */
function isoOf(date: Date): string {
  const ms = date.getTime();
  if (ms !== lastMs) {
    lastMs = ms;
    lastIso = date.toISOString();
  }
  return lastIso;
}
