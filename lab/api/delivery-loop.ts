import { setTimeout } from 'node:timers/promises';
import type { Inventory } from '../../provisioner/inventory/index.ts';

/** Brings events that wait to the HSS and the other handlers while the API runs, and goes on with what a killed process left. */
export class DeliveryLoop {
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;

  constructor(inventory: Inventory, everyMs: number, warn: (text: string) => void) {
    this.#ended = everyMs > 0 ? this.#run(inventory, everyMs, warn) : Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }

  async #run(inventory: Inventory, everyMs: number, warn: (text: string) => void): Promise<void> {
    const { signal } = this.#stop;
    let lastTrouble: string | undefined;
    while (!signal.aborted) {
      try {
        await inventory.deliver();
        if (lastTrouble !== undefined) warn('events are delivered again');
        lastTrouble = undefined;
      } catch (error) {
        const trouble = (error as { code?: string }).code ?? 'unknown';
        // Once for each kind of trouble, not every two seconds.
        if (trouble !== lastTrouble) warn(`events are not delivered: ${(error as Error).message}`);
        lastTrouble = trouble;
      }
      await setTimeout(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
