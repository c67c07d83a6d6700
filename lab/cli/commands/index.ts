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
    summary: 'SIM cards and their life, and the subscribers of the HSS',
    usage: '<command> [options]',
    load: async () => (await import('./sim.ts')).simCommand,
  },
  {
    name: 'explain',
    summary: 'explain an authentication, a cause or a run in plain words',
    usage: '<command> [options]',
    load: async () => (await import('./explain.ts')).explainCommand,
  },
  {
    name: 'compare',
    summary: 'what differs between two runs of scenarios',
    usage: '[options] <before> [after]',
    load: async () => (await import('./compare.ts')).compareCommand,
  },
  {
    name: 'export',
    summary: 'take the capture, a diagram or the page out of a run',
    usage: '[options] <run>',
    load: async () => (await import('./export.ts')).exportCommand,
  },
  {
    name: 'report',
    summary: 'report a run of scenarios again',
    usage: '[options] [run]',
    load: async () => (await import('./report.ts')).reportCommand,
  },
];
