import type { StepChecker } from '../lint/step-checker.ts';
import { VERBS } from '../verbs/index.ts';
import { checkStep } from './check-step.ts';
import { stepSchema } from './step-schema.ts';

/** What the checker, `mvnolab plan` and the JSON Schema know of steps: all of it from the verbs themselves. */
export const STEP_CHECKER: StepChecker = {
  verbs: Object.fromEntries(
    Object.values(VERBS).map(({ name, summary, requires }) => [name, { about: summary, requires }]),
  ),
  check: checkStep,
  jsonSchema: stepSchema,
};

export { languageReference } from './reference.ts';
