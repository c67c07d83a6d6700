import { Worker } from 'node:worker_threads';

/** Secrets to seal, as many as a chunk of a batch has. */
export interface SealRequest {
  readonly id: number;
  readonly plains: readonly string[];
  readonly owners: readonly string[];
}

/** All boxes in one piece, and where each ends. */
export interface SealAnswer {
  readonly id: number;
  readonly boxes: Uint8Array;
  readonly ends: Uint32Array;
}

/** A thread that seals while this one reads on: the cipher takes as long as all the rest of a card together. Ends with the process. */
export class SealThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<
    number,
    { readonly resolve: (boxes: Uint8Array[]) => void; readonly reject: (error: Error) => void }
  >();
  #nextId = 0;
  #failure: Error | undefined;

  constructor(key: Uint8Array) {
    this.#worker = new Worker(new URL('./seal-worker.js', import.meta.url), { workerData: key.slice(), name: 'seal' });
    this.#worker.unref();
    this.#worker.on('message', ({ id, boxes, ends }: SealAnswer) => {
      this.#settle(id)?.resolve(Array.from(ends, (end, i) => boxes.subarray(i === 0 ? 0 : ends[i - 1], end)));
    });
    const fail = (error: Error): void => {
      this.#failure = error;
      for (const id of [...this.#waiting.keys()]) this.#settle(id)?.reject(error);
    };
    this.#worker.on('error', fail);
    this.#worker.on('exit', () => fail(new Error('the thread that seals has ended')));
  }

  seal(plains: readonly string[], owners: readonly string[]): Promise<Uint8Array[]> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.ref(); // whoever waits for an answer keeps the process running
      this.#worker.postMessage({ id, plains, owners } satisfies SealRequest);
    });
  }

  #settle(id: number) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#worker.unref();
    return waiting;
  }
}
