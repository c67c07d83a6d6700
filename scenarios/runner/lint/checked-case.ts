import type { ScenarioCase } from '../cases/index.ts';
import type { NameKind } from '../shape/index.ts';
import type { CheckedStep, StepChecker } from './step-checker.ts';

export interface LintOptions {
  readonly checker: StepChecker;
  /** Names that the lab knows: messages, nodes of the core. Without them any name is good. */
  readonly names?: Partial<Readonly<Record<NameKind, readonly string[]>>>;
  /** Variables that the command line gives. */
  readonly vars?: readonly string[];
}

/** A case with its steps as far as they could be read. */
export interface CheckedCase {
  readonly case: ScenarioCase;
  readonly steps: readonly (CheckedStep | undefined)[];
  readonly teardown: readonly (CheckedStep | undefined)[];
}
