import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TraceEvent } from '../../../emulator/vocabulary/index.ts';
import { caseSlug, type RunResult, writeResults } from '../../../scenarios/runner/index.ts';

/** A folder with runs as `mvnolab run`, `demo` and `attach` leave them; removed by `remove`. */
export function recordedRuns() {
  const cwd = mkdtempSync(join(tmpdir(), 'runs-'));
  const runs = join(cwd, '.mvnolab', 'runs');
  let age = 1000;
  // later runs are newer, whatever the clock's steps are
  const date = (path: string) => {
    age++;
    utimesSync(path, age, age);
  };
  const events = (folder: string, all: readonly TraceEvent[]): void => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'events.ndjson'), all.map(event => `${JSON.stringify(event)}\n`).join(''));
    writeFileSync(join(folder, 'run.pcapng'), `capture of ${folder.slice(cwd.length + 1)}`);
  };
  return {
    cwd,
    runs,
    remove: () => rmSync(cwd, { recursive: true, force: true }),
    /** A run of scenarios. */
    scenarios(id: string, result: RunResult): void {
      const folder = join(runs, id);
      for (const each of result.cases)
        for (const { attempt, events: all } of each.attempts)
          events(join(folder, `${caseSlug(each.id)}${attempt === 1 ? '' : `-${attempt}`}`), all);
      writeResults(join(folder, 'results.json'), { ...result, id });
      date(join(folder, 'results.json'));
      date(folder);
    },
    /** A run of demo or attach. */
    demo(id: string, all: readonly TraceEvent[]): void {
      events(join(runs, id), all);
      date(join(runs, id, 'events.ndjson'));
      date(join(runs, id));
    },
  };
}
