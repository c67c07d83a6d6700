import { Command } from 'commander';
import type { FieldTree } from '../../../emulator/codec/tree.ts';
import { didYouMean, UserError } from '../../../emulator/vocabulary/index.ts';
import { type Cli, EXIT } from '../context.ts';
import { examples } from '../examples.ts';
import { printJson } from '../print-table.ts';

const PROTOCOLS = ['s1ap', 'nas-eps', 'sctp', 'gtpu'] as const;
type Protocol = (typeof PROTOCOLS)[number];

interface DecodeOptions {
  readonly json?: true;
  readonly downlink?: true;
}

/** `mvnolab decode` */
export function decodeCommand(cli: Cli): Command {
  return new Command('decode')
    .summary('show the octets of a message as a tree with offsets and clauses')
    .description(
      'Decodes one message from hex: each field with its offset, its octets, its value and the clause that defines it. S1AP goes on into NAS, SCTP into S1AP, GTP-U into IP. What cannot be decoded is shown as far as it goes, with the octet that is wrong; exit code 1 then.',
    )
    .argument('<protocol>', `${PROTOCOLS.join(', ')}`)
    .argument('<hex...>', 'the octets; white space, colons and a leading 0x are skipped; - reads standard input')
    .option('--downlink', 'NAS from the network (a Detach Request means something else then)')
    .option('--json', 'the tree as JSON')
    .action((protocol: string, hex: string[], options: DecodeOptions) => decode(cli, protocol, hex, options))
    .addHelpText(
      'after',
      examples(
        [
          'mvnolab decode nas-eps 07417108091010000000001002f07000230201d011271d8080211001010010810600000000830600000000000d00000a00001000',
          'An Attach Request',
        ],
        [
          'mvnolab decode s1ap 00110028000004003b00080000f110000019b0003c40050100627473004000070000004000f1100089400140',
          'An S1 Setup Request',
        ],
        ['mvnolab decode gtpu 320100040000000000000000', 'An Echo Request'],
      ),
    );
}

async function decode(cli: Cli, name: string, hex: readonly string[], options: DecodeOptions): Promise<void> {
  const protocol = protocolOf(name);
  const { explain, renderTree, detectTerminal } = await import('../../trace/index.ts');
  const bytes = await octetsOf(hex);
  const tree = explain(protocol, bytes, options.downlink === true ? 'downlink' : 'uplink');
  if (holdsMalformed(tree)) cli.exitCode = EXIT.expectationFailed;
  if (options.json === true) return printJson(cli.stdout, tree);
  const { columns } = cli.stdout;
  const stream = { isTTY: cli.stdout.isTty, ...(columns === undefined ? {} : { columns }) };
  const terminal = { ...detectTerminal(stream, cli.env, process.platform), colour: cli.stdout.color };
  await cli.stdout.write(renderTree(tree, bytes, terminal));
}

function holdsMalformed(field: FieldTree): boolean {
  return field.name === 'malformed' || (field.children ?? []).some(holdsMalformed);
}

function protocolOf(name: string): Protocol {
  const protocol = PROTOCOLS.find(known => known === name.toLowerCase());
  if (protocol !== undefined) return protocol;
  const near = didYouMean(name, PROTOCOLS);
  throw new UserError('protocol-unknown', `'${name}' is not a protocol that can be decoded`, {
    place: '<protocol>',
    expected: PROTOCOLS.join(', '),
    ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
  });
}

async function octetsOf(words: readonly string[]): Promise<Uint8Array> {
  const { fromHex } = await import('../../../emulator/bytes/index.ts');
  const text = words.length === 1 && words[0] === '-' ? await standardInput() : words.join(' ');
  try {
    const bytes = fromHex(text);
    if (bytes.length > 0) return bytes;
    throw new RangeError('there are no hex digits');
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError('hex-invalid', error.message, { place: '<hex>', expected: 'two hex digits for each octet' });
  }
}

async function standardInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk;
  return text;
}
