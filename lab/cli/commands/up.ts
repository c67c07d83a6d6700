import { Command, Option } from 'commander';
import type { ComposeModel, Profile } from '../../docker/index.ts';
import type { Cli } from '../context.ts';
import { examples } from '../examples.ts';
import { seconds, withLabOption } from '../lab-options.ts';
import { paint } from '../paint.ts';
import { printJson, printPairs, printTable } from '../print-table.ts';

interface UpOptions {
  readonly name: string;
  readonly coreVersion?: string;
  readonly profile?: string[];
  readonly subnet?: string;
  readonly sctp: 'kernel' | 'own';
  readonly logLevel?: string;
  readonly deadline: string;
  readonly dryRun?: true;
  readonly keep?: true;
  readonly format: 'text' | 'json';
}

/** `mvnolab up` */
export function upCommand(cli: Cli): Command {
  const command = new Command('up')
    .summary('bring up a lab on real Open5GS in containers')
    .description(
      'Brings up an EPC of Open5GS with MongoDB in containers, and waits until every function is healthy and the Diameter connections are open. A lab that is up already is left as it is; what is missing of it is added. When it fails or is interrupted, what it made is removed again (--keep leaves it). Needs a container engine and Docker Compose: mvnolab doctor says what is missing.',
    )
    .option('--core-version <release>', 'release of Open5GS (default: 2.8.0)')
    .addOption(
      new Option('--profile <name...>', 'what is wanted besides the core: webui, capture').choices([
        'epc',
        'webui',
        'capture',
      ]),
    )
    .option('--subnet <cidr>', 'the lab’s network, a private /24 (default: a free one)')
    .addOption(
      new Option('--sctp <kind>', 'SCTP of the MME: the kernel’s, inside UDP, or its own (images built with usrsctp)')
        .choices(['kernel', 'own'])
        .default('kernel'),
    )
    .addOption(
      new Option('--log-level <level>', 'of the functions (default: info)').choices([
        'fatal',
        'error',
        'warn',
        'info',
        'debug',
        'trace',
      ]),
    )
    .option('--deadline <seconds>', 'how long it may take once the images are there', '180')
    .option('--dry-run', 'only say what would be brought up; needs no engine')
    .option('--keep', 'leave what was made when it fails, to look at it')
    .addOption(new Option('--format <format>', 'text or json').choices(['text', 'json']).default('text'));
  return withLabOption(command)
    .action((options: UpOptions) => up(cli, options))
    .addHelpText(
      'after',
      examples(
        ['mvnolab up', 'Open5GS 2.8.0'],
        ['mvnolab up --core-version 2.7.6 --profile webui', 'Another release, with the WebUI'],
        ['mvnolab up --dry-run', 'What would be brought up'],
      ),
    );
}

async function up(cli: Cli, options: UpOptions): Promise<void> {
  const docker = await import('../../docker/index.ts');
  const wishes = {
    env: cli.env,
    lab: docker.labName(options.name),
    profiles: (options.profile ?? []) as Profile[],
    sctp: options.sctp,
    deadlineMs: seconds('--deadline', options.deadline) * 1000,
    ...(options.coreVersion === undefined ? {} : { coreVersion: docker.coreVersion(options.coreVersion) }),
    ...(options.subnet === undefined ? {} : { prefix: docker.prefixOf(options.subnet) }),
    ...(options.logLevel === undefined ? {} : { logLevel: options.logLevel }),
  };
  if (options.dryRun === true) return dryRun(cli, options.format, await docker.resolvedModel(wishes));
  const engine = await docker.openEngine(cli.env);
  const before = await docker.listContainers(engine, wishes.lab);
  const forget = cli.cleanUps.add(`the lab '${wishes.lab}', half made`, async () => {
    // a lab that was there before is not ours to remove
    if (options.keep === true || before.length > 0) return;
    await docker.takeDown(engine, { lab: wishes.lab });
  });
  const told = (line: string) => void cli.stderr.write(paint('dim', `${line}\n`, cli.stderr.color));
  const startedAt = performance.now();
  const { prefix, wasUp } = await docker.bringUp(engine, { ...wishes, signal: cli.signal, told });
  forget();
  const containers = await docker.listContainers(engine, wishes.lab);
  if (options.format === 'json') {
    return printJson(cli.stdout, { lab: wishes.lab, subnet: `${prefix}.0/24`, was_up: wasUp, containers });
  }
  const took = ((performance.now() - startedAt) / 1000).toFixed(1);
  await cli.stdout.write(
    `${paint('green', wasUp ? `The lab '${wishes.lab}' was up already` : `The lab '${wishes.lab}' is up`, cli.stdout.color)} (${took} s)\n`,
  );
  const address = (name: string) => containers.find(container => container.name === name);
  await printPairs(cli.stdout, [
    ['network', `${prefix}.0/24`],
    ['MME', `${address('mme')?.address ?? '?'}, SCTP 36412 in UDP 9899`],
    ['MongoDB', address('mongo')?.published[27017] ?? address('mongo')?.address ?? '?'],
    ...(address('webui') === undefined
      ? []
      : [['WebUI', `http://${address('webui')?.published[9999] ?? '?'}, admin / 1423`] as const]),
    ['next', 'mvnolab run --core open5gs, mvnolab status, mvnolab down'],
  ]);
}

interface ServiceRow {
  readonly name: string;
  readonly image: string;
  readonly address: string;
  readonly rights: string;
  readonly published: string;
}

async function dryRun(cli: Cli, format: 'text' | 'json', model: ComposeModel): Promise<void> {
  if (format === 'json') return printJson(cli.stdout, model);
  const rows: ServiceRow[] = Object.entries(model.services).map(([name, service]) => ({
    name,
    image: service.image ?? '',
    address: Object.values(service.networks ?? {})[0]?.ipv4_address ?? '',
    rights: (service.cap_add ?? []).join(', '),
    published: (service.ports ?? [])
      .map(port => `${port.host_ip ?? ''}:${port.published ?? 'any'} → ${port.target}/${port.protocol}`)
      .join(', '),
  }));
  await printTable(
    cli.stdout,
    [
      { title: 'FUNCTION', value: row => row.name },
      { title: 'IMAGE', value: row => row.image },
      { title: 'ADDRESS', value: row => row.address },
      { title: 'CAPABILITIES', value: row => row.rights },
      { title: 'PUBLISHED', value: row => row.published },
    ],
    rows,
  );
  await cli.stdout.write('Nothing was brought up. The network is a free one when the lab comes up for real.\n');
}
