import { randomBytes } from 'node:crypto';

/** Who a request belongs to, across systems. W3C Trace Context §3.2 */
export interface TraceContext {
  /** 32 hex digits. */
  readonly traceId: string;
  /** For the `traceparent` of the answer: the trace, and this request as its span. */
  readonly traceparent: string;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const SPAN_OCTETS = 8;
const TRACE_OCTETS = 16;

/** Goes on with the trace of a `traceparent` header; begins a new one when there is none, or one that is invalid (§3.2.2.3). */
export function traceOf(header: string | undefined): TraceContext {
  const [, version, traceId, parentId, flags, rest] = TRACEPARENT.exec(header ?? '') ?? [];
  const isValid =
    version !== undefined &&
    version !== 'ff' &&
    (version !== '00' || rest === undefined) &&
    !/^0+$/.test(traceId!) &&
    !/^0+$/.test(parentId!);
  const trace = isValid ? traceId! : randomBytes(TRACE_OCTETS).toString('hex');
  const span = randomBytes(SPAN_OCTETS).toString('hex');
  return { traceId: trace, traceparent: `00-${trace}-${span}-${isValid ? flags! : '01'}` };
}
