import type { AkaOutcome, AttachFailure } from '../../emulator/ue/index.ts';
import { formatEmmCause, formatEsmCause } from '../../emulator/vocabulary/index.ts';

/** Why an attach failed, in a sentence for people, with what the card found in the last challenge. */
export function describeFailure(failure: AttachFailure, aka?: AkaOutcome): string {
  const text = textOf(failure);
  if (aka === undefined || aka.verdict === 'accepted') return text;
  return `${text}; ${FINDINGS[aka.verdict]}`;
}

const FINDINGS: Readonly<Record<Exclude<AkaOutcome['verdict'], 'accepted'>, string>> = {
  'mac-failure': 'the card found the MAC of AUTN wrong: Ki, OPc or AMF differ between the card and the HSS',
  'separation-bit': 'the card wants the separation bit in AMF (8000), which the HSS did not set',
  'synch-failure': 'the card has accepted higher sequence numbers than the HSS sent',
};

function textOf(failure: AttachFailure): string {
  switch (failure.type) {
    case 'rejected': {
      const esm = failure.esmCause === undefined ? '' : `, ESM cause ${formatEsmCause(failure.esmCause)}`;
      return `the network rejected it with EMM cause ${formatEmmCause(failure.emmCause)}${esm}`;
    }
    case 'authentication-rejected':
      return 'the network rejected the authentication';
    case 'no-answer': {
      const { ignored } = failure;
      if (ignored === undefined) return `no answer: ${failure.detail}`;
      const esm = ignored.esmCause === undefined ? '' : `, ESM cause ${formatEsmCause(ignored.esmCause)}`;
      return `the network rejected it with EMM cause ${formatEmmCause(ignored.emmCause)}${esm}, unprotected, so that the phone must not believe it and will try again`;
    }
    case 'aborted': {
      const cause = failure.emmCause === undefined ? '' : ` (EMM cause ${formatEmmCause(failure.emmCause)})`;
      return `the phone gave up: ${failure.detail}${cause}`;
    }
    case 'no-cell':
      return 'no suitable cell: the base station is barred, of another network, or forbidden';
  }
}
