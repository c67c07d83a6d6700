import { EmulatedPhone, type MmeTarget, ScaledClock } from '../../emulator/host/index.ts';
import type { PdnConnection } from '../../emulator/ue/index.ts';
import { LabError, type Plmn, parsePlmn, type TraceEvent, UserError } from '../../emulator/vocabulary/index.ts';
import { type MongoConnection, SubscriberStore } from '../../provisioner/index.ts';
import type {
  AkaFacts,
  Artefact,
  BenchCommand,
  BenchOutcome,
  BenchSession,
  BtsSpec,
  BtsState,
  Capability,
  CoreState,
  KeyComparison,
  SessionNote,
  SimFacts,
  SimSpec,
  SimState,
  StoredValue,
  UeSpec,
  UeState,
} from '../../scenarios/runner/index.ts';
import type { Run } from '../run/run.ts';
import { compareKeys, type StoredKeys } from '../why/compare-keys.ts';
import type { CaseLab } from './case-lab.ts';
import { UndoStack } from './clean-up.ts';
import { nodeName } from './commands/node-faults.ts';
import { performCommand } from './commands/perform.ts';
import type { CoreSide } from './core/core-side.ts';
import { coreAway } from './core/core-watch.ts';
import { BtsFixture } from './fixtures/bts-fixture.ts';
import { findFixture } from './fixtures/find-fixture.ts';
import { freeImsi, provisionSim } from './fixtures/provision-sim.ts';
import { sayGoodbye } from './fixtures/say-goodbye.ts';
import { type SimFixture, simFixture } from './fixtures/sim-fixture.ts';
import { ueConfigOf } from './fixtures/ue-config.ts';
import { UeFixture } from './fixtures/ue-fixture.ts';
import type { CaseInventory } from './sim-inventory.ts';
import { Triggers } from './triggers.ts';
import { akaFactsOf, type SeenChallenge } from './witnesses/aka-facts.ts';
import { cardKeysOf, keysOfChallenge } from './witnesses/challenge-keys.ts';
import { storedValueOf } from './witnesses/stored-value.ts';
import { ueStateOf } from './witnesses/ue-state.ts';

export interface SessionParts {
  readonly run: Run;
  readonly core: CoreSide;
  readonly capabilities: ReadonlySet<Capability>;
  /** To the subscribers of this session's core; undefined when nobody may touch them. */
  readonly connection: MongoConnection | undefined;
  /** Of the lab's own network; IMSIs that nobody named begin with it. */
  readonly plmn: Plmn;
  /**
   * The core stays after the session, and others keep subscribers there too: phones say goodbye, only what the session made is removed, and
   * nothing is overwritten.
   */
  readonly lastingCore: boolean;
  readonly firstEnbId?: number;
  /** undefined where nobody may keep cards. */
  readonly inventory: CaseInventory | undefined;
  /** After everything of the session is undone. */
  readonly closed: () => Promise<void>;
}

const FIRST_ENB_ID = 0x19b;

/** A lab at work for one case, whichever core answers. */
export class LabSession implements BenchSession, CaseLab {
  readonly run: Run;
  readonly side: CoreSide;
  readonly capabilities: ReadonlySet<Capability>;
  readonly connection: MongoConnection | undefined;
  readonly subscribers: SubscriberStore | undefined;
  readonly inventory: CaseInventory | undefined;
  readonly undo = new UndoStack();
  readonly ues = new Map<string, UeFixture>();
  readonly stations = new Map<string, BtsFixture>();
  readonly sims = new Map<string, SimFixture>();
  readonly ailing = new Map<string, string>();
  readonly fired = new Map<string, number>();
  readonly triggers: Triggers;
  closing = false;
  private readonly parts: SessionParts;
  private readonly told: TraceEvent[] = [];
  private readonly challenges = new Map<string, SeenChallenge>();
  private readonly failing = new Set<(error: LabError) => void>();
  private failure: LabError | undefined;
  private btsCount = 0;

  constructor(parts: SessionParts) {
    this.parts = parts;
    this.run = parts.run;
    this.side = parts.core;
    this.capabilities = parts.capabilities;
    this.inventory = parts.inventory;
    this.connection = parts.connection;
    this.subscribers = parts.connection && new SubscriberStore(parts.connection);
    this.told.push(this.run.log.header);
    this.run.log.subscribe(event => this.heard(event));
    this.triggers = new Triggers(this.run.tracer, actor => this.roleOf(actor), this.side.host !== undefined);
    this.loop.observer = this.triggers;
    this.loop.crashed = (actor, error) => this.fail(crashOf(actor.name, error));
  }

  get loop() {
    return this.side.loop;
  }

  get speed(): number {
    return this.side.speed;
  }

  get mme(): MmeTarget {
    return this.side.mme;
  }

  /** The lab broke: whatever is being performed ends with this, and nothing more is. */
  fail(error: LabError): void {
    if (this.closing || this.failure !== undefined) return;
    this.failure = error;
    const { code, message: text, help } = error;
    this.run.log.append({ kind: 'error', code, text, ...(help.hint === undefined ? {} : { hint: help.hint }) });
    for (const reject of this.failing) reject(error);
  }

  describe(): Readonly<Record<string, string>> {
    const { gateway, mme } = this.side;
    return {
      MME: `${mme.address}, SCTP over UDP ${mme.udpPort ?? ''}`.replace(/ $/, ''),
      ...(gateway.ipv4 === undefined ? {} : { gateway: gateway.ipv4 }),
      ...(this.connection === undefined ? {} : { MongoDB: this.connection.place }),
      ...(this.run.folder === undefined ? {} : { artefacts: this.run.folder }),
    };
  }

  events(): readonly TraceEvent[] {
    return this.told;
  }

  subscribe(listener: (event: TraceEvent) => void): () => void {
    return this.run.log.subscribe(listener);
  }

  nowMs(): number {
    return this.run.log.elapsedMs();
  }

  after(labMs: number, ring: () => void): () => void {
    const clock = this.side.clock();
    clock.setAlarm(clock.now() + labMs, ring);
    return () => clock.setAlarm(undefined, ring);
  }

  hold(): () => void {
    const clock = this.side.clock();
    return clock instanceof ScaledClock ? clock.hold() : () => {};
  }

  redact(text: string): string {
    return this.run.log.redactor.redact(text);
  }

  tell(note: SessionNote): void {
    const { log } = this.run;
    if (note.type === 'verdict') {
      const { type: _, verdict, ...rest } = note;
      log.append({ kind: 'verdict', verdict: verdict as never, ...rest });
    } else log.append({ kind: 'note', text: note.text, ...(note.type === 'step' ? { step: note.step } : {}) });
  }

  async addSim(name: string, spec: SimSpec): Promise<SimFacts> {
    this.checkNew(name);
    const sim = simFixture(name, spec, await this.freeImsi(spec), this.run.random);
    for (const secret of [sim.ki, sim.opc, sim.record.op]) if (secret !== undefined) this.run.protect(secret);
    this.sims.set(name, sim);
    this.undo.add(name, () => this.removeSim(sim));
    await provisionSim(this, sim);
    return { imsi: sim.imsi };
  }

  async addBts(name: string, spec: BtsSpec): Promise<BenchOutcome> {
    this.checkNew(name);
    const index = this.btsCount++;
    const place = await this.side.place(index);
    const wishes = {
      name,
      enbId: (this.parts.firstEnbId ?? FIRST_ENB_ID) + index,
      plmn: parsePlmn(spec.plmn),
      tacs: spec.tacs,
      enforceAmbr: spec.enforceAmbr,
    };
    const station = await BtsFixture.open(this, wishes, place, () => this.side.clock());
    this.stations.set(name, station);
    station.cut(this.ailing.get('mme') === 'partitioned');
    this.undo.add(name, async () => {
      this.stations.delete(name);
      await station.close();
    });
    if (spec.connected === false) return { type: 'accepted' };
    return performCommand(this, { do: 'bts-up', bts: name }, new AbortController().signal);
  }

  async addUe(name: string, spec: UeSpec): Promise<void> {
    this.checkNew(name);
    const sim = this.simOf(spec.sim);
    const bts = this.btsOf(spec.bts);
    const config = ueConfigOf(spec, sim, this.parts.plmn);
    this.run.tracer.name(name, { role: 'ue', imsi: sim.imsi });
    const phone = new EmulatedPhone({ loop: this.loop, name, config, random: this.run.random });
    const ue = new UeFixture(name, spec, sim, bts, phone);
    if (bts.onAir) phone.camp(bts.bts);
    this.ues.set(name, ue);
    this.undo.add(name, () => {
      this.ues.delete(name);
      ue.close();
    });
  }

  async remove(name: string): Promise<void> {
    await this.undo.undo(name);
  }

  async perform(command: BenchCommand, signal: AbortSignal): Promise<BenchOutcome> {
    if (this.failure !== undefined) throw this.failure;
    if (this.closing) throw new LabError('session-closed', 'the lab of this case is closed');
    signal.throwIfAborted();
    let end = (): void => {};
    const ended = new Promise<never>((_, reject) => {
      const aborted = (): void => reject(signal.reason);
      signal.addEventListener('abort', aborted, { once: true });
      this.failing.add(reject);
      end = () => {
        signal.removeEventListener('abort', aborted);
        this.failing.delete(reject);
      };
    });
    const work = performCommand(this, command, signal);
    // when the other side of the race has won, nobody waits for this one any more
    work.catch(() => {});
    try {
      const result = await Promise.race([work, ended]);
      if (result.type !== 'accepted') await this.checkCore();
      return result;
    } catch (error) {
      // a step that its deadline ended has perhaps waited for a core that is no more
      if (signal.aborted) await this.checkCore();
      throw error;
    } finally {
      end();
    }
  }

  /** Nobody asked the core to end S1: what a restart looks like. */
  s1Lost(station: string, reason: string): void {
    if (!this.parts.lastingCore || this.coreIsFaulty) return;
    this.fail(coreAway(`it ended S1 with ${station} (${reason})`, this.mme));
  }

  async ue(name: string): Promise<UeState> {
    return ueStateOf(this.ueOf(name));
  }

  async bts(name: string): Promise<BtsState> {
    const station = this.btsOf(name);
    return { s1: station.s1, ues: station.bts.connectedUes };
  }

  async sim(name: string): Promise<SimState> {
    const sim = this.simOf(name);
    if (this.inventory === undefined) throw this.lacks('inventory', 'a SIM inventory');
    return this.inventory.stateOf(sim);
  }

  async subscriber(sim: string): Promise<StoredValue | undefined> {
    const document = await this.documentOf(this.simOf(sim));
    return document === undefined ? undefined : storedValueOf(document);
  }

  async core(): Promise<CoreState> {
    if (this.side.state === undefined) throw this.lacks('core-view', "the core's own view");
    return this.side.state();
  }

  async health(node: string): Promise<string> {
    const { nodes, host } = this.side;
    if (nodes !== undefined) {
      const name = nodes.nameOf(node);
      return this.ailing.get(name) ?? nodes.health(name);
    }
    const name = nodeName(node);
    if (host === undefined) throw this.lacks('faults', 'a core whose nodes it can look after');
    return this.ailing.get(name) ?? 'healthy';
  }

  async aka(sim: string): Promise<AkaFacts | undefined> {
    const fixture = this.simOf(sim);
    const challenge = this.challenges.get(fixture.imsi);
    if (challenge === undefined) return undefined;
    const document = await this.documentOf(fixture);
    return document && akaFactsOf(document, challenge);
  }

  async keys(ue: string): Promise<KeyComparison | undefined> {
    const fixture = this.ueOf(ue);
    const document = await this.documentOf(fixture.sim);
    return document && compareKeys(cardKeysOf(fixture), (document.security ?? {}) as StoredKeys);
  }

  armed(name: string): number {
    return findFixture('armed trigger', this.fired, name);
  }

  async close(): Promise<readonly string[]> {
    if (this.closing) return [];
    this.closing = true;
    if (this.parts.lastingCore) await sayGoodbye(this);
    const failures = await this.undo.undoAll();
    for (const close of [() => this.inventory?.close(), () => this.side.close(), () => this.parts.closed()]) {
      try {
        await close();
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
      }
    }
    this.loop.stop();
    this.run.close();
    if (this.run.failure !== undefined) failures.push(this.run.failure.message);
    return failures;
  }

  artefacts(): readonly Artefact[] {
    return this.run.artefacts;
  }

  /** A fault has taken the core or its link away: who does not reach it need not blame the lab. */
  get coreIsFaulty(): boolean {
    return this.ailing.has('mme') || [...this.stations.values()].some(station => station.isImpaired);
  }

  /** @throws LabError when a part of the core is gone that no fault has taken */
  private async checkCore(): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    if (this.coreIsFaulty) return;
    const gone = await this.side.gone();
    if (gone === undefined) return;
    this.fail(gone);
    throw gone;
  }

  /** Tells the log what a phone's PDN connection has carried. */
  tellUsage(ue: UeFixture, pdn: PdnConnection): void {
    const { up, down, upPackets, downPackets } = ue.usage;
    this.run.log.append({
      kind: 'user-plane',
      node: ue.name,
      ue: ue.sim.imsi,
      apn: pdn.apn,
      ...(pdn.ipv4 === undefined ? {} : { ip: pdn.ipv4 }),
      uplinkOctets: up,
      downlinkOctets: down,
      uplinkPackets: upPackets,
      downlinkPackets: downPackets,
    });
  }

  ueOf(name: string): UeFixture {
    return findFixture('phone', this.ues, name);
  }

  btsOf(name: string): BtsFixture {
    return findFixture('base station', this.stations, name);
  }

  simOf(name: string): SimFixture {
    return findFixture('SIM', this.sims, name);
  }

  /** The database's document of a SIM, numbers with their BSON types. */
  async documentOf({ imsi }: SimFixture) {
    if (this.subscribers === undefined) throw this.lacks('database', 'the subscriber database');
    return (await this.subscribers.find(imsi))?.document;
  }

  lacks(capability: Capability, what: string): UserError {
    return new UserError('capability-missing', `this lab cannot do that: it lacks ${what}`, {
      expected: `a lab with '${capability}'`,
      hint: `say requires: [${capability}], and the case is skipped where it cannot run`,
    });
  }

  private roleOf(actor: string) {
    const ue = this.ues.get(actor);
    if (ue !== undefined) return { role: 'ue', imsi: ue.sim.imsi } as const;
    if (this.stations.has(actor)) return { role: 'bts' } as const;
    return actor === 'core' ? ({ role: 'core' } as const) : undefined;
  }

  private checkNew(name: string): void {
    if (!this.ues.has(name) && !this.stations.has(name) && !this.sims.has(name)) return;
    throw new UserError('fixture-twice', `'${name}' is there already`, { expected: 'a name of its own for each' });
  }

  private freeImsi(spec: SimSpec): Promise<string> {
    const { plmn, lastingCore: isShared } = this.parts;
    return freeImsi(this, spec, { random: this.run.random, plmn, isShared });
  }

  private async removeSim(sim: SimFixture): Promise<void> {
    this.sims.delete(sim.name);
    if (this.parts.lastingCore) await this.subscribers?.remove(sim.imsi);
  }

  private heard(event: TraceEvent): void {
    this.told.push(event);
    if (event.kind !== 'message' || event.protocol !== 'nas-eps') return;
    const ue = this.ues.get(event.from) ?? this.ues.get(event.to);
    ue?.saw(event);
    if (event.message !== 'AuthenticationRequest' || event.ue === undefined) return;
    const { authenticationParameterRand: rand, authenticationParameterAutn: autn } = event.fields ?? {};
    if (typeof rand !== 'string' || typeof autn !== 'string') return;
    this.challenges.set(event.ue, { rand, autn });
    if (ue !== undefined) for (const key of keysOfChallenge(ue, { rand, autn })) this.run.protect(key);
  }
}

function crashOf(actor: string, error: unknown): LabError {
  const text = error instanceof Error ? error.message : String(error);
  const options = error instanceof Error ? { cause: error } : {};
  return new LabError('core-crashed', `${actor} crashed: ${text}`, { hint: 'this is a bug of the lab' }, options);
}
