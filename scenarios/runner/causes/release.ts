/** A release as numbers that can be compared: `2.8.0-66-g8f25f3b` is 2.8.0 and 66 changes after it. */
export type Release = readonly number[];

/** Of `2.7.6`, `v2.8.0-66-g8f25f3b` or `main` (newer than all); undefined for anything else. */
export function parseRelease(text: string): Release | undefined {
  if (text === 'main') return [Number.POSITIVE_INFINITY];
  const [, numbers, after] = /^v?(\d+(?:\.\d+){1,3})(?:-(\d+)(?:-.*)?)?$/.exec(text.trim()) ?? [];
  if (numbers === undefined) return undefined;
  const parts = numbers.split('.').map(Number);
  while (parts.length < 3) parts.push(0);
  return [...parts, Number(after ?? 0)];
}

/** Negative when `a` is older. */
export function compareReleases(a: Release, b: Release): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [left = 0, right = 0] = [a[i], b[i]];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** Whether a release lies between two others, both included; a bound that is left out does not bind. */
export function isWithin(release: Release, since: string | undefined, until: string | undefined): boolean {
  const first = since === undefined ? undefined : parseRelease(since);
  const last = until === undefined ? undefined : parseRelease(until);
  return (
    (first === undefined || compareReleases(release, first) >= 0) &&
    (last === undefined || compareReleases(release, last) <= 0)
  );
}

/** `from 2.7.6`, `up to 2.7.5`, `after 2.8.0`; empty for every release. */
export function describeReleases(since: string | undefined, until: string | undefined): string {
  const from = since === undefined ? '' : since.endsWith('-1') ? `after ${since.slice(0, -2)}` : `from ${since} on`;
  return [from, until === undefined ? '' : `up to ${until}`].filter(part => part !== '').join(' ');
}
