import { randomBytes } from 'node:crypto';
import type { MmeTarget } from '../../emulator/host/index.ts';
import { type LabError, type Plmn, parsePlmn } from '../../emulator/vocabulary/index.ts';
import { type MongoConnection, openMongoConnection } from '../../provisioner/index.ts';
import type { Bench, BenchSession, Capability, CoreIdentity, SessionOptions } from '../../scenarios/runner/index.ts';
import { Run } from '../run/run.ts';
import type { CoreNodes } from './core/core-nodes.ts';
import { ExternalSide } from './core/external-side.ts';
import { VolumeHost } from './core/volume-host.ts';
import type { BtsPlace } from './fixtures/bts-fixture.ts';
import { LabSession } from './session.ts';
import { CaseInventory } from './sim-inventory.ts';

/** A core that the user runs; what is not given the lab cannot do there. */
export interface ExternalBenchOptions {
  /** Its MME, which speaks SCTP over UDP (RFC 6951). */
  readonly mme: MmeTarget;
  /** `001-01`, served by it. */
  readonly plmn?: string;
  /** Our own address towards it; on the loopback network each base station gets one of its own. */
  readonly localAddress?: string;
  /** Its subscribers. */
  readonly mongodb?: string;
  /** Its HSS follows changes of the database (`use_mongodb_change_stream: true`). */
  readonly changeStreams?: boolean;
  /** Hosts behind its gateway that answer pings. */
  readonly gateway?: string;
  readonly gatewayIpv6?: string;
  /** Metrics servers of its functions: the MME's, and the SMF's, HSS's … */
  readonly metrics?: readonly string[];
  /** `2.8.0` */
  readonly version?: string;
}

/** Base stations of one worker have ids of their own. */
const ENB_IDS_PER_WORKER = 256;
const FIRST_ENB_ID = 0x19b;

/** A core that the user runs, with its database connected. */
export interface ExternalParts {
  readonly options: ExternalBenchOptions;
  readonly plmn: Plmn;
  readonly connection: MongoConnection | undefined;
}

/** What the lab can do besides, where the core is in containers of its own. */
export interface OwnContainers {
  readonly bench: CoreIdentity['bench'];
  readonly nodes: CoreNodes;
  /** Where the n-th base station of a worker goes. */
  readonly place: (index: number, worker: number) => Promise<BtsPlace>;
  /** Before each case. @throws LabError when the core is not well, which no verdict may be blamed for */
  readonly ready: () => Promise<void>;
  readonly closed: () => void;
}

/** A lab around a core that the user runs. @throws LabError when its database does not answer */
export async function openExternalBench(options: ExternalBenchOptions): Promise<Bench> {
  return new ExternalBench(await openExternalParts(options));
}

/** @throws LabError when the database does not answer */
export async function openExternalParts(options: ExternalBenchOptions): Promise<ExternalParts> {
  const plmn = parsePlmn(options.plmn ?? '001-01');
  const connection = options.mongodb === undefined ? undefined : await openMongoConnection(options.mongodb);
  return { options, plmn, connection };
}

export class ExternalBench implements Bench {
  readonly core: CoreIdentity;
  readonly capabilities: ReadonlySet<Capability>;
  private readonly options: ExternalBenchOptions;
  private readonly plmn: Plmn;
  private readonly connection: MongoConnection | undefined;
  private readonly containers: OwnContainers | undefined;
  private readonly id = randomBytes(4).toString('hex');
  private readonly acquaintance = { isThere: false };
  private count = 0;
  private readonly sessions = new Set<LabSession>();
  private readonly volumeHosts = new Map<string, Promise<VolumeHost | undefined>>();

  constructor({ options, plmn, connection }: ExternalParts, containers?: OwnContainers) {
    this.options = options;
    this.plmn = plmn;
    this.connection = connection;
    this.containers = containers;
    this.core = { bench: containers?.bench ?? 'external', product: 'open5gs', version: options.version };
    this.capabilities = new Set([
      ...capabilitiesOf(options),
      ...(containers === undefined ? [] : (['faults'] as const)),
    ]);
  }

  /** The core broke: every case that runs ends with this. */
  fail(error: LabError): void {
    for (const session of this.sessions) session.fail(error);
  }

  async open(session: SessionOptions): Promise<BenchSession> {
    await this.containers?.ready();
    const { mme, localAddress, gateway, gatewayIpv6, metrics = [] } = this.options;
    const { folder } = session;
    const run = new Run({
      title: session.title,
      core: `${this.core.bench} ${mme.address}`,
      seed: `${session.seed}/${session.caseId}`,
      revealKeys: session.revealKeys,
      secrets: session.secrets,
      ...(folder === undefined ? {} : { ownFolder: folder }),
    });
    const side = new ExternalSide({
      mme,
      localAddress,
      gateway: { ipv4: gateway, ipv6: gatewayIpv6 },
      metrics: metrics.map(url => url.replace(/\/+$/, '')),
      worker: session.worker,
      acquaintance: this.acquaintance,
      hasVolumeHost: async address => (await this.volumeHost(address)) !== undefined,
      nodes: this.containers?.nodes,
      ownPlace: this.containers?.place,
    });
    run.capture?.name('mme', mme.address);
    const opened = new LabSession({
      run,
      core: side,
      capabilities: this.capabilities,
      connection: this.connection,
      plmn: this.plmn,
      lastingCore: true,
      inventory:
        this.connection &&
        new CaseInventory({
          connection: this.connection,
          databaseName: `mvnolab_${this.id}_${++this.count}_sims`,
          presence: undefined,
          caseId: session.caseId,
          random: run.random,
        }),
      firstEnbId: FIRST_ENB_ID + session.worker * ENB_IDS_PER_WORKER,
      closed: async () => {
        this.sessions.delete(opened);
      },
    });
    this.sessions.add(opened);
    return opened;
  }

  async close(): Promise<void> {
    for (const session of [...this.sessions]) await session.close();
    this.containers?.closed();
    for (const host of this.volumeHosts.values()) await (await host)?.close();
    await this.connection?.close();
  }

  private volumeHost(address: string): Promise<VolumeHost | undefined> {
    let host = this.volumeHosts.get(address);
    if (host === undefined) this.volumeHosts.set(address, (host = VolumeHost.open(address)));
    return host;
  }
}

/** Only what was given. */
function capabilitiesOf(options: ExternalBenchOptions): Capability[] {
  const { mongodb, changeStreams, metrics = [], gateway, gatewayIpv6 } = options;
  return [
    'radio-link',
    ...(mongodb === undefined ? [] : (['database', 'inventory'] as const)),
    ...(mongodb !== undefined && changeStreams === true ? (['change-streams'] as const) : []),
    ...(metrics.length === 0 ? [] : (['core-view'] as const)),
    ...(gateway === undefined ? [] : (['user-plane'] as const)),
    ...(gatewayIpv6 === undefined ? [] : (['ipv6'] as const)),
  ];
}
