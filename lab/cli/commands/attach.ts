import { Command } from 'commander';
import type { Cli } from '../context.ts';
import { examples } from '../examples.ts';
import type { AttachOptions } from './attach/options.ts';

/** `mvnolab attach` */
export function attachCommand(cli: Cli): Command {
  return new Command('attach')
    .summary('attach one or many phones, to the embedded core or to yours')
    .description(
      'Puts phones on a base station, attaches them, pings and detaches. Without --mme the embedded core answers, and a SIM that is not in the store is made for the run. With --mme the base station connects to an MME of yours (Open5GS with SCTP over UDP), and the SIM is written to --mongodb first when it is given. Exit code 0 when every phone attached, 1 when one did not.',
    )
    .option(
      '--imsi <digits>',
      'IMSI of the first phone, 15 digits; the others count up from it (default: 001010000000001)',
    )
    .option('--ki <hex>', 'subscriber key Ki, 32 hex digits (default: from the store, else random)')
    .option('--opc <hex>', 'OPc, 32 hex digits')
    .option('--op <hex>', 'OP of the operator instead of OPc, 32 hex digits')
    .option('--amf <hex>', 'authentication management field to store, 4 hex digits (default: 8000)')
    .option('--plmn <mcc-mnc>', 'PLMN of the base station and home network of the phones', '001-01')
    .option('--tac <number>', 'tracking area code, 1 … 65533', '1')
    .option('--apn <name>', 'APN to ask for (default: what the subscription says)')
    .option('--pdn-type <type>', 'ipv4, ipv6 or ipv4v6', 'ipv4')
    .option('--mme <address[:port]>', 'an MME of yours; the port is the UDP port of its SCTP (default port: 9899)')
    .option('--local <address>', 'our own address towards that MME and its gateway (default: 127.0.0.1)')
    .option(
      '--eia <list>',
      'integrity algorithms that the phone offers; the embedded core prefers them in this order (default: 1,2,3; the core 2,1)',
    )
    .option('--eea <list>', 'ciphering algorithms, likewise (default: 0,1,2,3; the core 0,1,2)')
    .option('--count <number>', 'how many phones, 1 … 100000', '1')
    .option('--ping <address>', 'where to ping (default: the gateway of the embedded core, 10.45.0.1 with --mme)')
    .option('--pings <number>', 'how many pings a phone sends, 0 for none', '3')
    .option(
      '--usim <file>',
      'keep the card’s memory (SQN, GUTI, keys: a secret) in this file, so that a second run goes on',
    )
    .option(
      '--store <folder>',
      'the lab’s own store in this folder, as mvnolab sim uses it (default: a new one in memory)',
    )
    .option('--mongodb <uri>', 'the MongoDB of the core (default: MONGODB_URI)')
    .option('--no-provision', 'write nothing into the database: the SIM is there already')
    .option('--hold', 'stay attached until Ctrl-C instead of detaching')
    .option('--list', 'one line a message instead of the ladder')
    .option('--quiet', 'only the result, no messages; always with more than 20 phones')
    .option('--json', 'the result as JSON')
    .option('--seed <text>', 'draw every random number from this text')
    .option('--reveal-keys', 'leave keys in event log and capture (only for published test keys)')
    .option('--artefacts <folder>', 'where the event log and the capture of the run go', '.mvnolab/runs')
    .option('--no-artefacts', 'leave no files')
    .action(async (options: AttachOptions) => (await import('./attach/attach.ts')).attach(cli, options))
    .addHelpText(
      'after',
      examples(
        ['mvnolab attach', 'A phone on the embedded core, with a SIM made for the run'],
        ['mvnolab attach --eea 2 --eia 1', 'The same, ciphered with AES and protected with SNOW 3G'],
        [
          'mvnolab attach --mme 127.0.0.2 --mongodb mongodb://127.0.0.1/open5gs \\\n        --imsi 001010000000001 --ki 465B5CE8B199B49FAA5F0A2EE238A6BC --opc E8ED289DEBA952E4283B54E88E6183CA',
          'On a running Open5GS: write the SIM into its database, attach, ping, detach',
        ],
        ['mvnolab attach --count 500 --no-artefacts', 'Five hundred phones, and how long they took'],
      ),
    );
}
