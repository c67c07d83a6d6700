import type { AttachFailure } from '../../emulator/ue/index.ts';
import { formatEmmCause, formatEsmCause } from '../../emulator/vocabulary/index.ts';

/** Why an attach failed, in a sentence for people. */
export function describeFailure(failure: AttachFailure): string {
  switch (failure.type) {
    case 'rejected': {
      const esm = failure.esmCause === undefined ? '' : `, ESM cause ${formatEsmCause(failure.esmCause)}`;
      return `the network rejected it with EMM cause ${formatEmmCause(failure.emmCause)}${esm}`;
    }
    case 'authentication-rejected':
      return 'the network rejected the authentication: the card answered with another RES, or could not answer';
    case 'no-answer':
      return `no answer: ${failure.detail}`;
    case 'aborted': {
      const cause = failure.emmCause === undefined ? '' : ` (EMM cause ${formatEmmCause(failure.emmCause)})`;
      return `the phone gave up: ${failure.detail}${cause}`;
    }
    case 'no-cell':
      return 'no suitable cell: the base station is barred, of another network, or forbidden';
  }
}
