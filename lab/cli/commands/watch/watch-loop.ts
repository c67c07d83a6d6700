/** What is to be run: these files, or everything. */
export type Wanted = ReadonlySet<string> | 'all';

/**
 * Runs, and runs again when something changed. A change ends the run that goes on; what that one was about is run again too, because its
 * results are lost.
 */
export class WatchLoop {
  readonly #run: (wanted: Wanted, signal: AbortSignal) => Promise<void>;
  readonly #idle: () => void;
  #wanted: Wanted | undefined;
  #round: { readonly wanted: Wanted; readonly abort: AbortController } | undefined;
  #done: Promise<void> = Promise.resolve();
  #isStopped = false;

  /** `run` must not fail; `idle` is called when nothing is left to do. */
  constructor(run: (wanted: Wanted, signal: AbortSignal) => Promise<void>, idle: () => void) {
    this.#run = run;
    this.#idle = idle;
  }

  want(wanted: Wanted): void {
    if (this.#isStopped) return;
    this.#wanted = joined(this.#wanted, wanted);
    if (this.#round === undefined) {
      this.#done = this.#rounds();
    } else {
      this.#wanted = joined(this.#wanted, this.#round.wanted);
      this.#round.abort.abort();
    }
  }

  /** Ends what runs; resolves when it has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wanted = undefined;
    this.#round?.abort.abort();
    await this.#done;
  }

  async #rounds(): Promise<void> {
    while (this.#wanted !== undefined) {
      const round = { wanted: this.#wanted, abort: new AbortController() };
      this.#wanted = undefined;
      this.#round = round;
      await this.#run(round.wanted, round.abort.signal);
      this.#round = undefined;
    }
    if (!this.#isStopped) this.#idle();
  }
}

function joined(first: Wanted | undefined, second: Wanted): Wanted {
  if (first === undefined) return second;
  return first === 'all' || second === 'all' ? 'all' : new Set([...first, ...second]);
}
