import { parentPort, workerData } from 'node:worker_threads';
import { KeyVault } from './key-vault.ts';
import type { SealAnswer, SealRequest } from './seal-thread.ts';

const vault = new KeyVault(workerData as Uint8Array);

parentPort?.on('message', ({ id, plains, owners }: SealRequest) => {
  const sealed = plains.map((plain, i) => vault.seal(plain, owners[i]!).box);
  const ends = new Uint32Array(sealed.length);
  let end = 0;
  for (const [i, box] of sealed.entries()) ends[i] = end += box.length;
  const boxes = new Uint8Array(end);
  for (const [i, box] of sealed.entries()) boxes.set(box, ends[i]! - box.length);
  parentPort?.postMessage({ id, boxes, ends } satisfies SealAnswer, [boxes.buffer, ends.buffer]);
});
