import type { PdnConnection } from '../../emulator/ue/index.ts';
import type { LabError, TraceEvent, UserError } from '../../emulator/vocabulary/index.ts';
import type { BsonDocument, MongoConnection, SubscriberStore } from '../../provisioner/index.ts';
import type { Capability } from '../../scenarios/runner/index.ts';
import type { UndoStack } from './clean-up.ts';
import type { CoreSide } from './core/core-side.ts';
import type { BtsFixture } from './fixtures/bts-fixture.ts';
import type { SimFixture } from './fixtures/sim-fixture.ts';
import type { UeFixture } from './fixtures/ue-fixture.ts';
import type { CaseInventory } from './sim-inventory.ts';
import type { Triggers } from './triggers.ts';
import type { World } from './world.ts';

/** The lab of one case, as commands work on it. */
export interface CaseLab extends World {
  readonly capabilities: ReadonlySet<Capability>;
  readonly side: CoreSide;
  /** To the subscribers of this core; undefined when nobody may touch them. */
  readonly connection: MongoConnection | undefined;
  readonly subscribers: SubscriberStore | undefined;
  /** undefined where nobody may keep cards. */
  readonly inventory: CaseInventory | undefined;
  readonly undo: UndoStack;
  readonly ues: ReadonlyMap<string, UeFixture>;
  readonly stations: ReadonlyMap<string, BtsFixture>;
  /** Nodes of the core that a fault has, with what ails them: `killed`, `paused` … */
  readonly ailing: Map<string, string>;
  readonly triggers: Triggers;
  /** How often each armed trigger has fired. */
  readonly fired: Map<string, number>;
  readonly sims: ReadonlyMap<string, SimFixture>;
  /** A fault has taken the core or its link away: who does not reach it need not blame the lab. */
  readonly coreIsFaulty: boolean;
  events(): readonly TraceEvent[];
  nowMs(): number;
  /** @throws UserError with the names that there are */
  ueOf(name: string): UeFixture;
  btsOf(name: string): BtsFixture;
  simOf(name: string): SimFixture;
  /** The database's document of a SIM, numbers with their BSON types. */
  documentOf(sim: SimFixture): Promise<BsonDocument | undefined>;
  /** Tells the log what a phone's PDN connection has carried. */
  tellUsage(ue: UeFixture, pdn: PdnConnection): void;
  lacks(capability: Capability, what: string): UserError;
  /** The lab broke: whatever is being performed ends with this, and nothing more is. */
  fail(error: LabError): void;
}
