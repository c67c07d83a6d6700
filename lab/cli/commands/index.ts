import type { Command } from 'commander';
import type { Cli } from '../context.ts';

/** Makes the command; what it needs to run is imported inside its action. */
export type CommandFactory = (cli: Cli) => Command;

export interface CommandEntry {
  readonly name: string;
  /** The line in `mvnolab --help`; the same as the command's summary. */
  readonly summary: string;
  /** What follows the name there; default `[options]`. */
  readonly usage?: string;
  readonly load: () => Promise<CommandFactory>;
}

/** Every command of mvnolab, in the order of its help. A command that does not work yet is not listed. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'demo',
    summary: 'take a SIM from nothing to an attached phone, and show what happens',
    load: async () => (await import('./demo.ts')).demoCommand,
  },
  {
    name: 'attach',
    summary: 'attach one or many phones, to the embedded core or to yours',
    load: async () => (await import('./attach.ts')).attachCommand,
  },
  {
    name: 'decode',
    summary: 'show the octets of a message as a tree with offsets and clauses',
    usage: '[options] <protocol> <hex...>',
    load: async () => (await import('./decode.ts')).decodeCommand,
  },
  {
    name: 'sim',
    summary: 'add, show, list and remove SIMs in the subscriber database',
    usage: '<command> [options]',
    load: async () => (await import('./sim.ts')).simCommand,
  },
];
