import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { LabError } from '../../emulator/vocabulary/index.ts';
import type { EmbeddedMongo, EmbeddedMongoOptions } from './embedded-mongo.ts';
import type { WorkerReport } from './server-worker.ts';

/** What a command leaves behind is garbage at once: more room for it than this saves no time and costs 30 MB. */
const YOUNG_GENERATION_MB = 12;

/**
 * Starts the server on a thread of its own, so that bulk work there never holds up this one. The thread ends with this
 * process, however that ends (kill -9 too), and does not keep it running.
 *
 * @throws {LabError} when the port is taken or the folder cannot be used.
 */
export async function spawnEmbeddedMongo(options: EmbeddedMongoOptions = {}): Promise<EmbeddedMongo> {
  const worker = new Worker(new URL('./server-worker.js', import.meta.url), {
    workerData: options,
    name: 'embedded-mongo',
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  const exited = new Promise<void>(resolve => worker.once('exit', () => resolve()));
  const report = await firstReport(worker);
  if (report.type !== 'ready') {
    await exited;
    if (report.type === 'failed') throw new LabError(report.code, report.message, report.help);
    throw new LabError('mongo-failed', 'the embedded store closed while it started');
  }
  worker.unref();
  let closing: Promise<void> | undefined;
  const close = async () => {
    worker.ref();
    const closed = once(worker, 'message');
    worker.postMessage('close');
    await Promise.race([closed, exited]);
    await worker.terminate();
  };
  return { uri: report.uri, host: report.host, port: report.port, close: () => (closing ??= close()) };
}

async function firstReport(worker: Worker): Promise<WorkerReport> {
  try {
    const [report] = (await once(worker, 'message')) as [WorkerReport];
    return report;
  } catch (error) {
    throw new LabError(
      'mongo-failed',
      `the embedded store did not start: ${(error as Error).message}`,
      {},
      { cause: error },
    );
  }
}
