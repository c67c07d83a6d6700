import type { Context } from 'hono';
import type { Access, Scope } from './access.ts';
import type { IdempotencyStore } from './idempotency.ts';
import type { ApiParts, Operation } from './operation.ts';
import type { Problem } from './problem.ts';
import type { TraceContext } from './trace-context.ts';

/** One line of the API's log. Never holds a secret: no path as it came, no body, no token. */
export interface RequestLine {
  readonly at: Date;
  readonly requestId: string;
  readonly traceId: string;
  readonly method: string;
  /** `/api/v1/mvno/sims/{iccid}`; `(unknown)` for a path that is not there. */
  readonly route: string;
  readonly actor?: string;
  readonly status: number;
  readonly code?: string;
  readonly ms: number;
}

export interface RouterOptions {
  readonly operations: readonly Operation[];
  readonly parts: ApiParts;
  readonly access: Access;
  readonly idempotency: IdempotencyStore;
  /** Origins of web pages that may call the API. */
  readonly origins: readonly string[];
  readonly maxBodyOctets: number;
  readonly maxUploadOctets: number;
  readonly log: (line: RequestLine) => void;
  /** Hears of bugs: errors that nobody expected. */
  readonly bug: (error: unknown, requestId: string) => void;
}

/** What is known of a request as soon as it arrives. */
export interface Arrived {
  readonly id: string;
  readonly trace: TraceContext;
  actor?: string;
  /** Of the problem that is the answer. */
  code?: string;
  /** Takes the request's secrets out of a text. */
  hide: (text: string) => string;
  /** The request named a version. */
  hasVersion: boolean;
}

/** Who asks, when that scope is needed. @throws Problem token-missing, token-invalid, scope-missing */
export function admit(access: Access, context: Context, scope: Scope | undefined, arrived: Arrived): string {
  if (scope === undefined) return 'api:anonymous';
  arrived.actor = access.admit(context.req.header('authorization'), scope);
  return arrived.actor;
}

export function problemResponse(problem: Problem, arrived: Arrived): Response {
  const { id, trace, hide } = arrived;
  arrived.code = problem.code;
  return new Response(JSON.stringify(problem.document({ id, traceId: trace.traceId }, hide)), {
    status: problem.status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...problem.more.headers },
  });
}
