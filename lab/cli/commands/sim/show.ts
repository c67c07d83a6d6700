import { Command } from 'commander';
import type { BsonDocument } from '../../../../provisioner/index.ts';
import type { Cli } from '../../context.ts';
import { examples } from '../../examples.ts';
import { openExistingStore, type StoreOptions, storeFolder, withStoreOptions } from '../../open-store.ts';
import { paint, visibleControls } from '../../paint.ts';
import { printJson, printPairs } from '../../print-table.ts';
import { HIDDEN, simAsJson, simAsPairs } from './describe-sim.ts';

interface ShowOptions extends StoreOptions {
  readonly json?: true;
  readonly document?: true;
  readonly revealKeys?: true;
}

/** `mvnolab sim show` */
export function simShowCommand(cli: Cli): Command {
  const command = new Command('show')
    .summary('show a SIM as the HSS reads it, and what is wrong with it')
    .description(
      'Shows a SIM as Open5GS reads its document, and names every field that Open5GS would ignore, misread or abort on: it takes each value in one BSON type only and says nothing about another.',
    )
    .argument('<imsi>', 'IMSI, 14 or 15 digits')
    .option('--json', 'print JSON')
    .option('--document', 'print the document as it is stored, in MongoDB extended JSON with BSON types')
    .option('--reveal-keys', 'print Ki, OPc and OP too (whoever has them can clone the SIM)')
    .action((imsi: string, options: ShowOptions) => show(cli, imsi, options));
  return withStoreOptions(command).addHelpText(
    'after',
    examples(
      ['mvnolab sim show 001010000000001', 'A SIM, its keys hidden'],
      ['mvnolab sim show 001010000000001 --json | jq .sqn', 'Its next sequence number, for a script'],
      [
        'mvnolab sim show 001010000000001 --document --mongodb mongodb://127.0.0.1:27017',
        "The document in an Open5GS's MongoDB, each number with its BSON type",
      ],
    ),
  );
}

async function show(cli: Cli, text: string, options: ShowOptions): Promise<void> {
  const { parseImsi } = await import('../../../../emulator/vocabulary/index.ts');
  const { checkSubscriber, unknownImsi } = await import('../../../../provisioner/index.ts');
  const imsi = parseImsi(text);
  const store = await openExistingStore(cli, options);
  const stored = await store?.find(imsi);
  if (stored === undefined) throw unknownImsi(imsi, store?.place ?? storeFolder(cli, options));
  const reveal = options.revealKeys === true;
  if (reveal) await cli.stderr.write('warning: these are the keys of the SIM; whoever has them can clone it\n');
  if (options.document === true) return printJson(cli.stdout, await extendedJson(stored.document, reveal));
  if (options.json === true) return printJson(cli.stdout, await simAsJson(stored, reveal));
  await printPairs(cli.stdout, await simAsPairs(stored, reveal));
  for (const { severity, text: what } of checkSubscriber(stored.document)) {
    const label = paint(severity === 'error' ? 'red' : 'yellow', `${severity}:`, cli.stdout.color);
    await cli.stdout.write(`${label} ${visibleControls(what)}\n`);
  }
}

async function extendedJson(document: BsonDocument, reveal: boolean): Promise<unknown> {
  const { EJSON } = await import('bson');
  const value = EJSON.serialize(document, { relaxed: false }) as BsonDocument;
  return reveal ? value : { ...value, security: hideKeys(value.security) };
}

/** Whatever type the keys were stored in. */
function hideKeys(security: unknown): unknown {
  if (typeof security !== 'object' || security === null) return security === undefined ? undefined : HIDDEN;
  return Object.fromEntries(
    Object.entries(security).map(([field, value]) => [
      field,
      ['k', 'op', 'opc'].includes(field) && value !== null ? HIDDEN : value,
    ]),
  );
}
