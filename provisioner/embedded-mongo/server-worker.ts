import { parentPort, workerData } from 'node:worker_threads';
import { LabError } from '../../emulator/vocabulary/index.ts';
import type { EmbeddedMongoOptions } from './embedded-mongo.ts';
import { startServer } from './server.ts';

/** What the worker tells the thread that spawned it. */
export type WorkerReport =
  | { readonly type: 'ready'; readonly uri: string; readonly host: string; readonly port: number }
  | { readonly type: 'failed'; readonly code: string; readonly message: string; readonly help: LabError['help'] }
  | { readonly type: 'closed' };

const port = parentPort!;
const report = (message: WorkerReport) => port.postMessage(message);

try {
  const server = await startServer(workerData as EmbeddedMongoOptions);
  port.once('message', () => {
    void server.close().then(() => {
      report({ type: 'closed' });
      port.close();
    });
  });
  report({ type: 'ready', uri: server.uri, host: server.host, port: server.port });
} catch (error) {
  const known = error instanceof LabError ? error : undefined;
  const message = known?.message ?? String((error as Error).stack ?? error);
  report({ type: 'failed', code: known?.code ?? 'mongo-failed', message, help: known?.help ?? {} });
  port.close();
}
