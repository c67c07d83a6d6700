import { Command } from 'commander';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type { SimInput, SubscriberStore } from '../../../../provisioner/index.ts';
import type { Cli } from '../../context.ts';
import { examples } from '../../examples.ts';
import { openStore, type StoreOptions, withStoreOptions } from '../../open-store.ts';

interface Verb {
  readonly usage: string;
  readonly does: string;
  readonly run: (store: SubscriberStore, words: readonly string[]) => Promise<string>;
}

/** The verbs of open5gs-dbctl 0.10, with its arguments in its order. They act on the HSS's subscribers, not on the inventory. */
const VERBS: Readonly<Record<string, readonly Verb[]>> = {
  add: [
    {
      usage: 'imsi ki opc',
      does: 'add a subscriber with default values',
      run: (store, [imsi, ki, opc]) => add(store, { imsi, ki, opc }),
    },
    {
      usage: 'imsi ip ki opc',
      does: 'the same with a static IPv4 address',
      run: (store, [imsi, ueIpv4, ki, opc]) =>
        add(store, { imsi, ki, opc, sessions: [{ apn: 'internet', ueIpv4: ueIpv4! }] }),
    },
  ],
  addT1: [
    {
      usage: 'imsi ki opc',
      does: 'add a subscriber with three APNs: internet, internet1, internet2',
      run: (store, [imsi, ki, opc]) =>
        add(store, { imsi, ki, opc, sessions: ['internet', 'internet1', 'internet2'].map(apn => ({ apn })) }),
    },
  ],
  remove: [
    {
      usage: 'imsi',
      does: 'remove a subscriber',
      run: async (store, [imsi]) => ((await store.remove(imsi!)) ? `${imsi} removed` : `${imsi} was not there`),
    },
  ],
  reset: [
    { usage: '--yes', does: 'remove all subscribers', run: async store => `${await store.removeMany()} removed` },
  ],
  static_ip: [
    {
      usage: 'imsi ip4',
      does: 'give a static IPv4 address',
      run: (store, [imsi, ueIpv4]) => changeFirst(store, imsi!, { ueIpv4: ueIpv4! }),
    },
  ],
  static_ip6: [
    {
      usage: 'imsi ip6',
      does: 'give a static IPv6 address',
      run: (store, [imsi, ueIpv6]) => changeFirst(store, imsi!, { ueIpv6: ueIpv6! }),
    },
  ],
  type: [
    {
      usage: 'imsi type',
      does: 'PDN type of the first APN: 1 IPv4, 2 IPv6, 3 IPv4v6',
      run: (store, [imsi, type]) => changeFirst(store, imsi!, { pdnType: PDN_TYPES[type!] ?? type! }),
    },
  ],
  update_apn: [
    {
      usage: 'imsi apn slice_num',
      does: 'add an APN to slice 0',
      run: (store, [imsi, apn, slice]) => addApn(store, imsi!, apn!, slice!),
    },
  ],
  ambr_speed: [
    {
      usage: 'imsi dl_value dl_unit ul_value ul_unit',
      does: 'UE-AMBR; units 0 bps, 1 kbps, 2 Mbps, 3 Gbps, 4 Tbps',
      run: (store, [imsi, down, downUnit, up, upUnit]) =>
        change(store, imsi!, { ambr: { downlink: speed(down!, downUnit!), uplink: speed(up!, upUnit!) } }),
    },
  ],
  subscriber_status: [
    {
      usage: 'imsi status barring',
      does: 'subscriber_status 0 … 1 and operator_determined_barring 0 … 8 (no MME enforces them: mvnolab sim suspend does)',
      run: (store, [imsi, status, barring]) =>
        change(store, imsi!, { subscriberStatus: status!, operatorDeterminedBarring: barring! }),
    },
  ],
  showall: [{ usage: '', does: 'list IMSIs', run: async store => (await imsis(store)).join('\n') }],
};

const PDN_TYPES: Readonly<Record<string, string>> = { '1': 'ipv4', '2': 'ipv6', '3': 'ipv4v6' };
const UNITS = ['bps', 'kbps', 'Mbps', 'Gbps', 'Tbps'];

/** `mvnolab sim dbctl` */
export function simDbctlCommand(cli: Cli): Command {
  const rows = Object.entries(VERBS).flatMap(([name, verbs]) =>
    verbs.map(({ usage, does }) => `  ${`${name} ${usage}`.padEnd(58)}${does}`),
  );
  const command = new Command('dbctl')
    .summary('the verbs of open5gs-dbctl, for scripts that use it')
    .description(
      "Does what open5gs-dbctl does, on the HSS's subscribers and past the inventory (mvnolab sim diff shows it then). --mongodb in place of --db_uri.",
    )
    .argument('<verb>', 'see below')
    .argument('[words...]', 'as open5gs-dbctl takes them')
    .option('--yes', 'confirm reset')
    .action((verb: string, words: string[], options: StoreOptions & { readonly yes?: true }) =>
      dbctl(cli, verb, words, options),
    );
  return withStoreOptions(command).addHelpText(
    'after',
    `\nVerbs:\n${rows.join('\n')}\n${examples(
      [
        'mvnolab sim dbctl add 001010000000001 465B5CE8B199B49FAA5F0A2EE238A6BC E8ED289DEBA952E4283B54E88E6183CA',
        'As open5gs-dbctl add',
      ],
      ['mvnolab sim dbctl ambr_speed 001010000000001 50 2 10 2', '50 Mbps down, 10 Mbps up'],
    )}`,
  );
}

async function dbctl(
  cli: Cli,
  name: string,
  words: readonly string[],
  options: StoreOptions & { readonly yes?: true },
): Promise<void> {
  const verbs = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (verbs === undefined) {
    const { didYouMean } = await import('../../../../emulator/vocabulary/index.ts');
    const near = didYouMean(name, Object.keys(VERBS));
    throw new UserError('verb-unknown', `dbctl has no verb '${name}'`, {
      expected: `one of ${Object.keys(VERBS).join(', ')}`,
      ...(near !== undefined && { hint: `did you mean ${near}?` }),
    });
  }
  const verb = verbs.find(
    ({ usage }) => usage.split(' ').filter(word => word !== '' && word !== '--yes').length === words.length,
  );
  if (verb === undefined)
    throw new UserError('verb-arguments', `dbctl ${name} was given ${words.length} words`, {
      expected: verbs.map(({ usage }) => `mvnolab sim dbctl ${name} ${usage}`).join(', or '),
    });
  if (name === 'reset' && options.yes !== true)
    throw new UserError('confirmation-missing', 'reset would remove every subscriber', {
      place: '--yes',
      expected: '--yes with it',
    });
  const store = await openStore(cli, options);
  await cli.stdout.write(`${await verb.run(store, words)}\n`);
}

async function add(store: SubscriberStore, input: SimInput | Record<string, unknown>): Promise<string> {
  const { parseSimRecord } = await import('../../../../provisioner/index.ts');
  const sim = parseSimRecord(input);
  await store.add(sim);
  return `${sim.imsi} added`;
}

async function change(store: SubscriberStore, imsi: string, input: SimInput): Promise<string> {
  const { parseSimChanges } = await import('../../../../provisioner/index.ts');
  const paths = await store.update(imsi, parseSimChanges(input));
  return paths.length === 0 ? `${imsi} unchanged` : `${imsi} updated (${paths.join(', ')})`;
}

async function changeFirst(
  store: SubscriberStore,
  imsi: string,
  settings: { ueIpv4?: string; ueIpv6?: string; pdnType?: string },
): Promise<string> {
  const stored = await store.find(imsi);
  const apn = stored?.sim.slices[0]?.sessions[0]?.apn ?? 'internet';
  return change(store, imsi, { sessions: [{ apn, ...settings }] });
}

async function addApn(store: SubscriberStore, imsi: string, apn: string, slice: string): Promise<string> {
  if (slice !== '0')
    throw new UserError('slice-unsupported', `slice ${slice} is not changed here`, {
      place: 'slice_num',
      expected: '0: the EPC uses the first slice alone',
    });
  return change(store, imsi, { sessions: [{ apn }] });
}

function speed(value: string, unit: string): string {
  const name = UNITS[Number(unit)];
  if (!/^[0-4]$/.test(unit) || name === undefined)
    throw new UserError('unit-unknown', `'${unit}' is no unit`, {
      expected: '0 bps, 1 kbps, 2 Mbps, 3 Gbps or 4 Tbps',
    });
  return `${value}${name}`;
}

async function imsis(store: SubscriberStore): Promise<string[]> {
  const all: string[] = [];
  for await (const { sim } of store.list()) all.push(sim.imsi);
  return all;
}
