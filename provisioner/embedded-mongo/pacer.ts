const TURN_MS = 10;

/** Keeps long loops from holding up the event loop: `if (pacer.due()) await pacer.pause()`, cheap to ask every time. */
export class Pacer {
  #until = performance.now() + TURN_MS;
  #calls = 0;

  /** Whether this turn has lasted long enough; looks at the clock only every 64th time. */
  due(): boolean {
    if ((++this.#calls & 63) !== 0) return false;
    return performance.now() >= this.#until;
  }

  async pause(): Promise<void> {
    await new Promise<void>(resolve => setImmediate(resolve));
    this.#until = performance.now() + TURN_MS;
  }
}
