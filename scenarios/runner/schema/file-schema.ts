import { CASE_KEYS, type DocumentKind, FILE_KEYS } from '../cases/index.ts';
import type { StepChecker } from '../lint/index.ts';
import type { Fields, JsonSchema } from '../shape/index.ts';

const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';
const STEPS: JsonSchema = { $ref: '#/definitions/steps' };

/**
 * The JSON Schema (draft-07) of a scenario file, for editors: `# yaml-language-server: $schema=…`. Made of the shapes that the runner
 * itself reads with, so that it knows the same keys and verbs. It takes each document of a file by itself.
 */
export function fileSchema(checker: StepChecker): JsonSchema {
  const kinds = Object.keys(FILE_KEYS) as DocumentKind[];
  const [scenario, ...others] = kinds.map(kind => ({ kind, schema: { $ref: `#/definitions/${kind}` } }));
  return {
    $schema: DRAFT_07,
    title: 'mvnolab scenario',
    description: 'One test (scenario), several (suite and cases), or steps that others use (fragment).',
    type: 'object',
    // What an editor offers in an empty file; the conditions below take the document by its first key.
    properties: Object.fromEntries(kinds.map(kind => [kind, aboutKind(kind)])),
    anyOf: kinds.map(kind => ({ required: [kind] })),
    ...others.reduceRight<JsonSchema>(
      (rest, { kind, schema }) => ({ ...when(kind, schema), else: rest }),
      when(scenario!.kind, scenario!.schema),
    ),
    definitions: {
      ...Object.fromEntries(kinds.map(kind => [kind, mapSchema(FILE_KEYS[kind])])),
      case: mapSchema(CASE_KEYS),
      cases: { type: 'object', minProperties: 1, additionalProperties: { $ref: '#/definitions/case' } },
      steps: { type: 'array', minItems: 1, items: { $ref: '#/definitions/step' } },
      step: checker.jsonSchema(STEPS),
    },
  };
}

/** A condition in place of `oneOf`: then messages speak of the document that is meant, not of all that it is not. */
function when(kind: DocumentKind, schema: JsonSchema): JsonSchema {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  return { if: { required: [kind] }, then: schema };
}

function aboutKind(kind: DocumentKind): JsonSchema {
  const about = {
    scenario: 'one test: its name',
    suite: 'several tests with what they have in common: its name',
    fragment: 'steps that other files use: its name',
  };
  return { description: about[kind], type: ['string', 'number'] };
}

function mapSchema(fields: Fields): JsonSchema {
  const properties = Object.entries(fields).map(([key, { shape, about }]) => [
    key,
    { description: about, ...shape.jsonSchema() },
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: Object.keys(fields).filter(key => fields[key]!.required),
    additionalProperties: false,
  };
}

/** The schema as it is written to a file. */
export function schemaText(checker: StepChecker): string {
  return `${JSON.stringify(fileSchema(checker), undefined, 2)}\n`;
}
