import { setTimeout as sleep } from 'node:timers/promises';
import { LabError } from '../../../emulator/vocabulary/index.ts';

/** Something to be waited for: true once it holds, else what is in the way. */
export interface WaitStrategy {
  /** Completes "waiting for …". */
  readonly name: string;
  /** Asked again and again. @throws LabError when it can hold no more, as when the container died */
  readonly check: () => Promise<true | string>;
}

export interface WaitOptions {
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
  /** Between two checks; 200 by default. */
  readonly everyMs?: number;
}

/** Waits until `strategy` holds. @throws LabError at the deadline, with what was in the way; the signal's reason when it is aborted */
export async function waitUntil(strategy: WaitStrategy, options: WaitOptions): Promise<void> {
  const { deadlineMs, signal, everyMs = 200 } = options;
  const endsAt = performance.now() + deadlineMs;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await strategy.check();
    if (answer === true) return;
    if (performance.now() + everyMs > endsAt) {
      throw new LabError('wait-timeout', `${strategy.name}: not in ${Math.round(deadlineMs / 1000)} s; ${answer}`, {
        hint: 'mvnolab logs shows what the function says',
      });
    }
    await sleep(everyMs, undefined, signal === undefined ? {} : { signal });
  }
}
