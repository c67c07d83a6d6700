import { ATTACH, AUTHENTICATION, REJECT } from './attach.ts';
import { FAULTS, SIM_LIFE, USAGE } from './lab.ts';
import { FRAGMENT, MATRIX, SUITE } from './structure.ts';
import type { Template } from './template.ts';

export type { Template } from './template.ts';

/** Files to begin with, by the name that `mvnolab new` takes. Each has no finding and passes on the embedded core. */
export const TEMPLATES: Readonly<Record<string, Template>> = {
  attach: ATTACH,
  reject: REJECT,
  authentication: AUTHENTICATION,
  usage: USAGE,
  'sim-life': SIM_LIFE,
  faults: FAULTS,
  suite: SUITE,
  matrix: MATRIX,
  fragment: FRAGMENT,
};
