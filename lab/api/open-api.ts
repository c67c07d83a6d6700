import { z } from 'zod';
import { VERSION } from '../version.ts';
import { JSON_TYPE, type Operation } from './operation.ts';
import { PROBLEM_KINDS, type ProblemCode } from './problem-codes.ts';
import { problem } from './resource-schemas.ts';

type Json = Record<string, unknown>;

const SCHEMAS = '#/components/schemas/';
/** Refusals that any operation may answer with. */
const ANY: readonly ProblemCode[] = [
  'parameter-invalid',
  'header-invalid',
  'not-acceptable',
  'method-not-allowed',
  'host-foreign',
  'origin-foreign',
  'internal-error',
  'mongodb-unreachable',
  'mongodb-lost',
  'shutting-down',
];
const WITH_BODY: readonly ProblemCode[] = [
  'json-invalid',
  'body-missing',
  'body-too-large',
  'media-type-unsupported',
  'request-invalid',
];
const WITH_TOKEN: readonly ProblemCode[] = ['token-missing', 'token-invalid', 'scope-missing'];
const WITH_KEY: readonly ProblemCode[] = ['idempotency-key-reused', 'idempotency-key-busy'];

/** The OpenAPI 3.1 document of these operations; everything in it comes from what the router itself checks. */
export function openApiDocument(operations: readonly Operation[]): Json {
  const schemas = new Schemas();
  schemas.refer(problem, 'output');
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    paths[operation.path] ??= {};
    paths[operation.path]![operation.method] = describe(operation, schemas);
  }
  return {
    openapi: '3.1.1',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'mvnolab',
      version: VERSION,
      summary: 'SIM cards of an MVNO, their life, and every change of it in the network',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, {}],
    tags: [...new Set(operations.map(({ group }) => group))].map(name => ({ name })),
    paths,
    components: {
      schemas: schemas.all(),
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A token of scope read, write or reveal. On loopback the API may be started without one; secrets always need scope reveal.',
        },
      },
    },
  };
}

const DESCRIPTION = `Errors are problem documents (RFC 9457) with a stable \`code\`. Changes of a SIM take \`If-Match\` with the ETag that was seen, and \`Idempotency-Key\`, so that a request may be repeated. \`traceparent\` (W3C) goes into history, audit, event queue, the HSS's document and the lab's event log. Ki, OPc, PINs and OTA keys are write-only.`;

function describe(operation: Operation, schemas: Schemas): Json {
  const { id, group, summary, description, scope, answers, produces } = operation;
  const responses: Json = {};
  for (const [status, kind] of Object.entries(answers)) {
    const content = kind.schema === undefined ? undefined : contentOf(schemas.refer(kind.schema, 'output'), produces);
    responses[status] = {
      description: kind.description,
      headers: answerHeaders(kind),
      ...(content !== undefined && { content }),
    };
  }
  for (const [status, codes] of problemsByStatus(operation))
    responses[status] = {
      description: codes.map(code => `\`${code}\`: ${PROBLEM_KINDS[code].title}.`).join(' '),
      content: { 'application/problem+json': { schema: schemas.refer(problem, 'output') } },
    };
  const body = requestBody(operation, schemas);
  return {
    operationId: id,
    tags: [group],
    summary,
    ...(description !== undefined && { description }),
    security: scope === undefined ? [{}] : scope === 'reveal' ? [{ token: [] }] : [{ token: [] }, {}],
    'x-scope': scope ?? 'none',
    parameters: parametersOf(operation),
    ...(body !== undefined && { requestBody: body }),
    responses,
  };
}

/** The codes of an operation, by the status that they have there. */
export function problemsByStatus({
  scope,
  body,
  uploads,
  bodyOptional,
  idempotent,
  conditional,
  problems,
}: Operation): Map<string, ProblemCode[]> {
  const hasBody = body !== undefined || uploads !== undefined;
  const codes = new Set<ProblemCode>([
    ...problems,
    ...ANY,
    ...(hasBody ? WITH_BODY.filter(code => !(code === 'body-missing' && bodyOptional)) : []),
    ...(scope === undefined ? [] : WITH_TOKEN),
    ...(idempotent ? WITH_KEY : []),
  ]);
  const byStatus = new Map<string, ProblemCode[]>();
  const add = (status: number, code: ProblemCode) =>
    byStatus.set(`${status}`, [...(byStatus.get(`${status}`) ?? []), code]);
  for (const code of codes) {
    add(PROBLEM_KINDS[code].status, code);
    if (code === 'sim-version-conflict' && conditional) add(412, code);
  }
  return byStatus;
}

function answerHeaders({ hasTag, hasLocation }: Operation['answers'][number]): Json {
  const text = (description: string) => ({ description, schema: { type: 'string' } });
  return {
    'X-Request-Id': text('The request, as `instance` of a problem names it.'),
    traceparent: text('The trace that the request belongs to. W3C Trace Context'),
    ...(hasTag && { ETag: text('The version of the SIM.') }),
    ...(hasLocation && { Location: text('Where what was made is.') }),
  };
}

function contentOf(schema: Json, types: readonly string[]): Json {
  return Object.fromEntries(types.map(type => [type, { schema: type === JSON_TYPE ? schema : { type: 'string' } }]));
}

function requestBody({ body, bodyOptional, uploads, example }: Operation, schemas: Schemas): Json | undefined {
  if (uploads !== undefined) return { required: true, content: Object.fromEntries(uploads.map(type => [type, {}])) };
  if (body === undefined) return undefined;
  return {
    required: bodyOptional !== true,
    content: { [JSON_TYPE]: { schema: schemas.refer(body, 'input'), ...(example !== undefined && { example }) } },
  };
}

function parametersOf({ params, query, idempotent, conditional, waits, method }: Operation): Json[] {
  const all = [...fieldsOf(params, 'path'), ...fieldsOf(query, 'query')];
  const header = (name: string, description: string, schema: Json) =>
    all.push({ name, in: 'header', required: false, description, schema });
  if (idempotent)
    header('Idempotency-Key', 'Makes the request safe to repeat: a repetition gets the answer of the first.', {
      type: 'string',
      maxLength: 128,
    });
  if (conditional) header('If-Match', 'Only when the SIM has this ETag.', { type: 'string' });
  if (method === 'get' && params !== undefined)
    header('If-None-Match', 'Only when it has another ETag.', { type: 'string' });
  if (waits)
    header('Prefer', '`wait=<seconds>`: how long to wait for the network; `respond-async`: not at all.', {
      type: 'string',
    });
  header('traceparent', 'The trace to go on with. W3C Trace Context', { type: 'string' });
  return all;
}

function fieldsOf(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description !== undefined && { description }),
    schema: rest,
  }));
}

/** Schemas with an `id` become components; each is there once. */
class Schemas {
  readonly #components = new Map<string, Json>();

  /** A schema, or a reference to where it is. */
  refer(schema: z.ZodType, io: 'input' | 'output'): Json {
    const { $defs = {}, ...root } = jsonSchema(schema, io) as { $defs?: Record<string, Json> } & Json;
    for (const [name, definition] of Object.entries($defs)) this.#components.set(name, relink(definition) as Json);
    const { id, ...rest } = relink(root) as Json & { id?: string };
    if (id === undefined) return rest;
    this.#components.set(id, rest);
    return { $ref: SCHEMAS + id };
  }

  all(): Json {
    for (const definition of this.#components.values()) delete definition.id;
    return Object.fromEntries([...this.#components].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
  }) as Json;
  return rest;
}

/** `#/$defs/Sim` → `#/components/schemas/Sim`. */
function relink(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relink);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === '$ref' && typeof inner === 'string' ? inner.replace('#/$defs/', SCHEMAS) : relink(inner),
    ]),
  );
}
