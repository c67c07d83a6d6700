import { readFileSync } from 'node:fs';
import { isIP, isIPv6 } from 'node:net';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import type { MmeTarget } from '../../emulator/host/index.ts';
import { didYouMean, UserError } from '../../emulator/vocabulary/index.ts';
import type { Bench } from '../../scenarios/runner/index.ts';
import { openEmbeddedBench } from './embedded-bench.ts';
import { type ExternalBenchOptions, openExternalBench } from './external-bench.ts';
import { openRemoteBench } from './remote-bench.ts';

/** Which core cases run on, as people say it on a command line; the file says the same for an external core. */
export interface BenchChoice {
  /** `embedded` (default), `open5gs` (in containers; `open5gs:NAME` a lab of that name), `external`, or the path of a file that describes an external core. */
  readonly core?: string;
  /** Address of its MME, with the UDP port of its SCTP behind a colon when it is not 9899. Alone it means `external`. */
  readonly mme?: string;
  readonly plmn?: string;
  readonly mongodb?: string;
  readonly local?: string;
  readonly gateway?: string;
  /** Metrics servers, several with commas. */
  readonly metrics?: string;
  /** Its release; of the embedded core: the one that it imitates. */
  readonly coreVersion?: string;
  /** Address of a lab in another process, in place of all the rest: `ws://127.0.0.1:7010`. */
  readonly lab?: string;
  readonly labToken?: string;
}

const CORES = ['embedded', 'open5gs', 'external'] as const;

/** @throws UserError for a choice that makes no sense, LabError when what it stands on does not come up */
export async function openBench(choice: BenchChoice = {}): Promise<Bench> {
  if (choice.lab !== undefined) return remote(choice.lab, choice);
  const core = choice.core ?? (choice.mme === undefined ? 'embedded' : 'external');
  if (core === 'embedded') return embedded(choice);
  if (core === 'external') return openExternalBench(externalOptions(choice, {}));
  const containers = /^open5gs(?::([a-z0-9_-]+))?$/.exec(core);
  if (containers !== null) return inContainers(choice, containers[1]);
  if (/[./\\]/.test(core)) return openExternalBench(externalOptions(choice, readCoreFile(core)));
  const guess = didYouMean(core, CORES);
  throw new UserError('core-unknown', `'${core}' is no core`, {
    place: '--core',
    expected: `${CORES.join(', ')}, or a file that describes a core`,
    ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
  });
}

function remote(url: string, { lab: _, labToken, ...others }: BenchChoice): Promise<Bench> {
  const [option] = Object.keys(others);
  if (option === undefined) return openRemoteBench(url, labToken);
  const flag = `--${option.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
  throw new UserError('option-not-for-lab', `${flag} says nothing of a lab that runs already`, {
    place: flag,
    hint: 'leave it out, and give it to mvnolab serve when that is started',
  });
}

/** Everything is found from the containers' labels. */
async function inContainers(choice: BenchChoice, lab: string | undefined): Promise<Bench> {
  for (const option of ['mme', 'local', 'gateway', 'metrics', 'mongodb', 'plmn', 'coreVersion'] as const) {
    if (choice[option] === undefined) continue;
    const flag = `--${option.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
    throw new UserError('option-not-for-core', `${flag} says nothing of a core in containers`, {
      place: flag,
      hint: option === 'coreVersion' ? 'say it to mvnolab up' : 'leave it out, or say --core external',
    });
  }
  const { openOpen5gsBench } = await import('./open5gs-bench.ts');
  return openOpen5gsBench(lab === undefined ? {} : { lab });
}

function embedded(choice: BenchChoice): Promise<Bench> {
  for (const option of ['mme', 'local', 'gateway', 'metrics'] as const) {
    if (choice[option] === undefined) continue;
    throw new UserError('option-not-for-core', `--${option} says nothing of the embedded core`, {
      place: `--${option}`,
      hint: 'leave it out, or say --core external',
    });
  }
  const { mongodb, coreVersion } = choice;
  return openEmbeddedBench({
    ...(mongodb === undefined ? {} : { mongodb }),
    ...(coreVersion === undefined ? {} : { imitates: coreVersion }),
  });
}

const CORE_FILE = z.strictObject({
  mme: z.string(),
  plmn: z.string().optional(),
  mongodb: z.string().optional(),
  change_streams: z.boolean().optional(),
  local: z.string().optional(),
  gateway: z.string().optional(),
  gateway_ipv6: z.string().optional(),
  metrics: z.union([z.string(), z.array(z.string())]).optional(),
  version: z.string().optional(),
});
type CoreFile = z.infer<typeof CORE_FILE>;

/** A YAML file: `mme: 127.0.0.2`, `plmn: 001-01`, `mongodb: mongodb://…` … @throws UserError with the member that is wrong */
function readCoreFile(path: string): CoreFile {
  let value: unknown;
  try {
    // as scenarios: 001-01 stays text
    value = parseYaml(readFileSync(path, 'utf8'), { schema: 'failsafe' });
  } catch (error) {
    throw new UserError('core-file-unreadable', `${path} cannot be read: ${(error as Error).message}`, { place: path });
  }
  if (typeof value === 'object' && value !== null && 'change_streams' in value) {
    value = { ...value, change_streams: value.change_streams === 'true' };
  }
  const result = CORE_FILE.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new UserError('core-file-invalid', `${path}: ${issue.path.join('.') || 'the file'}: ${issue.message}`, {
    place: path,
    expected: `members ${Object.keys(CORE_FILE.shape).join(', ')}; mme is needed`,
  });
}

/** The command line wins over the file. */
function externalOptions(choice: BenchChoice, file: Partial<CoreFile>): ExternalBenchOptions {
  const mme = choice.mme ?? file.mme;
  if (mme === undefined) {
    throw new UserError('mme-missing', 'the address of the core’s MME is not given', {
      place: '--mme',
      expected: 'an IP address, such as 127.0.0.2',
    });
  }
  const metrics = choice.metrics?.split(',') ?? file.metrics;
  const given = {
    plmn: choice.plmn ?? file.plmn,
    localAddress: address('--local', choice.local ?? file.local),
    mongodb: choice.mongodb ?? file.mongodb,
    changeStreams: file.change_streams,
    gateway: address('--gateway', choice.gateway ?? file.gateway),
    gatewayIpv6: address('gateway_ipv6', file.gateway_ipv6),
    metrics: metrics === undefined ? undefined : [metrics].flat().map(serverUrl),
    version: choice.coreVersion ?? file.version,
  };
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return { mme: mmeTarget(mme), ...Object.fromEntries(entries) };
}

function mmeTarget(text: string): MmeTarget {
  const match = /^\[?([0-9a-fA-F.:]+?)\]?(?::(\d+))?$/.exec(isIPv6(text) ? `[${text}]` : text);
  const port = match?.[2] === undefined ? undefined : Number(match[2]);
  if (match === null || isIP(match[1]!) === 0 || port === 0 || (port ?? 0) > 65_535) {
    throw new UserError('mme-invalid', `'${text}' is not an address`, {
      place: '--mme',
      expected: 'an IP address, with the UDP port of its SCTP behind a colon when it is not 9899, such as 127.0.0.2',
    });
  }
  return { address: match[1]!, ...(port === undefined ? {} : { udpPort: port }) };
}

function address(place: string, text: string | undefined): string | undefined {
  if (text === undefined || isIP(text) !== 0) return text;
  throw new UserError('address-invalid', `'${text}' is not an IP address`, { place, expected: 'such as 127.0.0.1' });
}

function serverUrl(text: string): string {
  const url = /^https?:\/\//.test(text.trim()) ? text.trim() : `http://${text.trim()}`;
  if (URL.canParse(url)) return url;
  throw new UserError('metrics-invalid', `'${text}' is no URL`, {
    place: '--metrics',
    expected: 'http://127.0.0.2:9090, several with commas',
  });
}
