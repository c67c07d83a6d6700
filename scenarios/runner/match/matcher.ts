import type { Value } from '../source/source-node.ts';
import type { Observation } from './observation.ts';
import { type Kind, printValue, quantity, sameValue } from './quantity.ts';

/** What a matcher may ask while it looks at a value. */
export interface MatchContext {
  /** Numbers of a cause that was named: by 3GPP's name, number, or what brings it about (`unknown-subscriber`) on this core. */
  causes(text: string, kind: 'emm-cause' | 'esm-cause'): readonly number[] | undefined;
  formatCause(cause: number, kind: 'emm-cause' | 'esm-cause'): string;
  /** The same path before the step began, for `delta`. */
  readonly before?: Observation;
}

/** Decides whether what was seen is what was expected. */
export interface Matcher {
  /** `≥ 5 MB`; for causes see `describe`. */
  readonly text: string;
  readonly kind: Kind;
  /** Wants the value from before the step. */
  readonly usesBefore?: true;
  /** `absent` and `not`: holds also when nothing is there. */
  readonly mayBeAbsent?: true;
  test(seen: Observation, context: MatchContext): boolean;
  /** `text` where the core decides what it means: `8 (EPS services and …)`. */
  describe?(context: MatchContext): string;
}

/** Kinds whose values are written with units and printed with the nearest. */
const QUANTITIES: ReadonlySet<Kind> = new Set(['octets', 'bit-rate', 'milliseconds', 'sqn']);

/** The value itself, aware of units, hex and causes. */
export function equals(expected: Value, kind: Kind): Matcher {
  if (kind === 'emm-cause' || kind === 'esm-cause') return causeMatcher(String(expected), kind);
  const figure = QUANTITIES.has(kind) ? quantity(expected, kind) : undefined;
  return {
    text: printValue(figure ?? expected, kind),
    kind,
    test: seen => seen.found && sameValue(expected, seen.value, kind),
  };
}

function causeMatcher(text: string, kind: 'emm-cause' | 'esm-cause'): Matcher {
  return {
    text,
    kind,
    test: (seen, context) => seen.found && (context.causes(text, kind) ?? []).includes(Number(seen.value)),
    describe(context) {
      const numbers = context.causes(text, kind);
      if (numbers === undefined) return `${text} (unknown)`;
      return numbers.map(number => context.formatCause(number, kind)).join(' or ');
    },
  };
}

export function describeMatcher(matcher: Matcher, context: MatchContext): string {
  return matcher.describe?.(context) ?? matcher.text;
}

/** What was seen, in the words of the subject's kind. */
export function describeSeen(seen: Observation, kind: Kind, context: MatchContext): string {
  if (!seen.found) return 'absent';
  if ((kind === 'emm-cause' || kind === 'esm-cause') && typeof seen.value === 'number') {
    return context.formatCause(seen.value, kind);
  }
  const text = printValue(seen.value, kind);
  return seen.bson === undefined || seen.bson === 'document' || seen.bson === 'array' ? text : `${text} (${seen.bson})`;
}
