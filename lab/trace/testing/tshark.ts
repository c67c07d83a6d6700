import { spawnSync } from 'node:child_process';

/** Options that make tshark judge every checksum. */
export const JUDGE_CHECKSUMS = [
  ...['ip.check_checksum:TRUE', 'udp.check_checksum:TRUE', 'sctp.checksum:CRC-32C'].flatMap(option => ['-o', option]),
];

/**
 * What tshark says about a capture file, by field: one row for each frame, an empty text where a frame has no such field, values joined
 * with `|` where it has several.
 * @throws Error that names the Debian package when tshark is not there
 */
export function tsharkFields(path: string, fields: readonly string[], more: readonly string[] = []): string[][] {
  const format = [
    '-T',
    'fields',
    '-E',
    'separator=/t',
    '-E',
    'aggregator=|',
    ...fields.flatMap(field => ['-e', field]),
  ];
  const text = run('tshark', ['-r', path, ...more, ...format]);
  return text
    .split('\n')
    .slice(0, -1)
    .map(line => line.split('\t'));
}

/** Runs one of tshark's programs. @throws Error */
export function run(program: 'tshark' | 'capinfos', args: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error !== undefined)
    throw new Error(`${program} cannot be run (${error.message}): install the Debian package tshark`);
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return stdout;
}
