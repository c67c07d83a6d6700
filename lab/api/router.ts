import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { checkBrowser } from './access.ts';
import { corsHeaders, preflight } from './cors.ts';
import { newSecretHider } from './hide-secrets.ts';
import type { Operation } from './operation.ts';
import { PAGES, type StaticPage } from './pages.ts';
import { perform } from './perform.ts';
import { Problem, problemOf } from './problem.ts';
import { type Arrived, problemResponse, type RouterOptions } from './request-context.ts';
import { traceOf } from './trace-context.ts';

const SAFE_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;
const METHODS_OF = { get: ['GET', 'HEAD'], post: ['POST'], delete: ['DELETE'] } as const;

/** The API as a function from request to response. */
export function newRouter(options: RouterOptions): Hono {
  const app = new Hono({ strict: false });
  const paths = new Map<string, Operation[]>();
  for (const operation of options.operations)
    paths.set(operation.path, [...(paths.get(operation.path) ?? []), operation]);
  for (const [path, operations] of paths) {
    const methods = operations.flatMap(({ method }) => METHODS_OF[method]);
    app.all(path.replace(/\{(\w+)\}/g, ':$1'), context =>
      respond(options, context, path, methods, arrived => {
        const { method } = context.req;
        const operation = operations.find(one => (METHODS_OF[one.method] as readonly string[]).includes(method));
        if (operation === undefined) throw methodNotAllowed(methods);
        return perform(options, operation, context, arrived);
      }),
    );
  }
  for (const page of PAGES) app.all(page.path, context => respondPage(options, context, page));
  app.notFound(context =>
    respond(options, context, '(unknown)', [], () => {
      throw new Problem('path-unknown', 'there is nothing at this path');
    }),
  );
  return app;
}

function respondPage(options: RouterOptions, context: Context, page: StaticPage): Promise<Response> {
  return respond(options, context, page.path, METHODS_OF.get, async () => {
    if (!(METHODS_OF.get as readonly string[]).includes(context.req.method)) throw methodNotAllowed(METHODS_OF.get);
    const { body, type, headers = {} } = page.render(options.operations, context.req.param());
    return new Response(body, { headers: { 'Content-Type': type, ...headers } });
  });
}

/** What every answer has: ids, trace, safe headers, a line in the log; and a problem document for whatever goes wrong. */
async function respond(
  options: RouterOptions,
  context: Context,
  route: string,
  methods: readonly string[],
  answer: (arrived: Arrived) => Promise<Response>,
): Promise<Response> {
  const startedAt = performance.now();
  const arrived: Arrived = {
    id: randomUUID(),
    trace: traceOf(context.req.header('traceparent')),
    hide: newSecretHider(undefined),
    hasVersion: false,
  };
  const origin = context.req.header('origin');
  let response: Response;
  try {
    checkBrowser(
      { host: context.req.header('host'), origin, site: context.req.header('sec-fetch-site') },
      options.access,
      options.origins,
    );
    response = context.req.method === 'OPTIONS' && methods.length > 0 ? preflight(methods) : await answer(arrived);
  } catch (error) {
    const problem = problemOf(error, arrived) ?? bugOf(options, error, arrived.id);
    response = problemResponse(problem, arrived);
  }
  const headers = {
    ...SAFE_HEADERS,
    'X-Request-Id': arrived.id,
    traceparent: arrived.trace.traceparent,
    ...corsHeaders(origin, options.origins),
    ...(options.parts.isStopping() && { Connection: 'close' }),
  };
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  options.log({
    at: new Date(),
    requestId: arrived.id,
    traceId: arrived.trace.traceId,
    method: /^[A-Z]{1,16}$/.test(context.req.method) ? context.req.method : '(other)',
    route,
    ...(arrived.actor !== undefined && { actor: arrived.actor }),
    status: response.status,
    ...(arrived.code !== undefined && { code: arrived.code }),
    ms: Math.round((performance.now() - startedAt) * 10) / 10,
  });
  if (context.req.method !== 'HEAD') return response;
  await response.body?.cancel();
  return new Response(null, response);
}

function methodNotAllowed(methods: readonly string[]): Problem {
  return new Problem('method-not-allowed', 'this path does not have that method', {
    expected: methods.join(', '),
    headers: { Allow: [...methods, 'OPTIONS'].join(', ') },
  });
}

function bugOf({ bug }: RouterOptions, error: unknown, requestId: string): Problem {
  bug(error, requestId);
  return new Problem('internal-error', 'the API has a bug; its log says more under this request', {
    expected: 'an answer',
  });
}
