import type { ExpectationResult } from '../results/index.ts';
import { Waker } from './clock.ts';
import { isFinal } from './evaluate.ts';
import { redacted } from './redacted.ts';
import type { StepRun } from './step-run.ts';

/** How long to look, ms of the lab's time. */
export interface Patience {
  /** On the clock of the log; in the past = look once. */
  readonly deadlineMs: number;
  /** Everything must hold that long, instead of beginning to hold until the deadline. */
  readonly holdMs: number | undefined;
}

export interface Polled {
  readonly step: string;
  readonly text: string;
}

/**
 * Looks until everything holds, or until the deadline; with `holdMs`, until something does not hold or the time is over. The last look
 * is at the deadline or after it. A look that has begun is finished.
 */
export async function pollUntil(
  look: () => Promise<ExpectationResult[]>,
  patience: Patience,
  run: StepRun,
  polled: Polled,
): Promise<readonly ExpectationResult[]> {
  const { session } = run.state;
  const { holdMs } = patience;
  const endMs = holdMs === undefined ? patience.deadlineMs : session.nowMs() + holdMs;
  const waker = new Waker(session);
  try {
    for (;;) {
      const isLast = session.nowMs() >= endMs || run.signal.aborted;
      const results = await look();
      const unmet = results.find(result => !result.ok);
      const isDecided = holdMs === undefined ? unmet === undefined || isFinal(unmet) : unmet !== undefined;
      if (isDecided || isLast) return results;
      const leftMs = endMs - session.nowMs();
      const waiting = unmet ?? results[0];
      if (waiting !== undefined) {
        const wanted = `${waiting.subject} = ${waiting.expected}`;
        run.reporter.waiting?.(
          redacted({ caseId: run.caseId, ...polled, for: wanted, last: waiting.actual, leftMs }, session),
        );
      }
      await waker.next(leftMs, run.signal);
    }
  } finally {
    waker.close();
  }
}
