import type { StateCookie } from './cookie.ts';

/** The tags of the association that exists; `peerTag` 0 while it is not known. */
export interface AssociationTags {
  readonly localTag: number;
  readonly peerTag: number;
}

/**
 * What a COOKIE ECHO means where an association exists. RFC 9260 §5.2.4 Table 12
 *
 *     Local Tag | Peer's Tag | Local Tie-Tag | Peer's Tie-Tag | Action        X differs, M matches, A any,
 *         X     |     X      |       M       |       M        | restart (A)   0 no tie-tag in the cookie
 *         M     |     X      |       A       |       A        | collision (B)
 *         M     |     0      |       A       |       A        | collision (B)
 *         X     |     M      |       0       |       0        | late (C)
 *         M     |     M      |       A       |       A        | again (D)
 */
export type CookieVerdict = 'restart' | 'collision' | 'late' | 'again' | 'discard';

export function judgeCookie(cookie: StateCookie, tags: AssociationTags): CookieVerdict {
  const localMatches = cookie.localTag === tags.localTag;
  const peerMatches = cookie.peerTag === tags.peerTag;
  if (localMatches) return peerMatches ? 'again' : 'collision';
  if (peerMatches) return cookie.localTieTag === 0 && cookie.peerTieTag === 0 ? 'late' : 'discard';
  const tied = cookie.localTieTag === tags.localTag && cookie.peerTieTag === tags.peerTag;
  return tied ? 'restart' : 'discard';
}
