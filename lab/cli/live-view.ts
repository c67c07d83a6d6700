import type { Run } from '../run/run.ts';
import { detectTerminal, LiveLadder, renderCompactList } from '../trace/index.ts';
import type { Cli } from './context.ts';

export interface LiveView {
  /** A remark above or between the messages. */
  say(text: string): Promise<void>;
  /** The foot of the ladder; resolves when everything is written. */
  end(): Promise<void>;
}

const NODES = [
  { name: 'phone', role: 'ue' },
  { name: 'bts', role: 'bts' },
  { name: 'mme', role: 'mme' },
  { name: 'hss', role: 'hss' },
  { name: 'gateway', role: 'gateway' },
] as const;

/** Shows the messages of a run on standard output as they happen, as a ladder or as a list. */
export function showLive(
  cli: Cli,
  run: Run,
  options: { readonly list: boolean; readonly withCore?: boolean },
): LiveView {
  const stream = {
    isTTY: cli.stdout.isTty,
    ...(cli.stdout.columns === undefined ? {} : { columns: cli.stdout.columns }),
  };
  const detected = detectTerminal(stream, cli.env, process.platform);
  const terminal = { ...detected, colour: cli.stdout.color };
  const nodes = options.withCore === false ? NODES.slice(0, 3) : NODES;
  const ladder = new LiveLadder({ terminal, states: false }, nodes);
  let written: Promise<void> = Promise.resolve();
  const write = (text: string): void => {
    if (text !== '') written = written.then(() => cli.stdout.write(text));
  };
  const unsubscribe = run.log.subscribe(event => {
    if (options.list) write(renderCompactList([event], terminal));
    else
      write(
        ladder
          .lines(event)
          .map(line => `${line}\n`)
          .join(''),
      );
  });
  return {
    say: async text => {
      write(`${text}\n`);
      await written;
    },
    end: async () => {
      unsubscribe();
      if (!options.list)
        write(
          ladder
            .foot()
            .map(line => `${line}\n`)
            .join(''),
        );
      await written;
    },
  };
}
