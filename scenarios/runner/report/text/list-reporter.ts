import type {
  AttemptResult,
  CaseAnnouncement,
  CaseResult,
  Reporter,
  RunAnnouncement,
  RunResult,
  StepResult,
  Waiting,
} from '../../results/index.ts';
import { OrderedOutput, type ReportClock, type ReportContext, SYSTEM_CLOCK } from '../report-output.ts';
import { glyph, paint, type ReportDisplay } from './display.ts';
import { formatDuration } from './durations.ts';
import { type FailureContext, renderFailure } from './failure-text.ts';
import { cutTo } from './layout.ts';
import { LiveRegion } from './live-region.ts';
import { stepLines } from './step-lines.ts';
import { caseLine, headerLine, summaryText } from './summary-text.ts';
import { verdictMark } from './verdicts.ts';

/** A case that is under way. */
interface Running {
  readonly announced: CaseAnnouncement;
  readonly beganAt: number;
  step?: string;
  stepBeganAt: number;
  waiting?: Waiting;
  /** Said once a step where lines are only appended. */
  saidWaiting: boolean;
  readonly lines: { readonly of: 'step' | 'attempt'; readonly text: string }[];
}

/** With so few cases the steps are shown too. */
const CASES_WITH_STEPS = 5;
const REDRAW_MS = 100;
const SAY_WAITING_AFTER_MS = 10_000;
const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const ASCII_SPINNER = ['|', '/', '-', '\\'];

/**
 * The reporter for people: a line for each case as it ends, failures in full at once, the steps of short runs. On a terminal it shows
 * what each worker is doing and what it is waiting for; without one, lines are only appended.
 */
export class ListReporter implements Reporter {
  private readonly display: ReportDisplay;
  private readonly context: ReportContext;
  private readonly output: OrderedOutput;
  private readonly region: LiveRegion;
  private readonly clock: ReportClock;
  private readonly running = new Map<string, Running>();
  private run: RunAnnouncement | undefined;
  private showsSteps = false;
  private done = 0;
  private tick = 0;
  private stopTicking: (() => void) | undefined;

  constructor(context: ReportContext) {
    this.context = context;
    this.display = context.display;
    this.output = new OrderedOutput(context.out);
    this.region = new LiveRegion(this.output, context.out.isTty);
    this.clock = context.clock ?? SYSTEM_CLOCK;
  }

  begin(run: RunAnnouncement): void {
    this.run = run;
    this.showsSteps = run.cases.length <= CASES_WITH_STEPS;
    this.region.print(headerLine(run, this.display));
    if (!this.context.out.isTty) return;
    this.stopTicking = this.clock.every(REDRAW_MS, () => {
      this.tick++;
      this.redraw();
    });
  }

  caseBegins(announced: CaseAnnouncement): void {
    const now = this.clock.now();
    this.running.set(announced.id, { announced, beganAt: now, stepBeganAt: now, saidWaiting: false, lines: [] });
    this.redraw();
  }

  stepBegins(caseId: string, step: Pick<StepResult, 'number' | 'phase' | 'text'>): void {
    const running = this.running.get(caseId);
    if (running === undefined) return;
    running.step = step.phase === 'steps' ? `${step.number} ${step.text}` : `${step.phase} ${step.text}`;
    running.stepBeganAt = this.clock.now();
    running.saidWaiting = false;
    delete running.waiting;
    this.redraw();
  }

  waiting(waiting: Waiting): void {
    const running = this.running.get(waiting.caseId);
    if (running === undefined) return;
    running.waiting = waiting;
    const isLong = this.clock.now() - running.stepBeganAt >= SAY_WAITING_AFTER_MS;
    if (!this.context.out.isTty && isLong && !running.saidWaiting) {
      running.saidWaiting = true;
      this.region.print(`${this.runningLine(running, '')}\n`);
    }
    this.redraw();
  }

  stepEnds(caseId: string, step: StepResult): void {
    const running = this.running.get(caseId);
    // steps inside others are shown with them
    if (!this.showsSteps || running === undefined || step.number.includes('.') || step.phase === 'given') return;
    running.lines.push(...stepLines(step, this.display).map(text => ({ of: 'step', text }) as const));
  }

  attemptEnds(caseId: string, attempt: AttemptResult): void {
    const running = this.running.get(caseId);
    if (running === undefined || attempt.verdict === 'passed') return;
    const again = glyph('warn', this.display);
    running.lines.push({ of: 'attempt', text: `    ${again} attempt ${attempt.attempt} ${attempt.verdict}` });
  }

  caseEnds(result: CaseResult): void {
    const running = this.running.get(result.id);
    this.running.delete(result.id);
    this.done++;
    const lines = [caseLine(result, verdictMark(result.verdict, this.display), this.display)];
    const isRepeated = result.attempts.length > 1;
    for (const { of, text } of running?.lines ?? []) if (of === 'step' || isRepeated) lines.push(text);
    const failure = result.verdict === 'passed' || result.verdict === 'flaky' ? '' : this.failureText(result);
    this.region.print(`${lines.map(line => `${line}\n`).join('')}${failure === '' ? '' : `\n${failure}\n`}`);
    this.redraw();
  }

  async end(result: RunResult): Promise<void> {
    this.stopTicking?.();
    this.region.show([]);
    this.region.print(summaryText(result, this.run?.folder, this.display));
    await this.output.done();
  }

  private failureText(result: CaseResult): string {
    const last = result.attempts.at(-1);
    return last === undefined ? '' : renderFailure(result, last, failureContext(this.context, this.run));
  }

  private redraw(): void {
    if (!this.context.out.isTty || this.run === undefined) return;
    const frames = this.display.unicode ? SPINNER : ASCII_SPINNER;
    const spinner = frames[this.tick % frames.length]!;
    const columns = this.display.columns ?? 80;
    const rows = [...this.running.values()].map(running => this.runningLine(running, `${spinner} `));
    if (rows.length > 0) rows.push(`  ${this.done} of ${this.run.cases.length} done`);
    // the last column stays free: some terminals break the line there
    this.region.show(rows.map(row => paint('dim', cutTo(row, columns - 1, this.display), this.display)));
  }

  private runningLine({ announced, step, waiting, stepBeganAt }: Running, mark: string): string {
    const { visible } = this.display;
    const chevron = glyph('chevron', this.display);
    const time = formatDuration(this.clock.now() - stepBeganAt);
    const at = step === undefined ? '' : ` ${chevron} ${visible(step)}  ${time}`;
    const left = waiting === undefined ? '' : `, ${Math.max(0, Math.ceil(waiting.leftMs / 1000))} s left`;
    const what =
      waiting === undefined ? '' : `  waiting for ${visible(waiting.for)} (last seen: ${visible(waiting.last)}${left})`;
    return `${mark}${visible(announced.id)}${at}${what}`;
  }
}

/** What failure texts of this run need. */
export function failureContext(context: ReportContext, run: RunAnnouncement | undefined): FailureContext {
  return {
    display: context.display,
    linesOf: context.linesOf,
    ...(run === undefined ? {} : { runId: run.id, hasManyCases: run.cases.length > 1 }),
    ...(run?.folder === undefined ? {} : { folder: run.folder }),
  };
}
