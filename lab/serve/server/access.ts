import { createHash, timingSafeEqual } from 'node:crypto';
import { UserError } from '../../../emulator/vocabulary/index.ts';

/** Who may use a server from elsewhere. */
const LEAST_TOKEN = 16;

/** Compares in a time that says nothing of where two tokens differ, nor of their lengths. */
export function sameToken(expected: string, given: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(given));
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** @throws UserError for a server that anybody on the network could use, and for a token that can be guessed */
export function checkAccess(host: string, token: string | undefined): void {
  if (token === undefined && !isLoopback(host)) {
    throw new UserError('token-needed', `a lab that listens on ${host} can be used from elsewhere, and needs a token`, {
      place: '--token',
      expected: `a token, ${LEAST_TOKEN} characters or more`,
      hint: 'give one with --token or MVNOLAB_LAB_TOKEN, or listen on 127.0.0.1',
    });
  }
  if (token !== undefined && token.length < LEAST_TOKEN) {
    throw new UserError('token-short', `the token has ${token.length} characters`, {
      place: '--token',
      expected: `${LEAST_TOKEN} characters or more`,
    });
  }
}

/** A browser says which page connects; other programs say nothing. Pages may only when they are named. */
export function mayConnectFrom(origin: string | undefined, allowed: readonly string[]): boolean {
  return origin === undefined || allowed.includes(origin);
}
