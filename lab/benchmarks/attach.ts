import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { AttachRun } from './attach-run.ts';
import type { BenchFigure } from './figure.ts';

const run = promisify(execFile);
const COUNTS = [100, 1000, 10_000];
const MIB = 1024 * 1024;

/** Attaches a second with both ends in the lab, and memory for each attached phone, in a fresh process for each count. */
export async function benchAttach(): Promise<BenchFigure[]> {
  const figures: BenchFigure[] = [];
  for (const count of COUNTS) {
    const result = await measure(count);
    if (result.attached !== count) throw new Error(`${result.attached} of ${count} phones attached`);
    const name = `${count} phones`;
    figures.push(
      { name: `${name}: full attaches`, figure: count / result.seconds, unit: '/s' },
      { name: `${name}: CPU for each attach`, figure: (result.cpuSeconds / count) * 1e6, unit: 'µs' },
      { name: `${name}: memory for each phone`, figure: result.growthOctets / count / 1024, unit: 'KiB' },
      { name: `${name}: whole process`, figure: result.residentOctets / MIB, unit: 'MiB' },
    );
  }
  figures.push(await benchFirstAttach());
  return figures;
}

async function measure(count: number): Promise<AttachRun> {
  const script = fileURLToPath(new URL('./attach-process.js', import.meta.url));
  const { stdout } = await run(process.execPath, ['--expose-gc', script, String(count)]);
  return JSON.parse(stdout);
}

/** From the start of a process to its first attached phone, beside what node takes to start and do nothing. */
async function benchFirstAttach(): Promise<BenchFigure> {
  const bin = fileURLToPath(new URL('../../../lab/setup/mvnolab.mjs', import.meta.url));
  const seconds: number[] = [];
  const bare: number[] = [];
  for (let i = 0; i < 5; i++) {
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
