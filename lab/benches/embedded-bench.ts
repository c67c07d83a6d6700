import { randomBytes } from 'node:crypto';
import { ScaledClock } from '../../emulator/host/index.ts';
import { type Imsi, parsePlmn } from '../../emulator/vocabulary/index.ts';
import { type EmbeddedMongo, spawnEmbeddedMongo } from '../../provisioner/embedded-mongo/index.ts';
import { type MongoConnection, openMongoConnection } from '../../provisioner/index.ts';
import type { Bench, BenchSession, Capability, CoreIdentity, SessionOptions } from '../../scenarios/runner/index.ts';
import { Run } from '../run/run.ts';
import { EmbeddedSide } from './core/embedded-side.ts';
import { releaseOf } from './core/release.ts';
import { LabSession } from './session.ts';
import { CaseInventory } from './sim-inventory.ts';
import { speedOf } from './speed.ts';

export interface EmbeddedBenchOptions {
  /** A MongoDB of the user's with change streams; by default the lab's own store. Each session makes and drops a database there. */
  readonly mongodb?: string;
  /** Whose release the core imitates where a case does not say; 2.8.0 by default. */
  readonly imitates?: string;
}

const CAPABILITIES: readonly Capability[] = [
  'database',
  'change-streams',
  'inventory',
  'core-view',
  'usage-view',
  'faults',
  'core-faults',
  'core-config',
  'radio-link',
  'user-plane',
  'ipv6',
];
const DEFAULT_PLMN = '001-01';
const DEFAULT_RELEASE = '2.8.0';

/** A lab with a core of its own in this process. @throws LabError when the store does not come up; UserError for an unknown release */
export async function openEmbeddedBench(options: EmbeddedBenchOptions = {}): Promise<Bench> {
  const release = releaseOf(options.imitates ?? DEFAULT_RELEASE);
  const store = options.mongodb === undefined ? await spawnEmbeddedMongo() : undefined;
  try {
    const connection = await openMongoConnection(options.mongodb ?? store!.uri);
    return new EmbeddedBench(store, connection, release);
  } catch (error) {
    await store?.close();
    throw error;
  }
}

class EmbeddedBench implements Bench {
  readonly core: CoreIdentity;
  readonly capabilities: ReadonlySet<Capability> = new Set(CAPABILITIES);
  private readonly store: EmbeddedMongo | undefined;
  private readonly connection: MongoConnection;
  private readonly release: string;
  /** Part of the names of its databases, so that two benches on one server never meet. */
  private readonly id = randomBytes(4).toString('hex');
  private readonly sessions = new Set<LabSession>();
  private count = 0;

  constructor(store: EmbeddedMongo | undefined, connection: MongoConnection, release: string) {
    this.store = store;
    this.connection = connection;
    this.release = release;
    this.core = { bench: 'embedded', product: 'open5gs', version: release };
  }

  async open(options: SessionOptions): Promise<BenchSession> {
    const { lab, folder } = options;
    const plmn = parsePlmn(lab.plmn ?? DEFAULT_PLMN);
    const clock = new ScaledClock(speedOf(lab));
    const run = new Run({
      title: options.title,
      core: 'embedded',
      seed: `${options.seed}/${options.caseId}`,
      revealKeys: options.revealKeys,
      secrets: options.secrets,
      now: () => clock.now(),
      ...(folder === undefined ? {} : { ownFolder: folder }),
    });
    const name = `mvnolab_${this.id}_${++this.count}`;
    const database = this.connection.database(name);
    let session: LabSession | undefined;
    try {
      const core = await EmbeddedSide.open({
        run,
        clock,
        connection: database,
        worker: options.worker,
        plmn,
        tacs: lab.tacs ?? [1],
        lab,
        imitates: releaseOf(lab.imitates ?? this.release),
        failed: error => session?.fail(error),
      });
      const opened = new LabSession({
        run,
        core,
        capabilities: this.capabilities,
        connection: database,
        plmn,
        lastingCore: false,
        inventory: new CaseInventory({
          connection: database,
          databaseName: `${name}_sims`,
          presence: imsi => core.host.core.ue(imsi as Imsi)?.emm === 'EMM-REGISTERED',
          caseId: options.caseId,
          random: run.random,
        }),
        closed: async () => {
          this.sessions.delete(opened);
          await database.drop();
        },
      });
      session = opened;
      this.sessions.add(opened);
      return opened;
    } catch (error) {
      run.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    for (const session of [...this.sessions]) await session.close();
    await this.connection.close();
    await this.store?.close();
  }
}
