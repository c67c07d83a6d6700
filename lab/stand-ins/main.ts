import { MongoClient } from 'mongodb';
import { isStandIn, runStandIn } from './stand-in-function.ts';
import { runStandInMme } from './stand-in-mme.ts';

/** `node main.js hss -c /mvnolab/hss.yaml`: called by the name of the function that it stands in for, with its arguments. */
const [name = '', ...args] = process.argv.slice(2);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));

if (name === 'mme') await runStandInMme(args[args.indexOf('-c') + 1] ?? '');
else if (name === 'mongosh') await ping();
else if (isStandIn(name)) await runStandIn(name);
else throw new Error(`there is no stand-in for '${name}'`);

/** What the healthcheck's shell does on a store that needs no replica set. */
async function ping(): Promise<void> {
  const client = new MongoClient('mongodb://127.0.0.1:27017', { serverSelectionTimeoutMS: 2_000 });
  try {
    await client.db('admin').command({ ping: 1 });
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  } finally {
    await client.close();
  }
}
