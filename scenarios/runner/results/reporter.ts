import type { Finding } from '../source/finding.ts';
import type { AttemptResult, CaseResult, RunResult, StepResult } from './results.ts';

/** A case that is going to run. */
export interface CaseAnnouncement {
  readonly id: string;
  readonly title: string;
  readonly worker: number;
}

export interface RunAnnouncement {
  readonly id: string;
  readonly version: string;
  readonly core: RunResult['core'];
  readonly seed: string;
  readonly workers: number;
  readonly cases: readonly string[];
  readonly warnings: readonly Finding[];
  /** Where the artefacts go; undefined = nowhere. */
  readonly folder: string | undefined;
}

/** What a step that takes its time is waiting for. */
export interface Waiting {
  readonly caseId: string;
  readonly step: string;
  readonly text: string;
  /** `phone.emm = registered` */
  readonly for: string;
  /** The last value seen. */
  readonly last: string;
  /** Until its deadline. */
  readonly leftMs: number;
}

/** Follows a run. Methods are called in order; `end` may take its time, the others must not throw. */
export interface Reporter {
  begin?(run: RunAnnouncement): void;
  caseBegins?(announced: CaseAnnouncement): void;
  stepBegins?(caseId: string, step: Pick<StepResult, 'number' | 'phase' | 'verb' | 'text' | 'note'>): void;
  waiting?(waiting: Waiting): void;
  stepEnds?(caseId: string, step: StepResult): void;
  attemptEnds?(caseId: string, attempt: AttemptResult): void;
  caseEnds?(result: CaseResult): void;
  /** Writes what it has to write. @throws LabError when it cannot */
  end?(result: RunResult): Promise<void> | void;
}
