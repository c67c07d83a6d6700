import { EventLog, openEventFile } from '../index.ts';

/** A process that writes events and then ends as its second argument says; the test reads what is left. */
const [, , path, how] = process.argv as [string, string, string, 'kill' | 'exit' | 'throw'];
const log = new EventLog({ run: { run: 'dying', version: '0', core: 'none' } });
openEventFile(path, log, error => {
  throw error;
});
const tell = (from: number, to: number) => {
  for (let i = from; i < to; i++) log.append({ kind: 'note', text: `note ${i}` });
};
tell(0, 500);
setImmediate(() => {
  // what the first turn told is with the kernel now
  if (how === 'kill') process.kill(process.pid, 'SIGKILL');
  tell(500, 1000);
  if (how === 'exit') process.exit(0);
  throw new Error('a bug');
});
