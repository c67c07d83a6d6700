import { LabError, UserError } from '../../../emulator/vocabulary/index.ts';
import type { NetworkOutcome } from '../../../provisioner/inventory/index.ts';
import type { BenchOutcome } from '../../../scenarios/runner/index.ts';
import type { CaseLab } from '../case-lab.ts';
import type { SimFixture } from '../fixtures/sim-fixture.ts';
import { type Command, outcome } from './command.ts';
import { applySpec } from './database.ts';

/** A step of a SIM's life. What the inventory does not allow is refused with its stable code. */
export async function simStep(lab: CaseLab, command: Command<'sim'>): Promise<BenchOutcome> {
  const { inventory } = lab;
  if (inventory === undefined) throw lab.lacks('inventory', 'a SIM inventory');
  const { transition, options } = command;
  const sim = lab.simOf(command.sim);
  const to = options.to === undefined ? undefined : lab.simOf(options.to);
  try {
    const { card, network, advice } = await inventory.step(transition, sim, options, to);
    if (transition === 'activate') await applySpec(lab, sim);
    if (transition === 'swap' && to !== undefined) await applySpec(lab, to);
    const { state, msisdn, plan, customer } = card;
    const values = { state, msisdn, plan, customer, network: noteOf(network), advice };
    if (LEAVES.has(transition)) tellWhoStays(lab, sim);
    if (network.state === 'pending') return outcome('timeout', `the HSS does not have it yet: ${network.why}`, values);
    if (network.state === 'dead') throw new LabError('hss-not-changed', `the HSS will not have it: ${network.why}`);
    return outcome('accepted', undefined, values);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return outcome('refused', error.message, { code: error.code, expected: error.help.expected });
  }
}

/** What takes a card's subscriber off the HSS. */
const LEAVES: ReadonlySet<string> = new Set(['suspend', 'deactivate', 'swap']);

/** Without change streams nobody tells the MME. */
function tellWhoStays(lab: CaseLab, sim: SimFixture): void {
  if (lab.capabilities.has('change-streams')) return;
  for (const { name, phone, sim: its } of lab.ues.values()) {
    if (its !== sim || phone.emm !== 'EMM-REGISTERED') continue;
    lab.run.log.append({
      kind: 'note',
      node: name,
      text: `the HSS of this core does not follow its database, so no Cancel-Location is sent: ${name} is attached and stays so until it attaches anew by its IMSI, or the MME is started anew`,
      fields: { topic: 'not-followed' },
    });
  }
}

function noteOf(network: NetworkOutcome): string {
  return network.state === 'applied' ? network.note : network.state;
}
