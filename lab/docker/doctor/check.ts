import type { LabError } from '../../../emulator/vocabulary/index.ts';
import type { ComposeModel } from '../bring-up.ts';
import type { ComposeCommand } from '../compose-command.ts';
import type { Engine } from '../engine.ts';
import type { HostFacts } from './host-facts.ts';

/** ok; warning: the lab works but not all of it, or not at once; problem: it does not; skipped: cannot be known yet. */
export type FindingState = 'ok' | 'warning' | 'problem' | 'skipped';

export interface Finding {
  /** kebab-case and stable, for programs. */
  readonly check: string;
  readonly title: string;
  readonly state: FindingState;
  readonly text: string;
  /** Commands or changes that mend it, one a line. */
  readonly fix?: readonly string[];
}

/** What checks look at. */
export interface DoctorContext {
  readonly host: HostFacts;
  readonly lab: string;
  readonly engine: Engine | LabError;
  readonly compose: ComposeCommand | LabError;
  /** What would be brought up; undefined without Compose. */
  readonly model: ComposeModel | undefined;
  /** The engine runs on this machine's kernel. */
  readonly isLocal: boolean;
  /** The MME's image has SCTP of its own. */
  readonly sctp: 'kernel' | 'own';
}

export interface Check {
  readonly check: string;
  readonly title: string;
  /** Says in a sentence how it is; a check that throws is a problem by itself. */
  readonly look: (context: DoctorContext) => Promise<Result> | Result;
}

export type Result = Pick<Finding, 'state' | 'text' | 'fix'>;

export const ok = (text: string): Result => ({ state: 'ok', text });
export const warning = (text: string, ...fix: string[]): Result => ({ state: 'warning', text, fix });
export const problem = (text: string, ...fix: string[]): Result => ({ state: 'problem', text, fix });
export const skipped = (text: string): Result => ({ state: 'skipped', text });

export function isError<Value extends object>(value: Value | LabError): value is LabError {
  return value instanceof Error;
}
