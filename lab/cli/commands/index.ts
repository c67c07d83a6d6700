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
    name: 'run',
    summary: 'run scenarios and say what held and what did not',
    usage: '[options] [paths...]',
    load: async () => (await import('./run.ts')).runCommand,
  },
  {
    name: 'watch',
    summary: 'run scenarios again whenever their files change',
    usage: '[options] [paths...]',
    load: async () => (await import('./watch.ts')).watchCommand,
  },
  {
    name: 'serve',
    summary: 'run a lab as a service that others drive over WebSocket',
    load: async () => (await import('./serve.ts')).serveCommand,
  },
  {
    name: 'lint',
    summary: 'check scenario files without running them',
    usage: '[options] [paths...]',
    load: async () => (await import('./lint.ts')).lintCommand,
  },
  {
    name: 'list',
    summary: 'list the cases of scenario files',
    usage: '[options] [paths...]',
    load: async () => (await import('./list.ts')).listCommand,
  },
  {
    name: 'plan',
    summary: 'say in sentences what scenarios would do, without a lab',
    usage: '[options] [paths...]',
    load: async () => (await import('./plan.ts')).planCommand,
  },
  {
    name: 'new',
    summary: 'write a scenario file to begin with',
    usage: '[options] [template] [file]',
    load: async () => (await import('./new.ts')).newCommand,
  },
  {
    name: 'schema',
    summary: 'print the JSON Schema of scenario files, for editors',
    load: async () => (await import('./schema.ts')).schemaCommand,
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
    name: 'api',
    summary: 'serve the SIM inventory over HTTP: REST, OpenAPI 3.1, a page to try it',
    load: async () => (await import('./api.ts')).apiCommand,
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
  {
    name: 'up',
    summary: 'bring up a lab on real Open5GS in containers',
    load: async () => (await import('./up.ts')).upCommand,
  },
  {
    name: 'down',
    summary: 'remove a lab in containers, whatever is left of it',
    load: async () => (await import('./down.ts')).downCommand,
  },
  {
    name: 'status',
    summary: 'what runs of a lab in containers, and how it is',
    load: async () => (await import('./status.ts')).statusCommand,
  },
  {
    name: 'inspect',
    summary: 'everything about a lab in containers: addresses, restarts, memory, traffic',
    load: async () => (await import('./inspect.ts')).inspectCommand,
  },
  {
    name: 'logs',
    summary: 'what the functions of a lab in containers say',
    usage: '[options] [functions...]',
    load: async () => (await import('./logs.ts')).logsCommand,
  },
  {
    name: 'events',
    summary: 'what happens to the containers of a lab',
    load: async () => (await import('./events.ts')).eventsCommand,
  },
  {
    name: 'graph',
    summary: 'the network functions of a lab and their reference points, as a diagram',
    load: async () => (await import('./graph.ts')).graphCommand,
  },
  {
    name: 'fault',
    summary: 'kill, stop, pause or cut off a function of a lab',
    usage: '[options] <kind> <function>',
    load: async () => (await import('./fault.ts')).faultCommand,
  },
  {
    name: 'heal',
    summary: 'mend what is killed, stopped, paused or cut off in a lab',
    usage: '[options] [functions...]',
    load: async () => (await import('./heal.ts')).healCommand,
  },
  {
    name: 'reset',
    summary: 'begin anew with a lab in containers: no subscribers, no phones',
    load: async () => (await import('./reset.ts')).resetCommand,
  },
  {
    name: 'doctor',
    summary: 'what a lab in containers needs, what is missing, and the fix',
    load: async () => (await import('./doctor.ts')).doctorCommand,
  },
];
