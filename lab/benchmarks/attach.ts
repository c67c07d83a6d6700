import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { AttachRun } from './attach-run.ts';
import type { BenchFigure } from './figure.ts';

const run = promisify(execFile);
/** Phones, and how many processes attach that many: the median counts. */
const RUNS: readonly (readonly [phones: number, runs: number])[] = [
  [100, 5],
  [1000, 5],
  [10_000, 3],
];
const STARTS = 9;
const MIB = 1024 * 1024;

/**
 * Attaches a second with both ends in the lab, and memory for each attached phone; medians of several fresh processes. Beside them
 * what one core of this machine did meanwhile: machines change their speed while one looks.
 */
export async function benchAttach(): Promise<BenchFigure[]> {
  const figures: BenchFigure[] = [];
  for (const [count, runs] of RUNS) {
    const results: AttachRun[] = [];
    for (let run = 0; run < runs; run++) results.push(await measure(count));
    const of = (pick: (result: AttachRun) => number): number => median(results.map(pick));
    const name = `${count} phones`;
    const reference = { name: 'SHA-256 of 1 KiB by node:crypto on one core', figure: of(run => run.hashesPerSecond) };
    figures.push(
      { name: `${name}: full attaches`, figure: of(run => count / run.seconds), unit: '/s', reference },
      { name: `${name}: the second half of them`, figure: of(run => count / 2 / run.secondHalfSeconds), unit: '/s' },
      { name: `${name}: CPU for each attach`, figure: of(run => (run.cpuSeconds / count) * 1e6), unit: 'µs' },
      { name: `${name}: memory for each phone`, figure: of(run => run.growthOctets / count / 1024), unit: 'KiB' },
      { name: `${name}: whole process`, figure: of(run => run.residentOctets / MIB), unit: 'MiB' },
    );
  }
  figures.push(await benchFirstAttach());
  return figures;
}

async function measure(count: number): Promise<AttachRun> {
  const script = fileURLToPath(new URL('./attach-process.js', import.meta.url));
  const { stdout } = await run(process.execPath, ['--expose-gc', script, String(count)]);
  const result: AttachRun = JSON.parse(stdout);
  if (result.attached !== count) throw new Error(`${result.attached} of ${count} phones attached`);
  return result;
}

/** From the start of a process to its first attached phone, beside what node takes to start and do nothing. */
async function benchFirstAttach(): Promise<BenchFigure> {
  const bin = fileURLToPath(new URL('../../../lab/setup/mvnolab.mjs', import.meta.url));
  const seconds: number[] = [];
  const bare: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    const { stdout } = await run(process.execPath, [bin, 'demo', '--no-artefacts']);
    seconds.push(Number(/([\d.]+) s after the process started/.exec(stdout)?.[1]));
    const startedAt = performance.now();
    await run(process.execPath, ['-e', '0']);
    bare.push((performance.now() - startedAt) / 1000);
  }
  const reference = { name: 'node that does nothing', figure: median(bare) };
  return { name: 'first attach after process start', figure: median(seconds), unit: 's', reference };
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}
