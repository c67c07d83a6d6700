import { parseArgs } from 'node:util';
import { LabError } from '../../emulator/vocabulary/index.ts';
import { startServer } from './server.ts';

/** Runs the server by itself: node dist/provisioner/embedded-mongo/main.js --port 27017 --folder DIR */
const USAGE = 'usage: main.js [--host 127.0.0.1] [--port 27017] [--folder DIR]   (without --folder: in memory only)';

try {
  const { values } = parseArgs({
    options: {
      host: { type: 'string' },
      port: { type: 'string' },
      folder: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) console.log(USAGE);
  else {
    const port = Number(values.port ?? 27017);
    if (!Number.isInteger(port) || port < 0 || port > 65535) throw new TypeError(`--port ${values.port} is no port`);
    const server = await startServer({
      port,
      ...(values.host === undefined ? {} : { host: values.host }),
      ...(values.folder === undefined ? {} : { folder: values.folder }),
    });
    console.log(`ready ${server.uri}`);
    const stop = () => void server.close().then(() => process.exit(0));
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  }
} catch (error) {
  if (error instanceof LabError) {
    console.error(`${error.message}${error.help.hint === undefined ? '' : `\nhint: ${error.help.hint}`}`);
    process.exitCode = 3;
  } else {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exitCode = 2;
  }
}
