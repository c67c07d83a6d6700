import type { Command } from 'commander';
import { UserError } from '../../emulator/vocabulary/index.ts';
import type { Engine } from '../docker/index.ts';
import type { Cli } from './context.ts';

export interface LabOptions {
  readonly name: string;
}

/** Adds `--name`, the name of a lab in containers. */
export function withLabOption(command: Command): Command {
  return command.option('--name <name>', 'name of the lab; several live side by side', 'mvnolab');
}

/** The engine, and the lab's name checked. @throws LabError when no engine answers */
export async function openLabEngine(cli: Cli, options: LabOptions): Promise<{ engine: Engine; lab: string }> {
  const { labName, openEngine } = await import('../docker/index.ts');
  const lab = labName(options.name);
  return { engine: await openEngine(cli.env), lab };
}

/** `180`, in seconds. @throws UserError for what is no positive number */
export function seconds(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= 86_400) return value;
  throw new UserError('seconds-invalid', `'${text}' is no time`, { place: option, expected: 'seconds, more than 0' });
}
