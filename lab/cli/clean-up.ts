/** What went wrong while `name` was closed. */
export interface CleanUpFailure {
  readonly name: string;
  readonly error: unknown;
}

interface Entry {
  readonly name: string;
  readonly close: () => Promise<void> | void;
}

/** A stack of things to close. Each is closed once, last opened first; one that fails does not keep the others open. */
export class CleanUps {
  readonly #entries: Entry[] = [];
  #running: Promise<CleanUpFailure[]> | undefined;

  /** `name` completes "clean-up of …". Gives a function that takes it back, for what was closed on the way. */
  add(name: string, close: () => Promise<void> | void): () => void {
    const entry = { name, close };
    this.#entries.push(entry);
    return () => {
      const at = this.#entries.indexOf(entry);
      if (at >= 0) this.#entries.splice(at, 1);
    };
  }

  get pending(): number {
    return this.#entries.length;
  }

  /** Closes all; whoever asks while it runs waits for the same run. What is added meanwhile is closed too. */
  run(): Promise<CleanUpFailure[]> {
    this.#running ??= this.#runAll().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #runAll(): Promise<CleanUpFailure[]> {
    const failures: CleanUpFailure[] = [];
    for (let entry = this.#entries.pop(); entry !== undefined; entry = this.#entries.pop()) {
      try {
        await entry.close();
      } catch (error) {
        failures.push({ name: entry.name, error });
      }
    }
    return failures;
  }
}
