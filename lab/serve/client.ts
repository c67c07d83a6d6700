import { randomBytes } from 'node:crypto';
import type { TraceEvent } from '../../emulator/vocabulary/index.ts';
import type {
  BenchCommand,
  BenchOutcome,
  BenchSession,
  BtsSpec,
  BtsState,
  Capability,
  CoreIdentity,
  CoreState,
  LabSettings,
  PdnTypeName,
  SimFacts,
  SimSpec,
  StoredValue,
  Tampering,
  UeSpec,
  UeState,
} from '../../scenarios/runner/index.ts';
import { Link } from './client/link.ts';
import { type RemoteOptions, RemoteSession } from './client/remote-session.ts';
import { Watch } from './client/watch.ts';
import type { ServedSessionFacts } from './protocol/index.ts';

/** How to reach a lab, beside its address. */
export type ConnectOptions = Omit<RemoteOptions, 'url'>;

/** What a session of one's own may wish; everything has a default. */
export interface OpenSessionOptions {
  /** Shown to others that list the sessions. */
  readonly title?: string;
  /** Draws every random number of the session; random by default. */
  readonly seed?: string;
  /** Wishes of the core, and the speed of its clock (embedded core only). */
  readonly lab?: LabSettings;
  /** Where event log and capture are written when it ends; by default there are none. */
  readonly folder?: string;
  /** Leave keys in events and files, where the server allows it. */
  readonly revealKeys?: boolean;
}

/**
 * Connects to a lab that `mvnolab serve` runs.
 * @throws LabError `lab-unreachable`; UserError `lab-url-invalid`, `token-wrong`
 */
export async function connectLab(url: string, options: ConnectOptions = {}): Promise<LabClient> {
  const remote = { url, ...options };
  const link = await Link.open(remote);
  const { core, capabilities } = link.welcome;
  await link.close();
  return new LabClient(remote, core, new Set(capabilities));
}

/** A lab in another process. Each session is a lab of its own there; others do not see its phones. */
export class LabClient {
  readonly core: CoreIdentity;
  readonly capabilities: ReadonlySet<Capability>;
  private readonly remote: RemoteOptions;
  private readonly open = new Set<{ close(): Promise<unknown> }>();

  constructor(remote: RemoteOptions, core: CoreIdentity, capabilities: ReadonlySet<Capability>) {
    this.remote = remote;
    this.core = core;
    this.capabilities = capabilities;
  }

  /** A fresh lab. @throws LabError when it does not come up */
  async openSession(options: OpenSessionOptions = {}): Promise<LabClientSession> {
    const {
      title = 'a session',
      seed = randomBytes(4).toString('hex'),
      lab = {},
      folder,
      revealKeys = false,
    } = options;
    const wishes = { caseId: title, title, seed, lab, folder, revealKeys, worker: 0, secrets: [] };
    const session: RemoteSession = await RemoteSession.open(this.remote, wishes, () => this.open.delete(session));
    this.open.add(session);
    return new LabClientSession(session);
  }

  /** Sessions that the lab has now, anybody's. */
  async sessions(): Promise<readonly ServedSessionFacts[]> {
    const link = await Link.open(this.remote);
    link.send({ type: 'sessions' });
    try {
      const frame = await link.next();
      return frame.type === 'sessions' ? frame.sessions : [];
    } finally {
      await link.close();
    }
  }

  /**
   * Reads along with any session, after the event with number `afterSeq` or from the first one; ends when the session does. A lost connection
   * is made again, and no event is missed or doubled.
   * @throws LabError `session-unknown`
   */
  async watch(
    session: string,
    options: { readonly afterSeq?: number } = {},
  ): Promise<AsyncIterableIterator<TraceEvent>> {
    const watch: Watch = await Watch.open(this.remote, session, options.afterSeq ?? -1, () => this.open.delete(watch));
    this.open.add(watch);
    return watch;
  }

  /** Ends every session and watch that this client has opened. */
  async close(): Promise<void> {
    await Promise.all([...this.open].map(each => each.close()));
  }
}

const NEVER = new AbortController().signal;

/** A phone by its name. Outcomes say how a procedure ended; only a lab that is broken, or a wrong call, throws. */
export interface LabClientPhone {
  readonly name: string;
  attach(
    options?: { readonly identity?: 'imsi' | 'guti'; readonly apn?: string },
    signal?: AbortSignal,
  ): Promise<BenchOutcome>;
  detach(
    options?: { readonly switchOff?: boolean; readonly abrupt?: boolean },
    signal?: AbortSignal,
  ): Promise<BenchOutcome>;
  /** `gateway`, once, unless told otherwise. */
  ping(
    options?: {
      readonly to?: string;
      readonly count?: number;
      readonly intervalMs?: number;
      readonly sizeOctets?: number;
      readonly apn?: string;
    },
    signal?: AbortSignal,
  ): Promise<BenchOutcome>;
  data(
    volumes: {
      readonly downOctets?: number;
      readonly upOctets?: number;
      readonly rateBps?: number;
      readonly apn?: string;
    },
    signal?: AbortSignal,
  ): Promise<BenchOutcome>;
  tamper(tampering: Tampering): Promise<BenchOutcome>;
  connectPdn(apn: string, pdnType?: PdnTypeName, signal?: AbortSignal): Promise<BenchOutcome>;
  disconnectPdn(apn: string, signal?: AbortSignal): Promise<BenchOutcome>;
  move(bts: string, signal?: AbortSignal): Promise<BenchOutcome>;
  state(): Promise<UeState>;
}

/** A lab of one's own, for as long as it is open. */
export class LabClientSession {
  /** The session as the scenario runner sees it, for everything that is not here. */
  readonly port: BenchSession;
  /** By which others watch it. */
  readonly id: string;

  constructor(session: RemoteSession) {
    this.port = session;
    this.id = session.id;
  }

  /** Events so far, the header first. */
  get events(): readonly TraceEvent[] {
    return this.port.events();
  }

  /** Calls with every later event, in order; returns what ends it. */
  onEvent(listener: (event: TraceEvent) => void): () => void {
    return this.port.subscribe(listener);
  }

  /** A SIM, active in the subscriber database unless its spec says otherwise. */
  addSim(name: string, spec: Partial<SimSpec> = {}): Promise<SimFacts> {
    return this.port.addSim(name, { state: 'active', ...spec });
  }

  /** A base station, on the air: 001-01, TAC 1, unless its spec says otherwise. */
  addBts(name: string, spec: Partial<BtsSpec> = {}): Promise<BenchOutcome> {
    return this.port.addBts(name, { plmn: '001-01', tacs: [1], enforceAmbr: true, ...spec });
  }

  /** A phone with a SIM, in the cell of a base station, switched off. */
  async addPhone(name: string, spec: UeSpec): Promise<LabClientPhone> {
    await this.port.addUe(name, spec);
    return this.phone(name);
  }

  phone(name: string): LabClientPhone {
    const perform = (command: BenchCommand, signal?: AbortSignal) => this.perform(command, signal);
    const ue = name;
    return {
      name,
      attach: (options, signal) => perform({ do: 'attach', ue, ...options }, signal),
      detach: (options, signal) => perform({ do: 'detach', ue, ...options }, signal),
      ping: (options, signal) =>
        perform({ do: 'ping', ue, to: 'gateway', count: 1, intervalMs: 1_000, ...options }, signal),
      data: (volumes, signal) => perform({ do: 'data', ue, downOctets: 0, upOctets: 0, ...volumes }, signal),
      tamper: tampering => perform({ do: 'tamper', ue, tampering }),
      connectPdn: (apn, pdnType, signal) =>
        perform({ do: 'connect-pdn', ue, apn, ...(pdnType === undefined ? {} : { pdnType }) }, signal),
      disconnectPdn: (apn, signal) => perform({ do: 'disconnect-pdn', ue, apn }, signal),
      move: (bts, signal) => perform({ do: 'move', ue, bts }, signal),
      state: () => this.port.ue(ue),
    };
  }

  /** Anything that a step of a scenario can do: faults, triggers, links, SIM life. @throws LabError, UserError */
  perform(command: BenchCommand, signal: AbortSignal = NEVER): Promise<BenchOutcome> {
    return this.port.perform(command, signal);
  }

  bts(name: string): Promise<BtsState> {
    return this.port.bts(name);
  }

  core(): Promise<CoreState> {
    return this.port.core();
  }

  /** The SIM's document in the subscriber database; keys in it are none. */
  subscriber(sim: string): Promise<StoredValue | undefined> {
    return this.port.subscriber(sim);
  }

  /** Takes everything down; resolves with what could not be undone. Files are in `folder` then. */
  close(): Promise<readonly string[]> {
    return this.port.close();
  }
}
