import { createHash, timingSafeEqual } from 'node:crypto';
import { UserError } from '../../emulator/vocabulary/index.ts';
import { Problem } from './problem.ts';

/** What a token allows. `write` includes `read`; `reveal`, the secrets of cards, is a token of its own and includes `read`. */
export const SCOPES = ['read', 'write', 'reveal'] as const;
export type Scope = (typeof SCOPES)[number];

export interface ApiToken {
  readonly scope: Scope;
  /** At least 16 characters that a header can carry. */
  readonly secret: string;
}

/** Who may do what, and for history and audit who did. */
export interface Access {
  /** The actor of a request. @throws Problem token-missing, token-invalid, scope-missing */
  admit(authorization: string | undefined, needed: Scope): string;
  /** False when whoever reaches the port may read and write. */
  readonly isGuarded: boolean;
}

const MIN_TOKEN = 16;
const CHALLENGE = { 'WWW-Authenticate': 'Bearer realm="mvnolab"' };

/** Without a token for reading or writing, everybody who reaches the API may do both; secrets are given out only to a token of scope reveal. */
export function newAccess(tokens: readonly ApiToken[]): Access {
  const known = tokens.map(({ scope, secret }) => ({ scope, digest: digestOf(checkToken(secret)) }));
  const isGuarded = known.some(({ scope }) => scope !== 'reveal');
  return {
    isGuarded,
    admit(authorization, needed) {
      const given = bearerOf(authorization);
      if (given === undefined) {
        if (!isGuarded && needed !== 'reveal') return 'api:local';
        throw new Problem(
          needed === 'reveal' && !known.some(({ scope }) => scope === 'reveal') ? 'scope-missing' : 'token-missing',
          needed === 'reveal' ? 'the secrets of cards are given out to a token of scope reveal' : 'this needs a token',
          {
            ...(needed === 'reveal' && {
              hint: 'start the API with --token reveal=<file>, and send that token: Authorization: Bearer <token>',
            }),
            headers: CHALLENGE,
          },
        );
      }
      const digest = digestOf(given);
      // Every token is compared, in the time that each takes, whichever it is.
      const found = known.filter(token => timingSafeEqual(token.digest, digest));
      if (found.length === 0)
        throw new Problem('token-invalid', 'the API does not know this token', { headers: CHALLENGE });
      if (!found.some(({ scope }) => allows(scope, needed)))
        throw new Problem('scope-missing', `a token of scope ${found[0]!.scope} does not allow this`, {
          expected: `a token of scope ${needed}`,
        });
      return `api:token-${nameOf(digest)}`;
    },
  };
}

function allows(scope: Scope, needed: Scope): boolean {
  return scope === needed || needed === 'read';
}

/** A token long enough not to be guessed. @throws UserError api-token-invalid */
export function checkToken(secret: string): string {
  if (secret.length >= MIN_TOKEN && /^[\x21-\x7e]+$/.test(secret)) return secret;
  throw new UserError('api-token-invalid', 'the token is too short, or has characters that a header cannot carry', {
    place: '--token',
    expected: `${MIN_TOKEN} or more visible ASCII characters, such as what openssl rand -hex 32 prints`,
  });
}

/** @throws Problem token-invalid for another scheme */
function bearerOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  const token = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1];
  if (token !== undefined) return token;
  throw new Problem('token-invalid', 'the Authorization header holds no bearer token', {
    expected: 'Authorization: Bearer <token>',
    headers: CHALLENGE,
  });
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Tells tokens apart in history and audit without giving them away: digest of the digest. */
function nameOf(digest: Buffer): string {
  return createHash('sha256').update(digest).digest('hex').slice(0, 8);
}

const LOCAL_HOST = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/** Whether an address is this machine's own loopback. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(host);
}

/**
 * Keeps web pages out that the user's browser happens to show: one that has its name resolve to 127.0.0.1 (host), and one that sends
 * a form here (origin). `origins`: pages that are let in.
 * @throws Problem host-foreign, origin-foreign
 */
export function checkBrowser(
  headers: {
    readonly host: string | undefined;
    readonly origin: string | undefined;
    readonly site: string | undefined;
  },
  access: Access,
  origins: readonly string[],
): void {
  const { host, origin, site } = headers;
  if (!access.isGuarded && host !== undefined && !LOCAL_HOST.test(host))
    throw new Problem('host-foreign', 'the API without a token answers only under names of this machine');
  if (origin === undefined) {
    if (site === 'cross-site') throw new Problem('origin-foreign', 'a page of another site asks');
    return;
  }
  if (origin === `http://${host}` || origin === `https://${host}` || origins.includes(origin)) return;
  throw new Problem('origin-foreign', 'a page of another origin asks');
}
