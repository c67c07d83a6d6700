import type { Context } from 'hono';
import { z } from 'zod';
import { parseIfMatch } from './entity-tag.ts';
import { newSecretHider } from './hide-secrets.ts';
import { fingerprintOf, parseIdempotencyKey, type StoredAnswer } from './idempotency.ts';
import { type Answer, type Call, JSON_TYPE, type Operation } from './operation.ts';
import { Problem, type ProblemDetail, problemOf } from './problem.ts';
import { checkBodyHeaders, parseJson, readText, tooLarge } from './request-body.ts';
import { type Arrived, admit, problemResponse, type RouterOptions } from './request-context.ts';
import { TooLarge, Upload } from './upload.ts';

const LONGEST_WAIT_S = 60;

/** A request for an operation, checked from outside to inside: who asks, the answer's type, parameters, body, precondition, repetition. */
export async function perform(
  options: RouterOptions,
  operation: Operation,
  context: Context,
  arrived: Arrived,
): Promise<Response> {
  const { access, parts } = options;
  const { req } = context;
  const actor = admit(access, context, operation.scope, arrived);
  if (parts.isStopping() && operation.path !== '/ready' && operation.path !== '/health')
    throw new Problem('shutting-down', 'the API is being stopped', { headers: { 'Retry-After': '2' } });
  const accepted = acceptedType(req.header('accept'), operation.produces);
  const params = checked('path', operation.params ?? z.unknown(), req.param());
  const query = checked('query', operation.query ?? z.strictObject({}), queryOf(req.url));
  const versions = operation.conditional ? parseIfMatch(req.header('if-match')) : undefined;
  arrived.hasVersion = versions !== undefined;
  const key = operation.idempotent ? parseIdempotencyKey(req.header('idempotency-key')) : undefined;
  const waitMs = parseWait(req.header('prefer'));
  const { body, upload, digest } = await bodyOf(options, operation, req.raw, arrived);
  const { traceId } = arrived.trace;
  const call: Call = {
    parts,
    params,
    query,
    body,
    upload,
    caller: { actor, traceId },
    versions,
    ifNoneMatch: req.header('if-none-match'),
    waitMs,
    accepted,
    isRepeated: false,
    startedAt: new Date(),
  };
  if (key === undefined) return toResponse(await operation.handle(call));
  const { pathname, search } = new URL(req.url);
  const fingerprint = fingerprintOf(key, req.method, pathname + search, `${req.header('if-match') ?? ''}\n${digest}`);
  return once(options, operation, call, key, fingerprint, arrived, upload);
}

/** The request for the first time, or the answer that it had then. */
async function once(
  { idempotency }: RouterOptions,
  operation: Operation,
  call: Call,
  key: string,
  fingerprint: string,
  arrived: Arrived,
  upload: Upload | undefined,
): Promise<Response> {
  const { actor, traceId } = call.caller;
  const begun = await idempotency.begin(key, actor, fingerprint, traceId, call.startedAt).catch(async error => {
    await upload?.remove();
    throw error;
  });
  if (begun.type === 'answered') {
    await upload?.remove();
    const { status, headers, body } = begun.answer;
    return new Response(body, { status, headers: { ...headers, 'Idempotency-Replayed': 'true' } });
  }
  const { repeated: isRepeated, startedAt } = begun;
  let response: Response;
  try {
    const answer = await operation.handle({
      ...call,
      isRepeated,
      startedAt,
      caller: { actor, traceId: begun.traceId },
    });
    response = toResponse(answer);
  } catch (error) {
    const problem = problemOf(error, arrived);
    if (problem === undefined || problem.status >= 500 || problem.more.headers?.['Retry-After'] !== undefined) {
      await idempotency.giveBack(key, actor).catch(() => undefined); // else its time runs out
      throw error;
    }
    response = problemResponse(problem, arrived);
  }
  const stored: StoredAnswer = {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.clone().text(),
  };
  // Without it a repetition finds out by itself what was done.
  await idempotency.finish(key, actor, stored).catch(() => undefined);
  return response;
}

export function toResponse({ status, body, stream, contentType, headers = {} }: Answer): Response {
  if (stream !== undefined)
    return new Response(streamOf(stream), { status, headers: { 'Content-Type': contentType!, ...headers } });
  if (body === undefined) return new Response(null, { status, headers });
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': JSON_TYPE, ...headers } });
}

function streamOf(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

interface ReadBody {
  readonly body: unknown;
  readonly upload: Upload | undefined;
  readonly digest: string;
}

async function bodyOf(
  options: RouterOptions,
  operation: Operation,
  request: Request,
  arrived: Arrived,
): Promise<ReadBody> {
  const { body: schema, bodyOptional = false, uploads } = operation;
  const isThere = hasBody(request);
  if (uploads !== undefined) {
    if (!isThere) throw new Problem('body-missing', 'the request has no body', { expected: 'a batch file' });
    checkBodyHeaders(request.headers, uploads, options.maxUploadOctets);
    try {
      const upload = await Upload.receive(request.body as AsyncIterable<Uint8Array> & object, options.maxUploadOctets);
      return { body: undefined, upload, digest: upload.digest };
    } catch (error) {
      throw error instanceof TooLarge ? tooLarge(options.maxUploadOctets) : error;
    }
  }
  if (schema === undefined) return { body: undefined, upload: undefined, digest: '' };
  if (isThere) checkBodyHeaders(request.headers, [JSON_TYPE], options.maxBodyOctets);
  const text = isThere ? await readText(request.body as AsyncIterable<Uint8Array> & object, options.maxBodyOctets) : '';
  const value = parseJson(text, bodyOptional);
  arrived.hide = newSecretHider(value);
  return { body: checked('body', schema, value), upload: undefined, digest: text };
}

/** Without a length and without chunks there is no body. RFC 9112 §6.3 */
function hasBody({ body, headers }: Request): boolean {
  if (body === null) return false;
  const length = headers.get('content-length');
  return length === null ? headers.has('transfer-encoding') || headers.has('content-type') : length !== '0';
}

const CODES = { path: 'parameter-invalid', query: 'parameter-invalid', body: 'request-invalid' } as const;
const MAX_DETAILS = 20;

/** The value as its schema gives it. Details name places and what is expected there, never the value. */
function checked(where: keyof typeof CODES, schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, MAX_DETAILS).map((issue): ProblemDetail => {
    const path = issue.path.map(String);
    const detail = detailOf(issue);
    return where === 'body' ? { pointer: pointerOf(path), detail } : { parameter: path[0] ?? '(unknown)', detail };
  });
  const [first] = errors;
  throw new Problem(CODES[where], `${first!.pointer ?? first!.parameter}: ${first!.detail}`, { errors });
}

function pointerOf(path: readonly string[]): string {
  return `#${path.map(part => `/${encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1'))}`).join('')}`;
}

/** Zod's own messages, but for those that repeat what came: names of unknown fields may be anything. */
function detailOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'unrecognized_keys') return issue.message;
  const known = issue.keys.filter(name => /^[A-Za-z_][A-Za-z_-]{0,30}$/.test(name));
  const names = known.length === issue.keys.length ? `: ${known.slice(0, 5).join(', ')}` : '';
  return `fields that are not known here${names}`;
}

/** A parameter that comes twice is a list, which no schema here takes. */
function queryOf(url: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  const { searchParams } = new URL(url);
  for (const name of new Set(searchParams.keys())) {
    const all = searchParams.getAll(name);
    query[name] = all.length === 1 ? all[0]! : all;
  }
  return { ...query };
}

/** The type of the answer that the client likes best, by quality, then as the operation orders them. RFC 9110 §12.5.1 */
export function acceptedType(accept: string | undefined, produces: readonly string[]): string {
  if (accept === undefined || accept.trim() === '') return produces[0]!;
  const ranges = accept.split(',').map(part => {
    const [range = '', ...parameters] = part.split(';').map(text => text.trim().toLowerCase());
    const quality = parameters.find(text => text.startsWith('q='))?.slice(2);
    return { range, quality: quality === undefined ? 1 : Number(quality) || 0 };
  });
  const qualityOf = (type: string) => {
    const [kind] = type.split('/');
    // The most specific range decides.
    for (const wanted of [type, `${kind}/*`, '*/*']) {
      const range = ranges.find(one => one.range === wanted);
      if (range !== undefined) return range.quality;
    }
    return 0;
  };
  const best = produces
    .map(type => ({ type, quality: qualityOf(type) }))
    .reduce((a, b) => (b.quality > a.quality ? b : a));
  if (best.quality > 0) return best.type;
  throw new Problem('not-acceptable', 'the answer cannot be given in a media type that is accepted', {
    expected: `Accept: ${produces.join(' or ')}`,
  });
}

function parseWait(prefer: string | undefined): number | undefined {
  if (prefer === undefined) return undefined;
  const parts = prefer.split(',').map(part => part.trim().toLowerCase());
  if (parts.includes('respond-async')) return 0;
  const seconds = parts.map(part => /^wait\s*=\s*"?(\d{1,4})"?$/.exec(part)?.[1]).find(text => text !== undefined);
  return seconds === undefined ? undefined : Math.min(Number(seconds), LONGEST_WAIT_S) * 1000;
}
