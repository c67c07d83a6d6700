import { CAPABILITIES } from '../port/index.ts';
import {
  duration,
  type Field,
  type Fields,
  list,
  map,
  mapped,
  name,
  optional,
  pattern,
  record,
  required,
  type Shape,
  source,
  text,
} from '../shape/index.ts';
import type { SourceNode } from '../source/source-node.ts';
import { BTS, LAB, SIM, UE } from './given-shapes.ts';
import { MATRIX_KEYS } from './matrix.ts';

export const NAME_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const TAG = /^(?!(?:and|or|not)$)[A-Za-z0-9][A-Za-z0-9_.:-]*$/;

export interface SkipText {
  readonly if?: SourceNode;
  readonly reason: string;
}

const skip: Shape<SkipText> = mapped(
  map(
    {
      if: optional(source('an expression', { type: ['string', 'boolean'] }), 'an expression; always without one'),
      reason: required(text('a reason'), 'why it is skipped'),
    },
    { what: 'skip', shorthand: 'reason' },
  ),
  value => value,
);

const steps = source('a list of steps', { $ref: '#/definitions/steps' });
const scenarioName = pattern('a name of letters, digits, - _ and .', NAME_PATTERN);
const matrixValue = { anyOf: [{ type: ['string', 'number', 'boolean'] }, { type: 'array', minItems: 1 }] };
const matrixSchema = {
  type: 'object',
  minProperties: 1,
  properties: {
    include: { description: MATRIX_KEYS.include, type: 'array', items: { type: 'object' } },
    exclude: { description: MATRIX_KEYS.exclude, type: 'array', items: { type: 'object' } },
    file: { description: MATRIX_KEYS.file, type: 'string' },
  },
  additionalProperties: matrixValue,
};
const capability = { ...name('capability'), jsonSchema: () => ({ enum: Object.keys(CAPABILITIES) }) };

/** Read by `readGiven`, once the suite's part is in it; here for its keys and for the schema. */
const given = map(
  {
    sims: optional(record(SIM, 'SIMs'), 'SIMs by name'),
    bts: optional(record(BTS, 'base stations'), 'base stations by name'),
    ues: optional(record(UE, 'phones'), 'phones by name'),
  },
  { what: 'given' },
);
const givenSource = source('fixtures: sims, bts, ues', given.jsonSchema());

/** Keys that a scenario, a suite and a case have in common. */
const SHARED = {
  title: optional(text(), 'what it shows, in a sentence'),
  notes: optional(text(), 'what a reader should know before'),
  tags: optional(
    list(pattern('a tag of letters, digits, - _ : and .', TAG), { single: true }),
    'for choosing: -t "smoke and not slow"',
  ),
  requires: optional(list(capability, { single: true }), 'capabilities; it is skipped in a lab without them'),
  timeout: optional(duration(), 'for the whole of it; 60s by default'),
  exclusive: optional(list(text(), { single: true }), 'what no other test may use at the same time'),
  skip: optional(skip, 'leave it out, and why'),
  lab: optional(source('settings of the core', LAB.jsonSchema()), 'what the core must be like'),
  vars: optional(source('names and values', { type: 'object' }), 'names for values: ${{ vars.NAME }}'),
  matrix: optional(source('lists of values by name', matrixSchema), 'one test for each combination of values'),
  given: optional(givenSource, 'what is made before and removed after'),
  teardown: optional(steps, 'steps that run at the end, also after a failure'),
  properties: optional(record(text(), 'properties'), 'names and values for JUnit'),
} as const satisfies Fields;

const CASE = { ...SHARED, steps: required(steps, 'what is done and expected') } as const satisfies Fields;

const FRAGMENT = {
  fragment: required(scenarioName, 'its name'),
  title: SHARED.title,
  notes: SHARED.notes,
  parameters: optional(
    source('a list of names, or a map', {
      anyOf: [
        { type: 'array', items: { type: 'string' } },
        {
          type: 'object',
          additionalProperties: {
            type: ['object', 'null'],
            properties: { default: {}, about: { type: 'string' } },
            additionalProperties: false,
          },
        },
      ],
    }),
    'what is given to it; in its steps ${{ vars.NAME }}',
  ),
  vars: SHARED.vars,
  steps: CASE.steps,
} as const satisfies Fields;

/** What a document of a scenario file can be, by its first key. */
export const FILE_KEYS = {
  scenario: { scenario: required(scenarioName, 'its name'), ...CASE },
  suite: {
    suite: required(scenarioName, 'its name'),
    ...SHARED,
    cases: required(source('cases by name', { $ref: '#/definitions/cases' }), 'cases by name'),
  },
  fragment: FRAGMENT,
} as const satisfies Readonly<Record<string, Fields>>;

export type DocumentKind = keyof typeof FILE_KEYS;

export const CASE_KEYS: typeof CASE & Readonly<Record<string, Field<unknown>>> = CASE;
export const GIVEN_KEYS: Fields = given.fields;

/** A parameter of a fragment, in the long form. */
export const PARAMETER: Shape<{ readonly default?: SourceNode; readonly about?: string }> = map(
  {
    default: optional(source('a value', {}), 'what it is when it is not given'),
    about: optional(text(), 'what it is for'),
  },
  { what: 'a parameter' },
);
