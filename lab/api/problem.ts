import { LabError, UserError } from '../../emulator/vocabulary/index.ts';
import { type ProblemCode, type ProblemKind, problemKind } from './problem-codes.ts';

/** One thing that is wrong with a request. */
export interface ProblemDetail {
  /** Where in the body, as a JSON pointer in a fragment (`#/msisdn`). RFC 6901 §6 */
  readonly pointer?: string;
  /** Name of a path or query parameter, or of a header. */
  readonly parameter?: string;
  readonly detail: string;
}

/** A problem document. RFC 9457 §3.1 */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  /** Stable, and the same as the last part of `type`. */
  readonly code: string;
  readonly expected?: string;
  readonly hint?: string;
  readonly errors?: readonly ProblemDetail[];
  readonly traceId: string;
}

interface ProblemMore {
  readonly expected?: string | undefined;
  readonly hint?: string | undefined;
  readonly errors?: readonly ProblemDetail[] | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Where the same code has another status for this request. */
  readonly status?: number | undefined;
}

/** A refusal on its way out of an operation. Its texts never hold a secret. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: string;
  readonly kind: ProblemKind;
  readonly more: ProblemMore;

  constructor(code: ProblemCode, detail: string, more: ProblemMore = {}) {
    super(detail);
    this.code = code;
    this.kind = problemKind(code)!;
    this.more = more;
  }

  get status(): number {
    return this.more.status ?? this.kind.status;
  }

  /** `hide` takes secrets out of a text. */
  document(
    request: { readonly id: string; readonly traceId: string },
    hide: (text: string) => string,
  ): ProblemDocument {
    const { expected, errors } = this.more;
    const hint = this.more.hint ?? this.kind.hint;
    return {
      type: `/problems/${this.code}`,
      title: this.kind.title,
      status: this.status,
      detail: hide(this.message),
      instance: `urn:uuid:${request.id}`,
      code: this.code,
      ...(expected !== undefined && { expected: hide(expected) }),
      ...(hint !== undefined && { hint: hide(hint) }),
      ...(errors !== undefined && { errors: errors.map(error => ({ ...error, detail: hide(error.detail) })) }),
      traceId: request.traceId,
    };
  }
}

/** Fields of bodies that errors of the inventory name as their place. */
const FIELD = /^(iccid|imsi|msisdn|plmn|ki|opc|op|amf|pin1|puk1|pin2|puk2|adm1|kic|kid|kik|customer|plan|count)$/;
const RETRY_AFTER_S = '2';

/**
 * What an error of the inventory or of the API itself means to a client; undefined for a bug of ours. `hasVersion`: the request named a
 * version (If-Match), so that another one is a failed precondition.
 */
export function problemOf(error: unknown, { hasVersion }: { readonly hasVersion: boolean }): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof UserError) {
    const { code, message, help } = error;
    const known = problemKind(code);
    const { place } = help;
    return named(code, known ?? { status: statusOf(code), title: 'The request cannot be done' }, message, {
      expected: help.expected,
      hint: known?.hint ?? forClients(help.hint),
      errors: place !== undefined && FIELD.test(place) ? [{ pointer: `#/${place}`, detail: message }] : undefined,
      status: code === 'sim-version-conflict' && hasVersion ? 412 : undefined,
    });
  }
  if (error instanceof LabError) {
    const kind = problemKind(error.code) ?? problemKind('lab-failed')!;
    return named(error.code, kind, error.message, { headers: { 'Retry-After': RETRY_AFTER_S } });
  }
  return undefined;
}

/** A problem of a code that need not be in the table: the inventory may know more than this version of the API. */
function named(code: string, kind: ProblemKind, detail: string, more: ProblemMore): Problem {
  const problem = new Problem('internal-error', detail, more);
  return Object.assign(problem, { code, kind });
}

function statusOf(code: string): number {
  if (code.endsWith('-unknown')) return 404;
  return /-(exists|conflict|taken|busy|differs|twice)$/.test(code) ? 409 : 422;
}

/** Hints that are commands help at the terminal, not here. */
function forClients(hint: string | undefined): string | undefined {
  return hint === undefined || hint.includes('mvnolab ') || hint.includes('--') ? undefined : hint;
}
