import { concatBytes } from '../bytes/index.ts';
import {
  actionForUnknownParameter,
  type Chunk,
  type ErrorCause,
  encodeParameter,
  type InitAckChunk,
  type InitChunk,
  type InitFields,
  type Parameter,
  parameterTypeOf,
} from '../codec/sctp/index.ts';
import type { Millis } from '../machine/index.ts';
import { textBytes } from './context.ts';
import type { StateCookie } from './cookie.ts';
import type { ProtocolParameters } from './protocol-parameters.ts';

/** INIT and INIT ACK: making them, judging them, answering. RFC 9260 §3.3.2, §3.3.3, §5.1 */

/** Smallest a_rwnd that an INIT may carry. RFC 9260 §3.3.2 */
const SMALLEST_WINDOW = 1500;

/** An answer to INIT, and what its cookie must hold. */
export interface InitAnswer {
  readonly localPort: number;
  readonly peerPort: number;
  readonly localTag: number;
  readonly localTieTag: number;
  readonly peerTieTag: number;
  readonly localInitialTsn: number;
}

/**
 * The INIT ACK packet for an INIT, or the ABORT that it deserves; undefined discards it silently. The same for a listener that has no
 * association and for an unexpected INIT in any state. RFC 9260 §5.1 B, §5.2.1, §5.2.2
 */
export function answerInit(
  init: InitChunk,
  answer: InitAnswer,
  parameters: ProtocolParameters,
  seal: (cookie: StateCookie) => Uint8Array,
  now: Millis,
): Chunk | undefined {
  if (init.initiateTag === 0) return undefined;
  const fault = faultOfInit(init);
  if (fault !== undefined) return { type: 'ABORT', tagReflected: false, causes: [fault.cause] };
  const own = ownInit(parameters, answer.localTag, answer.localInitialTsn);
  const preservative = init.parameters.find(parameter => parameter.type === 'COOKIE-PRESERVATIVE')?.incrementMs ?? 0;
  const cookie = seal({
    createdAt: now,
    // a peer may double the life of its cookie, not more
    lifeMs: parameters.validCookieLifeMs + Math.min(preservative, parameters.validCookieLifeMs),
    localPort: answer.localPort,
    peerPort: answer.peerPort,
    localTag: answer.localTag,
    peerTag: init.initiateTag,
    localTieTag: answer.localTieTag,
    peerTieTag: answer.peerTieTag,
    localInitialTsn: answer.localInitialTsn,
    peerInitialTsn: init.initialTsn,
    peerReceiverWindow: init.advertisedReceiverWindow,
    outboundStreams: Math.min(own.outboundStreams, init.inboundStreams),
    inboundStreams: Math.min(own.inboundStreams, init.outboundStreams),
  });
  const unknown = reportUnknown(init.parameters).map(
    (parameter): Parameter => ({ type: 'UNRECOGNIZED-PARAMETER', parameter }),
  );
  return { type: 'INIT-ACK', ...own, parameters: [{ type: 'STATE-COOKIE', cookie }, ...unknown] };
}

/** What INIT and INIT ACK say of this end. */
export function ownInit(parameters: ProtocolParameters, initiateTag: number, initialTsn: number): InitFields {
  return {
    initiateTag,
    advertisedReceiverWindow: parameters.receiveWindow,
    outboundStreams: parameters.outboundStreams,
    inboundStreams: parameters.inboundStreams,
    initialTsn,
    parameters: [],
  };
}

export interface InitFault {
  readonly text: string;
  readonly cause: ErrorCause;
}

/** RFC 9260 §3.3.2, §3.3.3: the values that end an association before it begins. */
export function faultOfInit(init: InitFields): InitFault | undefined {
  const invalid = (text: string): InitFault => ({ text, cause: { type: 'INVALID-MANDATORY-PARAMETER' } });
  if (init.initiateTag === 0) return invalid('initiate tag 0');
  if (init.outboundStreams === 0) return invalid('no outbound stream');
  if (init.inboundStreams === 0) return invalid('no inbound stream');
  if (init.advertisedReceiverWindow < SMALLEST_WINDOW) {
    const text = `receiver window of ${init.advertisedReceiverWindow} octets, ${SMALLEST_WINDOW} at least`;
    return { text, cause: { type: 'PROTOCOL-VIOLATION', value: textBytes(text) } };
  }
  const hostName = init.parameters.find(parameter => parameter.type === 'HOST-NAME-ADDRESS');
  if (hostName === undefined) return undefined;
  const text = 'a host name instead of an address';
  return { text, cause: { type: 'UNRESOLVABLE-ADDRESS', value: encodeParameter(hostName) } };
}

export function missingCookie(chunk: InitAckChunk): InitFault | undefined {
  if (chunk.parameters.some(parameter => parameter.type === 'STATE-COOKIE')) return undefined;
  return { text: 'no State Cookie', cause: { type: 'MISSING-MANDATORY-PARAMETER', parameterTypes: [7] } };
}

/** The parameters that this implementation does not know and whose type asks to say so. RFC 9260 §3.2.2 */
export function reportUnknown(parameters: readonly Parameter[]): Uint8Array[] {
  const reports: Uint8Array[] = [];
  for (const parameter of parameters) {
    // extensions that are known by name (PR-SCTP, ECN) need no report: our INIT does not offer them, so the peer does without
    if (parameter.type !== 'unknown') continue;
    const { skip, report } = actionForUnknownParameter(parameterTypeOf(parameter));
    if (report) reports.push(encodeParameter(parameter));
    if (!skip) break;
  }
  return reports;
}

export function unrecognized(parameters: readonly Uint8Array[]): ErrorCause {
  const aligned = parameters.map(bytes => concatBytes(bytes, new Uint8Array(-bytes.length & 3)));
  return { type: 'UNRECOGNIZED-PARAMETERS', value: concatBytes(...aligned) };
}
