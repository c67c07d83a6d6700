import {
  type BtsSpec,
  type CheckedCase,
  type CheckedStep,
  Findings,
  fixtureNames,
  readGiven,
  readingOf,
  type ScenarioCase,
  type SimSpec,
  type UeSpec,
} from '../../scenarios/runner/index.ts';

/** A step as it will be run, in words. */
export interface PlannedStep {
  /** `2.1` inside another; a number of its own in each part. */
  readonly number: string;
  readonly verb: string;
  readonly text: string;
  readonly note?: string;
  readonly line: number;
  readonly withinMs?: number;
  /** Only where the scenario says how it should end. */
  readonly outcomes?: readonly string[];
  readonly expectations: readonly string[];
  readonly steps: readonly PlannedStep[];
}

/** What a run of a case would do. */
export interface PlannedCase {
  readonly id: string;
  readonly title: string;
  readonly notes?: string;
  readonly place: string;
  readonly requires: readonly string[];
  readonly skips: readonly string[];
  readonly timeoutMs: number;
  readonly given: readonly string[];
  readonly steps: readonly PlannedStep[];
  readonly teardown: readonly PlannedStep[];
  /** Not all of it could be read: the files have mistakes. */
  readonly isIncomplete: boolean;
}

/** A case in words, step by step. No lab is needed. */
export function planOf({ case: test, steps, teardown }: CheckedCase): PlannedCase {
  const { id, title, notes, file, namePlace, requires, skips, timeoutMs } = test;
  return {
    id,
    title,
    ...(notes === undefined ? {} : { notes }),
    place: `${file}:${namePlace.line}`,
    requires,
    skips: skips.map(({ reason, if: condition }) =>
      condition === undefined ? reason : `${reason} (under a condition)`,
    ),
    timeoutMs,
    given: givenSentences(test),
    steps: numbered(steps, ''),
    teardown: numbered(teardown, ''),
    isIncomplete: [...steps, ...teardown].includes(undefined),
  };
}

function numbered(steps: readonly (CheckedStep | undefined)[], prefix: string): PlannedStep[] {
  return steps.flatMap((step, at) => (step === undefined ? [] : [planned(step, `${prefix}${at + 1}`)]));
}

function planned(step: CheckedStep, number: string): PlannedStep {
  const { verb, text, note, verbPlace, within, outcomes, expectations, children } = step;
  return {
    number,
    verb,
    text,
    ...(note === undefined ? {} : { note }),
    line: verbPlace.line,
    ...(within === undefined ? {} : { withinMs: within.ms }),
    ...(outcomes === undefined ? {} : { outcomes }),
    expectations,
    steps: numbered(children, `${number}.`),
  };
}

/** Fixtures in the order in which they are made. */
function givenSentences({ given }: ScenarioCase): string[] {
  const { sims, bts, ues } = readGiven(given, readingOf(new Findings(), fixtureNames(given)));
  const each = <T>(names: Iterable<string>, specs: ReadonlyMap<string, T>, kind: string, say: (spec: T) => string) =>
    [...names].map(name => {
      const spec = specs.get(name);
      return spec === undefined ? `${kind} ${name}` : `${kind} ${name}: ${say(spec)}`;
    });
  return [
    ...each(given.sims.keys(), sims, 'SIM', simSentence),
    ...each(given.bts.keys(), bts, 'base station', btsSentence),
    ...each(given.ues.keys(), ues, 'phone', ueSentence),
  ];
}

/** Keys are not among what is said of a SIM. */
function simSentence({ state, imsi, plan, customer, sqn, op, sessions, document }: SimSpec): string {
  return listed([
    state,
    imsi === undefined ? undefined : `IMSI ${imsi}`,
    plan === undefined ? undefined : `plan ${plan}`,
    customer === undefined ? undefined : `customer ${customer}`,
    sqn === undefined ? undefined : `SQN ${sqn.toString(16).padStart(12, '0')}`,
    op === undefined ? undefined : 'OP in place of OPc',
    sessions === undefined ? undefined : `APNs ${sessions.map(({ apn }) => apn).join(', ')}`,
    document === undefined ? undefined : `with ${Object.keys(document).join(', ')} changed`,
  ]);
}

function btsSentence({ plmn, tacs }: BtsSpec): string {
  return `PLMN ${plmn}, TAC ${tacs.join(', ')}`;
}

function ueSentence({ sim, bts, apn, pdnType, attachType }: UeSpec): string {
  return listed([
    `${sim} in it, at ${bts}`,
    apn === undefined ? undefined : `APN ${apn}`,
    pdnType,
    attachType === 'combined' ? 'combined attach' : undefined,
  ]);
}

function listed(parts: readonly (string | undefined)[]): string {
  return parts.filter(part => part !== undefined).join(', ');
}
