import { attachRun } from './attach-run.ts';

/** One attach run in a process of its own: node --expose-gc attach-process.js <phones>. */
process.stdout.write(`${JSON.stringify(await attachRun(Number(process.argv[2])))}\n`);
