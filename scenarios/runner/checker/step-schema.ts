import { flowSchema } from '../flow/index.ts';
import { OPERATORS } from '../match/index.ts';
import { CAPABILITIES, OUTCOMES } from '../port/index.ts';
import { EXPRESSION_SCHEMA, type JsonSchema } from '../shape/index.ts';
import { STEP_KEYS } from '../steps/index.ts';
import { VERBS } from '../verbs/index.ts';

/** The JSON Schema of a step: one verb, and what any step may say. `steps` = the schema of a list of steps, for steps inside. */
export function stepSchema(steps: JsonSchema): JsonSchema {
  const verbs = Object.fromEntries(
    Object.values(VERBS).map(({ name, summary, args }) => [
      name,
      { description: summary, ...withSteps(args.jsonSchema(), steps) },
    ]),
  );
  const outcome = { enum: Object.keys(OUTCOMES) };
  const keys: Record<keyof typeof STEP_KEYS, JsonSchema> = {
    name: { type: 'string' },
    id: { type: 'string' },
    note: { type: 'string' },
    within: { type: 'string' },
    outcome: {
      anyOf: [
        outcome,
        { type: 'array', items: outcome },
        {
          type: 'object',
          properties: { oneOf: { type: 'array', items: outcome } },
          required: ['oneOf'],
          additionalProperties: false,
        },
        EXPRESSION_SCHEMA,
      ],
    },
    expect: expectSchema(),
    soft: { anyOf: [{ type: 'boolean' }, EXPRESSION_SCHEMA] },
    save: { type: 'object', additionalProperties: { type: 'string' } },
    requires: capabilitySchema(),
    skip_if: { type: ['string', 'boolean'] },
  };
  const described = Object.fromEntries(
    Object.entries(keys).map(([key, schema]) => [
      key,
      { description: STEP_KEYS[key as keyof typeof STEP_KEYS], ...schema },
    ]),
  );
  return {
    type: 'object',
    properties: { ...described, ...verbs },
    // a verb with an expression in it: fault.${{ matrix.fault }}
    patternProperties: { '\\$\\{\\{': {} },
    additionalProperties: false,
  };
}

function capabilitySchema(): JsonSchema {
  const capability = { enum: Object.keys(CAPABILITIES) };
  return { anyOf: [capability, { type: 'array', items: capability }] };
}

function expectSchema(): JsonSchema {
  const message = { type: 'string' };
  return {
    anyOf: [
      {
        type: 'object',
        properties: {
          flow: flowSchema(),
          'flow.absent': {
            description: 'messages that must not come',
            anyOf: [message, { type: 'array', items: { anyOf: [message, { type: 'object' }] } }],
          },
          'flow.count': { description: 'how many messages of a name', type: 'object' },
        },
        additionalProperties: matcherSchema(),
      },
      EXPRESSION_SCHEMA,
    ],
  };
}

function matcherSchema(): JsonSchema {
  const operators = Object.fromEntries(
    Object.entries(OPERATORS).map(([key, { about, schema }]) => [key, { description: about, ...schema }]),
  );
  return {
    anyOf: [{ type: ['string', 'number', 'boolean', 'array'] }, { type: 'object', properties: operators }],
  };
}

/** Shapes name steps inside them by reference; the reference becomes what the caller has. */
function withSteps(schema: unknown, steps: JsonSchema): JsonSchema {
  const replaced = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replaced);
    if (typeof value !== 'object' || value === null) return value;
    if ('type' in value && value.type === 'array' && 'items' in value && isStepReference(value.items)) return steps;
    if (isStepReference(value)) return { anyOf: [{ type: 'object' }] };
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item)]));
  };
  return replaced(schema) as JsonSchema;
}

function isStepReference(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '$ref' in value && value.$ref === '#/definitions/step';
}
