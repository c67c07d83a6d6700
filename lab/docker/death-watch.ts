import { LabError } from '../../emulator/vocabulary/index.ts';
import type { Engine } from './engine.ts';
import { labEvents } from './lab-events.ts';
import { logLines } from './log-stream.ts';

const LAST_LINES = 8;

export interface DeathWatch {
  /** A death of this function is our own doing from now on, or no more. */
  expect(name: string, isExpected: boolean): void;
  close(): void;
}

/**
 * Tells `died` of every container of the core that ends without our having asked for it, with its last log lines: a core that crashes is the
 * lab's failure, and none of the scenario's expectations.
 */
export function watchDeaths(engine: Engine, lab: string, died: (error: LabError) => void): DeathWatch {
  const abort = new AbortController();
  const expected = new Set<string>();
  void (async () => {
    for await (const { name, id, exitCode } of labEvents(engine, lab, { actions: ['die'] }, abort.signal)) {
      if (expected.has(name)) continue;
      died(await deathOf(engine, name, id, exitCode));
    }
    if (!abort.signal.aborted) throw new Error('the engine ended its events');
  })().catch((error: unknown) => {
    if (abort.signal.aborted) return;
    died(
      new LabError('engine-lost', `the container engine is gone: ${(error as Error).message}`, {
        hint: 'mvnolab doctor',
      }),
    );
  });
  return {
    expect: (name, isExpected) => void (isExpected ? expected.add(name) : expected.delete(name)),
    close: () => abort.abort(),
  };
}

async function deathOf(engine: Engine, name: string, id: string, exitCode: number | undefined): Promise<LabError> {
  const lines = await logLines(engine, id, { tail: LAST_LINES }).catch(() => []);
  const how = exitCode === undefined ? '' : exitCode > 128 ? ` (signal ${exitCode - 128})` : ` (exit code ${exitCode})`;
  return new LabError(
    'core-died',
    [`${name} ended by itself${how}`, ...lines.map(({ text }) => `  ${text}`)].join('\n'),
    {
      hint: `mvnolab logs ${name}; the container starts again by itself`,
    },
  );
}
