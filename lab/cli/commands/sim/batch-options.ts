import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type { TransportKey } from '../../../../provisioner/inventory/index.ts';
import type { Cli } from '../../context.ts';

/** `5=keys/transport-5.hex`, or `5=env:TRANSPORT_KEY_5`: a key is never an argument, which others on the machine can read. */
export async function readTransportKeys(
  cli: Cli,
  texts: readonly string[],
): Promise<ReadonlyMap<string, TransportKey>> {
  const { parseTransportKey } = await import('../../../../provisioner/inventory/index.ts');
  const keys = new Map<string, TransportKey>();
  for (const text of texts) {
    const [, index, where] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    if (index === undefined || where === undefined)
      throw new UserError('transport-key-option', `'${text.slice(0, 40)}' names no transport key`, {
        place: '--transport-key',
        expected: '<index>=<file with the key in hex>, or <index>=env:<variable>',
      });
    keys.set(index, parseTransportKey(index, await keyText(cli, where)));
  }
  return keys;
}

async function keyText(cli: Cli, where: string): Promise<string> {
  const variable = /^env:(.+)$/.exec(where)?.[1];
  if (variable !== undefined) {
    const text = cli.env[variable];
    if (text !== undefined && text !== '') return text;
    throw new UserError('transport-key-missing', `the environment variable ${variable} is not set`, {
      place: '--transport-key',
      expected: 'the key in hex',
    });
  }
  try {
    return await readFile(resolve(cli.cwd, where), 'utf8');
  } catch (error) {
    throw new UserError('transport-key-missing', `the transport key cannot be read: ${(error as Error).message}`, {
      place: '--transport-key',
      expected: 'a file with the key in hex',
    });
  }
}

/** A whole number of an option. */
export function numberOf(option: string, text: string, low: number, high: number): number {
  const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= low && value <= high) return value;
  throw new UserError('number-invalid', `${option} is '${text}'`, {
    place: option,
    expected: `a whole number, ${low} … ${high}`,
  });
}

export function collect(value: string, all: string[] = []): string[] {
  return [...all, value];
}
