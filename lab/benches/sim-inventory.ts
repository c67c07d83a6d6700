import { randomBytes } from 'node:crypto';
import { toHex } from '../../emulator/bytes/index.ts';
import type { RandomBytes } from '../../emulator/machine/index.ts';
import { UserError } from '../../emulator/vocabulary/index.ts';
import type { MongoConnection } from '../../provisioner/index.ts';
import {
  BUILT_IN_PLANS,
  type Caller,
  DEFAULT_PLAN,
  type Inventory,
  inventoryOn,
  KeyVault,
  luhnDigit,
  type NetworkProfile,
  type PlanSource,
  type StepResult,
} from '../../provisioner/inventory/index.ts';
import type { SimOptions, SimState, SimStateName, SimTransition } from '../../scenarios/runner/index.ts';
import type { SimFixture } from './fixtures/sim-fixture.ts';

export interface CaseInventoryOptions {
  /** To the subscribers. */
  readonly connection: MongoConnection;
  /** Where the cards are kept; of this case alone. */
  readonly databaseName: string;
  /** Whether a phone is attached; undefined = nobody can see that. */
  readonly presence: ((imsi: string) => boolean) | undefined;
  readonly caseId: string;
  readonly random: RandomBytes;
}

/** Issuer 211 of country 882, international networks; nobody's. ITU-T E.118 */
const ICCID_PREFIX = '8988211';
const ICCID_DIGITS = 18;
const VAULT_KEY_OCTETS = 32;
const DEFAULT_CUSTOMER = 'lab';

/**
 * The SIM inventory of one case. A card is taken into stock, and brought to the state that the scenario gave it, when it is first needed:
 * cases that never speak of a SIM's life pay nothing for it.
 */
export class CaseInventory {
  private readonly options: CaseInventoryOptions;
  private readonly caller: Caller;
  /** Profiles of SIMs with sessions or rates of their own, by the name of the plan that they are. */
  private readonly ownPlans = new Map<string, NetworkProfile>();
  private readonly cards = new Map<string, Promise<string>>();
  private opened: Inventory | undefined;

  constructor(options: CaseInventoryOptions) {
    this.options = options;
    this.caller = { actor: `scenario:${options.caseId}` };
  }

  /** What the inventory says of a SIM; before it is needed there, what the scenario gave. */
  async stateOf(sim: SimFixture): Promise<SimState> {
    const known = this.cards.get(sim.name);
    if (known === undefined) return givenState(sim);
    const card = await this.inventory.sims.get(await known);
    const { state, iccid, imsi, msisdn, msisdnQuarantinedUntil, plan, customer, history } = card;
    const reason = history.at(-1)?.detail.reason;
    const number = state === 'deactivated' && msisdnQuarantinedUntil !== undefined ? 'quarantined' : msisdn;
    return {
      state,
      iccid,
      imsi,
      ...(number === undefined ? {} : { msisdn: number }),
      ...(plan === undefined ? {} : { plan }),
      ...(customer === undefined ? {} : { customer }),
      ...(reason === undefined ? {} : { reason }),
    };
  }

  /** Does one step of a SIM's life. @throws UserError when the law of the inventory does not allow it */
  async step(transition: SimTransition, sim: SimFixture, options: SimOptions, to?: SimFixture): Promise<StepResult> {
    const iccid = await this.cardOf(sim);
    const { customer, plan, msisdn, reason } = options;
    const { sims } = this.inventory;
    switch (transition) {
      case 'assign':
        return sims.assign(
          iccid,
          { customer: customer ?? DEFAULT_CUSTOMER, plan: plan ?? this.planOf(sim) },
          this.caller,
          {
            reason,
          },
        );
      case 'activate':
        return sims.activate(iccid, { msisdn: msisdn ?? 'auto', plan, customer }, this.caller, { reason });
      case 'suspend':
        return sims.suspend(iccid, this.caller, { reason });
      case 'resume':
        return sims.resume(iccid, this.caller, { reason });
      case 'deactivate':
        return sims.deactivate(iccid, this.caller, { reason });
      case 'swap':
        if (to === undefined) throw new UserError('swap-incomplete', 'a swap needs the SIM that takes over');
        return sims.swap(iccid, await this.cardOf(to), this.caller, { reason });
    }
  }

  /** The card of a SIM, in the state that the scenario gave it; made the first time. Gives its ICCID. */
  cardOf(sim: SimFixture): Promise<string> {
    let card = this.cards.get(sim.name);
    if (card === undefined) {
      card = this.register(sim);
      this.cards.set(sim.name, card);
    }
    return card;
  }

  /** Ends it and removes its database. */
  async close(): Promise<void> {
    if (this.opened === undefined) return;
    await this.opened.close();
    await this.options.connection.database(this.options.databaseName).drop();
  }

  private get inventory(): Inventory {
    if (this.opened === undefined) {
      const { connection, databaseName, presence } = this.options;
      const vault = new KeyVault(new Uint8Array(randomBytes(VAULT_KEY_OCTETS)));
      this.opened = inventoryOn(connection, {
        vault: () => vault,
        databaseName,
        plans: this.plans,
        ...(presence === undefined ? {} : { presence }),
      });
    }
    return this.opened;
  }

  private readonly plans: PlanSource = {
    find: name => this.ownPlans.get(name) ?? BUILT_IN_PLANS.find(name),
    names: async () => [...this.ownPlans.keys(), ...(await BUILT_IN_PLANS.names())],
  };

  private async register(sim: SimFixture): Promise<string> {
    const { imsi, ki, opc, record, spec } = sim;
    const iccid = spec.iccid ?? this.drawIccid();
    const [hexKi, hexOpc] = [toHex(ki.reveal()), toHex(opc.reveal())];
    const { sims } = this.inventory;
    await sims.register({ iccid, imsi, ki: hexKi, opc: hexOpc, amf: toHex(record.amfField) }, this.caller);
    await this.bring(iccid, sim, spec.state);
    return iccid;
  }

  private async bring(iccid: string, sim: SimFixture, state: SimStateName): Promise<void> {
    if (state === 'available') return;
    const { sims } = this.inventory;
    const customer = sim.spec.customer ?? DEFAULT_CUSTOMER;
    const plan = this.planOf(sim);
    if (state === 'assigned') {
      await sims.assign(iccid, { customer, plan }, this.caller);
      return;
    }
    const msisdn = sim.record.msisdn[0] ?? 'none';
    if (msisdn !== 'none') await this.allowNumber(msisdn);
    await sims.activate(iccid, { customer, plan, msisdn }, this.caller);
    if (state === 'suspended') await sims.suspend(iccid, this.caller);
    else if (state === 'deactivated') await sims.deactivate(iccid, this.caller);
  }

  /** A scenario may give any number; pools of one's own take the place of the fictional ones, so these come along. */
  private async allowNumber(msisdn: string): Promise<void> {
    const { pools } = this.inventory;
    const isIn = (await pools.list()).some(
      ({ first, last }) => first <= msisdn && msisdn <= last && first.length === msisdn.length,
    );
    if (isIn) return;
    await pools.add('fiction', '447700900000', '447700900999');
    await pools.add(`number-${msisdn}`, msisdn, msisdn);
  }

  /** Sessions and rates that a scenario names itself are a plan of their own. */
  private planOf({ name, spec }: SimFixture): string {
    const { plan, sessions, ambr } = spec;
    if (sessions === undefined && ambr === undefined) return plan ?? DEFAULT_PLAN;
    const own = plan ?? `plan of ${name}`;
    if (!this.ownPlans.has(own)) this.ownPlans.set(own, profileOf(spec));
    return own;
  }

  private drawIccid(): string {
    const digits = Array.from(this.options.random(ICCID_DIGITS - ICCID_PREFIX.length), octet => octet % 10).join('');
    const body = ICCID_PREFIX + digits;
    return body + luhnDigit(body);
  }
}

function profileOf({ sessions, ambr }: SimFixture['spec']): NetworkProfile {
  const rates = (given: { downlinkBps: number; uplinkBps: number } | undefined) =>
    given && { downlink: `${given.downlinkBps}bps`, uplink: `${given.uplinkBps}bps` };
  const wanted = sessions ?? [{ apn: 'internet' }];
  return {
    ambr: rates(ambr) ?? { downlink: '1Gbps', uplink: '1Gbps' },
    sessions: wanted.map(({ apn, type, qci, ambr: own }) => ({
      apn,
      ...(type === undefined ? {} : { pdnType: type }),
      ...(qci === undefined ? {} : { qci }),
      ...(own === undefined ? {} : { ambr: rates(own)! }),
    })),
  };
}

function givenState({ imsi, record, spec }: SimFixture): SimState {
  const { state, iccid, plan, customer } = spec;
  const [msisdn] = record.msisdn;
  return {
    state,
    imsi,
    ...(iccid === undefined ? {} : { iccid }),
    ...(msisdn === undefined ? {} : { msisdn }),
    ...(plan === undefined ? {} : { plan }),
    ...(customer === undefined ? {} : { customer }),
  };
}
