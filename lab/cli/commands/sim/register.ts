import { Command } from 'commander';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type { Cli } from '../../context.ts';
import { examples } from '../../examples.ts';
import { printJson } from '../../print-table.ts';
import { cardAsJson } from './describe-card.ts';
import { callerOf, type InventoryCliOptions, openInventoryOf, withInventoryOptions } from './open-inventory.ts';

interface RegisterOptions extends InventoryCliOptions {
  readonly iccid: string;
  readonly imsi: string;
  readonly plmn?: string;
  readonly ki?: string;
  readonly opc?: string;
  readonly op?: string;
  readonly randomKeys?: true;
  readonly amf?: string;
  readonly pin1?: string;
  readonly puk1?: string;
  readonly pin2?: string;
  readonly puk2?: string;
  readonly adm1?: string;
  readonly product?: string;
  /** false with --no-check-digit. */
  readonly checkDigit: boolean;
  readonly json?: true;
}

/** `mvnolab sim register` */
export function simRegisterCommand(cli: Cli): Command {
  const command = new Command('register')
    .summary('take one card into stock')
    .description(
      'Takes a card into the inventory. The network does not know it until it is activated. Many cards: mvnolab sim import.',
    )
    .requiredOption('--iccid <digits>', 'ICCID, 19 … 22 digits with its check digit')
    .requiredOption('--imsi <digits>', 'IMSI, 15 digits')
    .option('--plmn <mcc-mnc>', 'refuse an IMSI of another network')
    .option('--ki <hex>', 'subscriber key Ki, 32 hex digits')
    .option('--opc <hex>', 'OPc, 32 hex digits')
    .option('--op <hex>', 'OP of the operator instead of OPc')
    .option('--random-keys', 'draw Ki and OPc at random')
    .option('--amf <hex>', 'authentication management field, 4 hex digits (default: 8000)')
    .option('--pin1 <digits>', 'PIN 1, 4 … 8 digits')
    .option('--puk1 <digits>', 'PUK 1, 8 digits')
    .option('--pin2 <digits>', 'PIN 2')
    .option('--puk2 <digits>', 'PUK 2')
    .option('--adm1 <digits>', 'ADM 1, 8 digits or 16 hex digits')
    .option('--product <name>', 'what kind of card it is')
    .option('--no-check-digit', 'the ICCID is written without check digit')
    .option('--json', 'print JSON')
    .action((options: RegisterOptions) => register(cli, options));
  return withInventoryOptions(command).addHelpText(
    'after',
    examples([
      'mvnolab sim register --iccid 8988211000000000012 --imsi 001010000000001 --random-keys',
      'A card of the test network',
    ]),
  );
}

async function register(cli: Cli, options: RegisterOptions): Promise<void> {
  const { plmn, randomKeys, checkDigit, iccid, imsi, amf, pin1, puk1, pin2, puk2, adm1, product } = options;
  const input = {
    iccid,
    imsi,
    amf,
    pin1,
    puk1,
    pin2,
    puk2,
    adm1,
    product,
    ...(await keysOf(options, randomKeys === true)),
  };
  const { sims } = await openInventoryOf(cli, options);
  const card = await sims.register(input, callerOf(cli), { plmn, checkDigit: checkDigit ? 'verify' : 'absent' });
  if (options.json === true) return printJson(cli.stdout, cardAsJson(card));
  await cli.stdout.write(`${card.iccid} available: IMSI ${card.imsi}\n`);
}

async function keysOf(
  { ki, opc, op }: RegisterOptions,
  isRandom: boolean,
): Promise<{ ki: string; opc?: string; op?: string }> {
  if (isRandom) {
    if (ki !== undefined || opc !== undefined || op !== undefined)
      throw new UserError('keys-twice', 'keys are given, and --random-keys', {
        place: '--random-keys',
        expected: 'one of them',
      });
    const { randomKi, randomOpc } = await import('../../../../provisioner/index.ts');
    const { toHex } = await import('../../../../emulator/bytes/index.ts');
    return { ki: toHex(randomKi().reveal()), opc: toHex(randomOpc().reveal()) };
  }
  if (ki === undefined)
    throw new UserError('ki-missing', 'the card has no Ki', {
      place: '--ki',
      expected: '32 hex digits (128 bit)',
      hint: 'give --ki and --opc, or --random-keys',
    });
  return { ki, ...(opc !== undefined && { opc }), ...(op !== undefined && { op }) };
}
