import type { BenchSession } from '../port/index.ts';

/** A copy of something that goes to reporters, without a key in any of its texts. */
export function redacted<T>(value: T, session: Pick<BenchSession, 'redact'>): T {
  return walk(value, session) as T;
}

function walk(value: unknown, session: Pick<BenchSession, 'redact'>): unknown {
  if (typeof value === 'string') return session.redact(value);
  if (Array.isArray(value)) return value.map(item => walk(item, session));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, session)]));
}
