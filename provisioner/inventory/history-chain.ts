import { createHash } from 'node:crypto';
import type { HistoryEntry } from './sim-card.ts';

/** An entry before it is chained. */
export type NewEntry = Omit<HistoryEntry, 'previous' | 'hash'>;

/** Chains an entry behind the last one. */
export function chainEntry(iccid: string, last: Pick<HistoryEntry, 'hash'> | undefined, entry: NewEntry): HistoryEntry {
  const previous = last?.hash ?? digest(iccid);
  return { ...entry, previous, hash: digest(previous + canonical(entry)) };
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
  return createHash('sha256').update(text).digest('hex');
}

/** JSON with sorted keys: the same text for the same content, whoever wrote the document. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
