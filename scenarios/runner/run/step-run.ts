import type { Capability } from '../port/index.ts';
import type { Problem, Reporter, StepResult } from '../results/index.ts';
import type { StepContext } from '../steps/index.ts';
import type { CaseState } from './case-state.ts';

/** What steps need of the attempt that they belong to. */
export interface StepRun {
  readonly caseId: string;
  readonly state: CaseState;
  readonly capabilities: ReadonlySet<Capability>;
  readonly reporter: Reporter;
  /** Aborted when the case ends early: its deadline, an interruption. */
  readonly signal: AbortSignal;
  /** What a command may take to obey its signal, ms of the wall's time; then the lab is broken. */
  readonly obeyMs: number;
  /** Notes what went wrong. */
  problem(problem: Problem): void;
  contextOf(number: string, signal: AbortSignal, children: StepResult[]): StepContext;
}
