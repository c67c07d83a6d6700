import type { CaseResult, Reporter, RunAnnouncement, RunResult } from '../../results/index.ts';
import { OrderedOutput, type ReportContext } from '../report-output.ts';
import { renderFailure } from './failure-text.ts';
import { failureContext } from './list-reporter.ts';
import { caseLine, headerLine, summaryText } from './summary-text.ts';
import { paintVerdict, verdictMark } from './verdicts.ts';

/** Says little while the run goes on; failures come at the end, one after the other. */
abstract class ShortReporter implements Reporter {
  protected readonly context: ReportContext;
  protected readonly output: OrderedOutput;
  private readonly bad: CaseResult[] = [];
  private run: RunAnnouncement | undefined;

  constructor(context: ReportContext) {
    this.context = context;
    this.output = new OrderedOutput(context.out);
  }

  begin(run: RunAnnouncement): void {
    this.run = run;
    this.output.write(headerLine(run, this.context.display));
  }

  caseEnds(result: CaseResult): void {
    this.told(result);
    if (result.verdict !== 'passed' && result.verdict !== 'skipped' && result.verdict !== 'flaky')
      this.bad.push(result);
  }

  async end(result: RunResult): Promise<void> {
    this.finish();
    for (const each of this.bad) {
      const last = each.attempts.at(-1);
      if (last !== undefined)
        this.output.write(`\n${renderFailure(each, last, failureContext(this.context, this.run))}`);
    }
    this.output.write(summaryText(result, this.run?.folder, this.context.display));
    await this.output.done();
  }

  protected abstract told(result: CaseResult): void;
  protected finish(): void {}
}

/** One line a case. */
export class LineReporter extends ShortReporter {
  protected told(result: CaseResult): void {
    const { display } = this.context;
    this.output.write(`${caseLine(result, verdictMark(result.verdict, display), display)}\n`);
  }
}

const SIGNS = { passed: '.', flaky: 'f', failed: 'F', inconclusive: 'I', error: 'E', skipped: 's' } as const;

/** One character a case. */
export class DotReporter extends ShortReporter {
  private count = 0;

  protected told(result: CaseResult): void {
    const { display } = this.context;
    const columns = Math.min(display.columns ?? 80, 100);
    this.output.write(paintVerdict(result.verdict, SIGNS[result.verdict], display));
    if (++this.count % columns === 0) this.output.write('\n');
  }

  protected override finish(): void {
    if (this.count > 0) this.output.write('\n');
  }
}
