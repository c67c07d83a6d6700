import { loadFile } from '../cases/index.ts';
import type { CaseResult, Reporter, RunResult } from '../results/index.ts';
import { type RunCasesOptions, runCases } from '../run/index.ts';
import { FakeBench, type FakeScript } from './fake-bench.ts';
import { filesInMemory } from './files-in-memory.ts';

export interface TextRun {
  readonly result: RunResult;
  /** The first case. */
  readonly only: CaseResult;
  readonly bench: FakeBench;
  readonly diary: readonly string[];
  /** What the reporter was told, in order. */
  readonly told: readonly (readonly [method: string, ...args: unknown[]])[];
}

export type TextRunOptions = Partial<Omit<RunCasesOptions, 'cases' | 'bench'>> & {
  /** Further files, by path beside `case.yaml`. */
  readonly files?: Readonly<Record<string, string>>;
};

/** Runs the cases of a text on a fake lab. @throws Error with the findings when the text is wrong */
export async function runText(text: string, script: FakeScript = {}, options: TextRunOptions = {}): Promise<TextRun> {
  const { files = {}, ...parts } = options;
  const loaded = loadFile({ path: 'case.yaml', text }, { readFile: filesInMemory(files), vars: {} });
  if (loaded.findings.hasErrors) throw new Error(JSON.stringify(loaded.findings.all));
  const bench = new FakeBench(script);
  const told: (readonly [string, ...unknown[]])[] = [];
  const result = await runCases({
    id: 'run',
    version: '0',
    cases: loaded.cases,
    bench,
    seed: 'seed',
    workers: 1,
    retries: 0,
    repeatEach: 1,
    maxFailures: undefined,
    failOnFlaky: false,
    folder: undefined,
    revealKeys: false,
    reporter: listening(told),
    signal: new AbortController().signal,
    sources: { env: {}, secrets: {}, vars: {} },
    pause: async () => {},
    warnings: [],
    ...parts,
  });
  return { result, only: result.cases[0]!, bench, diary: bench.diary, told };
}

const METHODS = ['begin', 'caseBegins', 'stepBegins', 'waiting', 'stepEnds', 'attemptEnds', 'caseEnds'] as const;

function listening(told: (readonly [string, ...unknown[]])[]): Reporter {
  const methods = METHODS.map(method => [method, (...args: unknown[]) => void told.push([method, ...args])] as const);
  return Object.fromEntries(methods) as Reporter;
}

/** Fixtures of nearly every test: a card, a base station and a phone. */
export const GIVEN = `
given:
  sims: { alice: {} }
  bts: { home: {} }
  ues: { phone: { sim: alice, bts: home } }
`;

/** A scenario with these steps, as they stand under `steps:`. */
export function scenario(steps: string, more = ''): string {
  return `scenario: one\ntitle: One\n${more}${GIVEN}steps:\n${steps.replaceAll(/^/gm, '  ')}\n`;
}

/** The codes of what went wrong, of all attempts, in order. */
export function problemsOf({ attempts }: CaseResult): readonly string[] {
  return attempts.flatMap(({ problems }) => problems.map(({ code }) => code));
}
