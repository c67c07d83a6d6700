import type {
  AttemptResult,
  CaseResult,
  ExpectationResult,
  Problem,
  StepResult,
  Witness,
} from '../../results/index.ts';
import { codeFrame, type SourceLines } from '../../source/code-frame.ts';
import { glyph, paint, type ReportDisplay } from './display.ts';
import { formatDuration } from './durations.ts';
import { divergenceText, markColumns, renderFlow } from './flow-columns.ts';
import { cutTo, padTo, widthOf, wrapTo } from './layout.ts';
import { paintVerdict, VERDICT_WORDS } from './verdicts.ts';

/** What failure texts need beside the result. */
export interface FailureContext {
  readonly display: ReportDisplay;
  readonly linesOf: SourceLines;
  /** Of the run, for `next`; undefined when it leaves no files. */
  readonly runId?: string;
  /** The folder of the run's artefacts. */
  readonly folder?: string;
  /** The run has several cases, so commands must name theirs. */
  readonly hasManyCases?: boolean;
}

export const WITNESSES: Readonly<Record<Witness, string>> = {
  outcome: 'how the step ended',
  messages: 'the messages',
  ue: 'the phone',
  bts: 'the base station',
  database: 'the database',
  inventory: 'the SIM inventory',
  core: 'the core',
  lab: 'the lab',
};

const WIDEST = 120;
const USUAL = 76;
const LABEL = 6;
/** What the carets say must stay on their line; longer values stand below. */
const MOST_LABEL = 60;

/** Everything that went wrong in an attempt, problem after problem; empty when nothing did. Ends with a line break. */
export function renderFailure(
  result: Pick<CaseResult, 'id' | 'place'>,
  attempt: AttemptResult,
  context: FailureContext,
): string {
  const told = new Set<string | undefined>();
  const blocks = attempt.problems.map((problem, i) => {
    const commands = i === attempt.problems.length - 1 ? commandLine(result.id, attempt, context) : [];
    const isTold = told.has(problem.step);
    if (problem.expectation !== undefined && problem.expectation.flow === undefined) told.add(problem.step);
    const lines = problemLines(result, attempt, problem, context, { isLater: i > 0, isTold, commands });
    return lines.map(line => `${line}\n`).join('');
  });
  return blocks.join('');
}

interface ProblemPlace {
  readonly isLater: boolean;
  /** The expectations of its step stand above already. */
  readonly isTold: boolean;
  readonly commands: readonly string[];
}

function problemLines(
  { id, place }: Pick<CaseResult, 'id' | 'place'>,
  attempt: AttemptResult,
  problem: Problem,
  context: FailureContext,
  { isLater, isTold, commands }: ProblemPlace,
): string[] {
  const { display, linesOf } = context;
  const step = problem.step === undefined ? undefined : stepByNumber(attempt.steps, problem.step);
  const failed = problem.expectation;
  const label = caretLabel(problem);
  const frame = { place: problem.place ?? step?.place ?? place, ...(label === undefined ? {} : { label }) };
  return [
    headline(id, attempt, problem, step, isLater, display),
    ...(failed === undefined ? wrapped(problem.message, 2, display) : []),
    ...codeFrame(frame, linesOf, display),
    ...(failed?.flow !== undefined
      ? renderFlow(failed.flow, phoneOf(failed), display)
      : isTold
        ? []
        : expectationLines(problem, step, display)),
    ...labelled('why', problem.why === undefined ? [] : [problem.why.join(' ')], display),
    ...labelled('next', [...(problem.hint === undefined ? [] : [problem.hint]), ...commands], display),
  ];
}

function headline(
  id: string,
  attempt: AttemptResult,
  problem: Problem,
  step: StepResult | undefined,
  isLater: boolean,
  display: ReportDisplay,
): string {
  const again = attempt.attempt > 1 ? ` (attempt ${attempt.attempt})` : '';
  const where = step === undefined ? '' : ` ${glyph('chevron', display)} ${stepName(step)}`;
  const also = isLater ? 'also ' : '';
  const word = VERDICT_WORDS[problem.verdict];
  const took = formatDuration(step === undefined ? attempt.durationMs : step.endMs - step.startMs);
  const taken = also.length + word.length + took.length + 3;
  const name = display.visible(`${id}${where}${again}`);
  // who writes into a file or a pipe has room for all of it
  const room = Math.max(60, Math.min(display.columns ?? USUAL, WIDEST)) - taken;
  const text = display.columns === undefined ? name : cutTo(name, room, display);
  const gap = ' '.repeat(Math.max(2, room - widthOf(text, display) + 2));
  return `${also}${paintVerdict(problem.verdict, paint('bold', word, display), display)} ${paint('bold', text, display)}${gap}${paint('dim', took, display)}`;
}

/** `step 1 attach phone`, `given bts home`, `teardown 2 heal` */
export function stepName({ phase, number, text }: Pick<StepResult, 'phase' | 'number' | 'text'>): string {
  return phase === 'steps' ? `step ${number} ${text}` : `${phase} ${text}`;
}

/** What the carets say: the first divergence, or what was seen. */
function caretLabel({ expectation, message }: Problem): string | undefined {
  if (expectation?.flow !== undefined) return divergenceText(expectation.flow) ?? message;
  if (expectation === undefined) return undefined;
  if (expectation.subject === 'outcome') return `ended as ${expectation.actual.split(':')[0]}`;
  return expectation.actual.length > MOST_LABEL ? undefined : `is ${expectation.actual}`;
}

/** The step's expectations that are no flow, those that failed marked: path, expected, actual, witness. */
function expectationLines(problem: Problem, step: StepResult | undefined, display: ReportDisplay): string[] {
  const failed = problem.expectation;
  if (failed === undefined) return [];
  // that the step went well needs no line of its own
  const all = (step?.expectations ?? []).filter(
    each => each.flow === undefined && !(each.ok && each.subject === 'outcome'),
  );
  const shown = all.some(each => sameExpectation(each, failed)) ? all : [...all, failed];
  const subjects = shown.map(({ subject }) => display.visible(subject));
  const width = Math.min(32, Math.max(8, ...subjects.map(subject => widthOf(subject, display))));
  return shown.flatMap((each, i) => expectationRow(each, subjects[i]!, width, display));
}

function expectationRow(each: ExpectationResult, subject: string, width: number, display: ReportDisplay): string[] {
  const room = Math.max(60, Math.min(display.columns ?? WIDEST, WIDEST)) - width - 6;
  const wanted = each.expected === each.actual ? '' : `  (expected ${each.expected})`;
  const text = display.visible(each.ok ? `${each.actual}${wanted}` : `expected ${each.expected}, was ${each.actual}`);
  const witness = `  (${WITNESSES[each.witness]})`;
  const mark = paint(
    each.ok ? 'green' : 'red',
    padTo(glyph(each.ok ? 'ok' : 'bad', display), markColumns(display), display),
    display,
  );
  const name = padTo(cutTo(subject, width, display), width, display);
  const lines = each.ok ? [cutTo(text, room - witness.length, display)] : wrapTo(text, room - witness.length, display);
  return lines.map((line, i) => {
    const head =
      i > 0 ? ' '.repeat(width + markColumns(display)) : `${mark}${each.ok ? name : paint('bold', name, display)}`;
    return `  ${head}  ${line}${i === lines.length - 1 ? paint('dim', witness, display) : ''}`;
  });
}

function sameExpectation(a: ExpectationResult, b: ExpectationResult): boolean {
  return a === b || (a.subject === b.subject && a.place.line === b.place.line && a.place.column === b.place.column);
}

/** Commands that show more, and where the files are. */
function commandLine(id: string, attempt: AttemptResult, { runId, folder, hasManyCases }: FailureContext): string[] {
  if (runId === undefined || folder === undefined) return [];
  const commands = nextCommands(attempt, runId, hasManyCases === true ? id : undefined);
  return [[...commands, `artefacts: ${folder}`].join('   |   ')];
}

/** `mvnolab explain aka --run 8f2c --step 1` where authentication failed, else `mvnolab explain run 8f2c`. */
export function nextCommands(attempt: Pick<AttemptResult, 'problems'>, runId: string, caseId?: string): string[] {
  const [problem] = attempt.problems;
  const texts = [
    problem?.message,
    ...(problem?.why ?? []),
    ...(problem?.expectation?.flow?.observed ?? []).map(each => each.message),
  ];
  const isAka = texts.some(text => /Authentication(Failure|Reject)|AUTN|\bSQN\b|\bRES\b/.test(text ?? ''));
  const step = problem?.step === undefined ? '' : ` --step ${problem.step}`;
  const of = caseId === undefined ? '' : ` --case ${quoted(caseId)}`;
  return [isAka ? `mvnolab explain aka --run ${runId}${of}${step}` : `mvnolab explain run ${runId}${of}`];
}

/** As a shell takes it. */
function quoted(id: string): string {
  return /^[\w./-]+$/.test(id) ? id : `'${id.replaceAll("'", "'\\''")}'`;
}

/** `why   text`, its further lines indented under the text; each text begins a line. */
function labelled(label: string, texts: readonly string[], display: ReportDisplay): string[] {
  const room = Math.max(60, Math.min(display.columns ?? WIDEST, WIDEST)) - LABEL - 2;
  return texts
    .filter(text => text !== '')
    .flatMap(text => (/ {3}\|/.test(text) ? [display.visible(text)] : wrapTo(display.visible(text), room, display)))
    .map((line, i) =>
      i === 0 ? `  ${paint('bold', label.padEnd(LABEL), display)}${line}` : `${' '.repeat(LABEL + 2)}${line}`,
    );
}

function wrapped(text: string, indent: number, display: ReportDisplay): string[] {
  const room = Math.max(60, Math.min(display.columns ?? WIDEST, WIDEST)) - indent;
  return wrapTo(display.visible(text), room, display).map(line => `${' '.repeat(indent)}${line}`);
}

/** The node whose messages the flow is about, for the head of its column. */
function phoneOf({ flow }: ExpectationResult): string | undefined {
  const names = (flow?.observed ?? []).flatMap(({ from, to }) => [from, to]);
  return names.find(name => name !== 'mme' && name !== 'hss' && name !== 'gateway');
}

/** A step by its number, also inside others. */
export function stepByNumber(steps: readonly StepResult[], number: string): StepResult | undefined {
  for (const step of steps) {
    if (step.number === number && step.phase === 'steps') return step;
    const inside = stepByNumber(step.children, number);
    if (inside !== undefined) return inside;
  }
  return steps.find(step => step.number === number);
}
