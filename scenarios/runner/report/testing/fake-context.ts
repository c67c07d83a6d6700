import type { Reporter, RunResult } from '../../results/index.ts';
import type { ReportContext } from '../report-output.ts';
import { plainDisplay } from '../text/display.ts';
import { linesOf } from './sample-results.ts';

/** A context whose output is kept, with a clock that only the test moves. */
export function fakeContext(parts: Partial<Omit<ReportContext, 'out'>> & { readonly isTty?: boolean } = {}) {
  let text = '';
  let now = 0;
  const ticks = new Set<() => void>();
  const { isTty = false, ...rest } = parts;
  const context: ReportContext = {
    out: {
      isTty,
      write: async piece => {
        text += piece;
      },
    },
    display: plainDisplay(100),
    linesOf,
    env: {},
    cwd: '/nowhere',
    clock: {
      now: () => now,
      every: (_, call) => {
        ticks.add(call);
        return () => ticks.delete(call);
      },
    },
    ...rest,
  };
  return {
    context,
    text: () => text,
    advance(ms: number): void {
      now += ms;
      for (const tick of ticks) tick();
    },
    ticking: () => ticks.size,
    /** Lets what was written arrive. */
    async settle(): Promise<void> {
      for (let i = 0; i < 50; i++) await Promise.resolve();
    },
  };
}

/** Tells a reporter a whole run, case after case, as the runner would. */
export async function tell(reporter: Reporter, run: RunResult, folder: string | undefined = '.mvnolab/runs/8f2c/') {
  const { id, version, core, seed, workers, warnings } = run;
  reporter.begin?.({ id, version, core, seed, workers, cases: run.cases.map(each => each.id), warnings, folder });
  for (const each of run.cases) {
    reporter.caseBegins?.({ id: each.id, title: each.title, worker: 0 });
    for (const attempt of each.attempts) {
      for (const step of attempt.steps) {
        reporter.stepBegins?.(each.id, step);
        reporter.stepEnds?.(each.id, step);
      }
      reporter.attemptEnds?.(each.id, attempt);
    }
    reporter.caseEnds?.(each);
  }
  await reporter.end?.(run);
}

/** What a terminal would show after all of it: cursor up and erase below are done, colours are left out. */
export function screenOf(text: string): string[] {
  const lines: string[] = [''];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  for (const piece of text.split(/(\u001b\[\d*[A-Za-z]|\n)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
    const [, count, command] = /^\u001b\[(\d*)([A-Za-z])$/.exec(piece) ?? [];
    if (command === 'A') lines.length = Math.max(0, lines.length - 1 - Number(count)) + 1;
    else if (command === 'J') lines[lines.length - 1] = '';
    else if (piece === '\n') lines.push('');
    else if (command === undefined) lines[lines.length - 1] += piece;
  }
  return lines;
}
