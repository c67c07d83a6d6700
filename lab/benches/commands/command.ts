import type { BenchCommand, BenchOutcome, OutcomeType, OutcomeValues } from '../../../scenarios/runner/index.ts';

/** The command of that name. */
export type Command<Name extends BenchCommand['do']> = Extract<BenchCommand, { readonly do: Name }>;

/** An outcome without the members that say nothing. */
export function outcome(type: OutcomeType, detail?: string, values: OutcomeValues = {}): BenchOutcome {
  const said = Object.entries(values).filter(([, value]) => value !== undefined);
  return {
    type,
    ...(detail === undefined ? {} : { detail }),
    ...(said.length === 0 ? {} : { values: Object.fromEntries(said) }),
  };
}
