import { Command } from 'commander';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type { SimInput } from '../../../../provisioner/index.ts';
import type { Cli } from '../../context.ts';
import { examples } from '../../examples.ts';
import { openStore, type StoreOptions, withStoreOptions } from '../../open-store.ts';
import { visibleControls } from '../../paint.ts';
import { printJson } from '../../print-table.ts';
import { APN_HELP, parseApnOption } from './apn-option.ts';
import { describeSim, simAsJson } from './describe-sim.ts';

interface AddOptions extends StoreOptions {
  readonly imsi?: string;
  readonly plmn?: string;
  readonly ki?: string;
  readonly opc?: string;
  readonly op?: string;
  readonly randomKeys?: true;
  readonly amf?: string;
  readonly sqn?: string;
  readonly msisdn?: string[];
  readonly apn?: string[];
  readonly removeApn?: string[];
  readonly ambrDown?: string;
  readonly ambrUp?: string;
  readonly sst?: string;
  readonly sd?: string;
  readonly update?: true;
  readonly json?: true;
}

/** `mvnolab sim add` */
export function simAddCommand(cli: Cli): Command {
  const command = new Command('add')
    .summary('add a SIM, or change one with --update')
    .description(
      'Adds a SIM to the subscriber database, so that a phone with it can attach. What is not given has the value that the WebUI of Open5GS fills in. The document is read back and compared in value and BSON type before this says "added".',
    )
    .option('--imsi <digits>', 'IMSI, 15 digits (14 are allowed), leading zeros kept; always needed')
    .option('--plmn <mcc-mnc>', 'refuse an IMSI of another network, such as 001-01 or 310-260')
    .option('--ki <hex>', 'subscriber key Ki, 32 hex digits (128 bit)')
    .option('--opc <hex>', 'OPc of this SIM, 32 hex digits (128 bit)')
    .option('--op <hex>', 'OP of the operator instead of OPc, 32 hex digits (128 bit)')
    .option('--random-keys', 'draw Ki (and OPc, unless --opc or --op is given) at random')
    .option('--amf <hex>', 'authentication management field, 4 hex digits (default: 8000)')
    .option(
      '--sqn <number>',
      'next sequence number, 48 bit: decimal, 0x… or 12 hex digits (default: 32, which a new card takes at once)',
    )
    .option('--msisdn <digits>', 'phone number with country code, 1 … 15 digits; twice at most', collect)
    .option(
      '--apn <settings>',
      'a session: name, then settings after commas, see below; repeatable, 4 at most (default: internet)',
      collect,
    )
    .option('--ambr-down <rate>', 'UE-AMBR downlink, bps with k, M, G, T (powers of 1000) (default: 1Gbps)')
    .option('--ambr-up <rate>', 'UE-AMBR uplink, likewise (default: 1Gbps)')
    .option('--sst <number>', 'slice/service type, 1 … 255 (default: 1)')
    .option('--sd <hex>', 'slice differentiator, 6 hex digits (default: none)')
    .option('--update', 'change a SIM that is there: what is given is written, the rest stays, SQN included')
    .option('--remove-apn <name>', 'with --update: drop the session of this APN; repeatable', collect)
    .option('--json', 'print the SIM as JSON, keys hidden')
    .action((options: AddOptions) => add(cli, options));
  return withStoreOptions(command).addHelpText(
    'after',
    APN_HELP +
      examples(
        ['mvnolab sim add --imsi 001010000000001 --random-keys', 'A SIM of the test network with keys of its own'],
        [
          'mvnolab sim add --imsi 001010000000002 --plmn 001-01 --msisdn 447700900002 \\\n        --ki 465B5CE8B199B49FAA5F0A2EE238A6BC --opc E8ED289DEBA952E4283B54E88E6183CA',
          "A vendor's SIM with a phone number, refused when its IMSI is of another network",
        ],
        [
          'mvnolab sim add --imsi 001010000000003 --random-keys --apn internet,type=ipv4,down=20Mbps,up=5Mbps --apn ims,qci=5',
          'Two sessions: internet with 20 Mbps down and 5 Mbps up, and ims with QCI 5',
        ],
        [
          'mvnolab sim add --update --imsi 001010000000001 --ambr-down 2Mbps --mongodb mongodb://127.0.0.1:27017',
          'Throttle a SIM in the MongoDB of an Open5GS; nothing else of it is touched',
        ],
      ),
  );
}

async function add(cli: Cli, options: AddOptions): Promise<void> {
  const { parseSimChanges, parseSimRecord } = await import('../../../../provisioner/index.ts');
  const input = await inputOf(options);
  const atOptions = <T>(parse: (input: unknown) => T) => {
    try {
      return parse(input);
    } catch (error) {
      throw withOptionNames(error, options);
    }
  };
  if (options.update === true) {
    const { parseImsi } = await import('../../../../emulator/vocabulary/index.ts');
    const changes = atOptions(parseSimChanges);
    if (options.imsi === undefined) throw imsiMissing();
    const imsi = parseImsi(options.imsi);
    if (Object.keys(changes).length === 0) throw nothingToUpdate();
    const store = await openStore(cli, options);
    const paths = await store.update(imsi, changes);
    return report(cli, options, imsi, store, paths.length === 0 ? 'unchanged' : `updated (${paths.join(', ')})`);
  }
  if (options.removeApn !== undefined)
    throw new UserError('option-without-update', '--remove-apn is for SIMs that are there', {
      place: '--remove-apn',
      expected: '--update with it',
      hint: 'add --update, or leave out --remove-apn',
    });
  const sim = atOptions(parseSimRecord);
  const store = await openStore(cli, options);
  try {
    await store.add(sim);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'imsi-exists') throw error;
    throw new UserError(error.code, error.message, {
      ...error.help,
      hint: 'add --update to change what is given and keep the rest',
    });
  }
  await report(cli, options, sim.imsi, store, 'added');
}

async function report(
  cli: Cli,
  options: AddOptions,
  imsi: string,
  store: Awaited<ReturnType<typeof openStore>>,
  what: string,
): Promise<void> {
  const stored = await store.find(imsi);
  if (stored === undefined) return; // removed by somebody else in this instant
  if (options.json === true) return printJson(cli.stdout, await simAsJson(stored, false));
  await cli.stdout.write(`${imsi} ${what}: ${visibleControls(describeSim(stored.sim))}\n`);
  if (options.randomKeys === true)
    await cli.stderr.write(`its keys: mvnolab sim show ${imsi} --reveal-keys${storeArguments(options)}\n`);
}

async function inputOf(options: AddOptions): Promise<SimInput> {
  const { ambrDown, ambrUp } = options;
  const input: SimInput = {
    imsi: options.imsi,
    plmn: options.plmn,
    ...(await keysOf(options)),
    amf: options.amf,
    sqn: options.sqn,
    msisdn: options.msisdn,
    sessions: options.apn?.map(parseApnOption),
    removeApns: options.removeApn,
    ambr: ambrDown === undefined && ambrUp === undefined ? undefined : { downlink: ambrDown, uplink: ambrUp },
    sst: options.sst,
    sd: options.sd,
  };
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

async function keysOf({ ki, opc, op, randomKeys }: AddOptions): Promise<Pick<SimInput, 'ki' | 'opc' | 'op'>> {
  if (randomKeys !== true) return { ki, opc, op };
  if (ki !== undefined)
    throw new UserError('keys-twice', 'both --ki and --random-keys are given', {
      place: '--random-keys',
      expected: 'one of them',
      hint: 'leave out --random-keys to use the Ki that is given',
    });
  const { randomKi, randomOpc } = await import('../../../../provisioner/index.ts');
  const { toHex } = await import('../../../../emulator/bytes/index.ts');
  const drawn = opc === undefined && op === undefined ? toHex(randomOpc().reveal()) : opc;
  return { ki: toHex(randomKi().reveal()), opc: drawn, op };
}

/** Names the option where the record's check names a field. */
function withOptionNames(error: unknown, options: AddOptions): unknown {
  if (!(error instanceof UserError)) return error;
  const { place = '' } = error.help;
  const session = /^sessions\[(\d+)\]/.exec(place)?.[1];
  const named =
    session !== undefined ? `--apn ${options.apn?.[Number(session)]}` : OPTION_OF[place.replace(/\[.*/, '')];
  const hint = error.help.hint ?? MISSING[error.code];
  return new UserError(error.code, error.message, {
    ...error.help,
    place: named ?? place,
    ...(hint !== undefined && { hint }),
  });
}

const OPTION_OF: Readonly<Record<string, string>> = {
  imsi: '--imsi',
  plmn: '--plmn',
  ki: '--ki',
  opc: '--opc',
  op: '--op',
  amf: '--amf',
  sqn: '--sqn',
  msisdn: '--msisdn',
  sessions: '--apn',
  'ambr.downlink': '--ambr-down',
  'ambr.uplink': '--ambr-up',
  sst: '--sst',
  sd: '--sd',
};

const MISSING: Readonly<Record<string, string>> = {
  'imsi-missing': 'give --imsi, such as --imsi 001010000000001',
  'ki-missing': 'give --ki and --opc, or --random-keys',
  'opc-missing': 'give --opc or --op, or --random-keys',
};

function imsiMissing(): UserError {
  return new UserError('imsi-missing', '--update needs the IMSI of the SIM to change', {
    place: '--imsi',
    expected: '15 digits (14 are allowed), such as 001010000000001',
    hint: 'mvnolab sim list shows which are there',
  });
}

function nothingToUpdate(): UserError {
  return new UserError('nothing-to-update', '--update is given, but nothing to change', {
    place: '--update',
    expected: 'an option with a new value, such as --ambr-down 5Mbps',
    hint: 'see mvnolab sim add --help',
  });
}

function storeArguments({ store, mongodb }: StoreOptions): string {
  if (store !== undefined) return ` --store ${store}`;
  return mongodb === undefined ? '' : ' --mongodb …';
}

function collect(value: string, all: string[] = []): string[] {
  return [...all, value];
}
