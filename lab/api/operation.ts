import type { z } from 'zod';
import type { Caller, Inventory } from '../../provisioner/inventory/index.ts';
import type { Scope } from './access.ts';
import type { CustomerStore } from './customers/customer-store.ts';
import type { Imports } from './imports.ts';
import type { ProblemCode } from './problem-codes.ts';
import type { Upload } from './upload.ts';

/** What operations work with. */
export interface ApiParts {
  readonly inventory: Inventory;
  readonly customers: CustomerStore;
  readonly imports: Imports;
  /** Keys of encrypted batches, by index. */
  readonly transportKey: (index: string) => import('../../provisioner/inventory/index.ts').TransportKey | undefined;
  /** True once the API is being stopped. */
  readonly isStopping: () => boolean;
}

/** One request, after everything about it was checked that does not need the inventory. */
export interface Call<Params = unknown, Query = unknown, Body = unknown> {
  readonly parts: ApiParts;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** A body that is no JSON, on disk. */
  readonly upload: Upload | undefined;
  readonly caller: Caller & { readonly traceId: string };
  /** Versions of If-Match; undefined when any will do. */
  readonly versions: readonly number[] | undefined;
  readonly ifNoneMatch: string | undefined;
  /** How long the client wants to wait (Prefer: wait=…), ms; undefined when it does not say. RFC 7240 §4.3 */
  readonly waitMs: number | undefined;
  /** The media type of the answer that the client likes best. */
  readonly accepted: string;
  /** An earlier request with the same Idempotency-Key began this one and never ended. */
  readonly isRepeated: boolean;
  readonly startedAt: Date;
}

export interface Answer {
  readonly status: number;
  /** An object as JSON. */
  readonly body?: object;
  /** Or text, piece by piece, of type `contentType`. */
  readonly stream?: AsyncIterable<string>;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface AnswerKind {
  readonly description: string;
  /** Of a JSON body; none for an answer without body. */
  readonly schema?: z.ZodType;
  readonly hasTag?: true;
  readonly hasLocation?: true;
}

/** One operation of the API: what the router, the OpenAPI document, the page to try it and the tests know of it. */
export interface Operation<Params = unknown, Query = unknown, Body = unknown> {
  /** operationId: `activateSim`. */
  readonly id: string;
  readonly method: 'get' | 'post' | 'delete';
  /** `/api/v1/mvno/sims/{iccid}` */
  readonly path: string;
  readonly group: string;
  readonly summary: string;
  readonly description?: string;
  /** undefined: for everybody. */
  readonly scope: Scope | undefined;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** An empty body is as good as `{}`. */
  readonly bodyOptional?: true;
  /** Media types of a body that is a file. */
  readonly uploads?: readonly string[];
  /** For the page to try it. */
  readonly example?: object;
  /** Takes an Idempotency-Key. */
  readonly idempotent?: true;
  /** Takes If-Match. */
  readonly conditional?: true;
  /** Waits as Prefer: wait=… says. */
  readonly waits?: true;
  /** Media types of the answer, the default first. */
  readonly produces: readonly string[];
  readonly answers: Readonly<Record<number, AnswerKind>>;
  /** Codes of its refusals, beside those that any operation has. */
  readonly problems: readonly ProblemCode[];
  readonly handle: (call: Call<Params, Query, Body>) => Promise<Answer> | Answer;
}

export const JSON_TYPE = 'application/json';
export const CSV_TYPE = 'text/csv';

/** An operation whose handler knows the types of its schemas. */
export function operation<Params = unknown, Query = unknown, Body = unknown>(
  given: Omit<Operation<Params, Query, Body>, 'produces'> & { readonly produces?: readonly string[] },
): Operation {
  return { produces: [JSON_TYPE], ...given } as Operation;
}
