import type { BenchSession, Problem, ScenarioCase } from '../../../../scenarios/runner/index.ts';
import type { Cli } from '../../context.ts';
import { paint } from '../../paint.ts';

/** Leaves the lab of a case that did not pass as it is, until Ctrl-C: for another tool to look into it. */
export function keepLab(
  cli: Cli,
): (test: ScenarioCase, session: BenchSession, problems: readonly Problem[]) => Promise<void> {
  return async (test, session, problems) => {
    const facts = session.describe?.() ?? {};
    const lines = Object.entries(facts).map(([name, value]) => `  ${name.padEnd(10)} ${value}`);
    const head = paint('yellow', `${test.id} did not pass; its lab stays until Ctrl-C`, cli.stdout.color);
    const reasons = problems.slice(0, 3).map(({ message }) => `  ${message}`);
    await cli.stdout.write(`\n${[head, ...reasons, ...lines].join('\n')}\n`);
    if (cli.signal.aborted) return;
    await new Promise<void>(resolve => {
      // keeps the process alive, whatever else is open
      const alive = setInterval(() => undefined, 60_000);
      cli.signal.addEventListener(
        'abort',
        () => {
          clearInterval(alive);
          resolve();
        },
        { once: true },
      );
    });
  };
}
