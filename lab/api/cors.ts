const EXPOSED = 'ETag, Link, Location, Retry-After, traceparent, X-Request-Id, Idempotency-Replayed';
const ALLOWED = 'Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Prefer, traceparent';
const KEPT_S = '600';

/** What lets a page of another origin read an answer; nothing unless that origin was named. */
export function corsHeaders(origin: string | undefined, origins: readonly string[]): Record<string, string> {
  if (origins.length === 0) return {};
  if (origin === undefined || !origins.includes(origin)) return { Vary: 'Origin' };
  return {
    Vary: 'Origin',
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': EXPOSED,
    'Access-Control-Allow-Headers': ALLOWED,
    'Access-Control-Allow-Methods': 'GET, HEAD, POST, DELETE',
    'Access-Control-Max-Age': KEPT_S,
    'Cross-Origin-Resource-Policy': 'cross-origin',
  };
}

/** The answer to OPTIONS. */
export function preflight(methods: readonly string[]): Response {
  return new Response(null, { status: 204, headers: { Allow: [...methods, 'OPTIONS'].join(', ') } });
}
