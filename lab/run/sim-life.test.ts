import test from 'ava';
import { toHex } from '../../emulator/bytes/index.ts';
import type { EmulatedPhone } from '../../emulator/host/index.ts';
import type { Imsi } from '../../emulator/vocabulary/index.ts';
import { parsePlmn } from '../../emulator/vocabulary/index.ts';
import { openMongoConnection } from '../../provisioner/index.ts';
import { type Inventory, inventoryOn, KeyVault, luhnDigit } from '../../provisioner/inventory/index.ts';
import { Lab } from './lab.ts';
import { phoneConfig } from './phone-config.ts';
import { simOf } from './random-sim.ts';
import { Run } from './run.ts';

/** The life of a SIM as the embedded core and a phone see it. */

const CALLER = { actor: 'test' };
const PLMN = parsePlmn('001-01');

interface Opened {
  readonly lab: Lab;
  readonly inventory: Inventory;
  readonly sims: Inventory['sims'];
  /** Registers a card and puts it into a phone. */
  phone(index: number): Promise<EmulatedPhone>;
  iccid(index: number): string;
}

async function open(t: { teardown(close: () => Promise<void>): void }): Promise<Opened> {
  const run = new Run({ title: 'SIM life', core: 'embedded' });
  const lab = await Lab.open({ run, plmn: PLMN, tac: 1, core: { type: 'embedded' }, database: { type: 'memory' } });
  const connection = await openMongoConnection(lab.databaseUri!);
  const inventory = inventoryOn(connection, {
    vault: () => new KeyVault(new Uint8Array(32)),
    presence: imsi => lab.core!.host.core.ues().some(ue => ue.imsi === imsi && ue.emm === 'EMM-REGISTERED'),
  });
  t.teardown(async () => {
    await inventory.close();
    await connection.close();
    await lab.close();
    run.close();
  });
  const bts = await lab.addBts();
  const iccid = (index: number) => {
    const body = `898821100000000${String(index).padStart(3, '0')}`;
    return body + luhnDigit(body);
  };
  return {
    lab,
    inventory,
    sims: inventory.sims,
    iccid,
    async phone(index) {
      const { imsi, ki, opc } = simOf(run, `00101${String(index).padStart(10, '0')}` as Imsi);
      await inventory.sims.register(
        { iccid: iccid(index), imsi, ki: toHex(ki.reveal()), opc: toHex(opc!.reveal()) },
        CALLER,
      );
      return lab.addPhone(bts, `phone-${index}`, phoneConfig({ imsi, ki, opc: opc!, homePlmn: PLMN }));
    },
  };
}

/** The reject cause of an attach, or `attached`. */
async function attach(phone: EmulatedPhone): Promise<string | number> {
  const result = await phone.attach();
  if (result.ok) return 'attached';
  return result.failure.type === 'rejected' ? result.failure.emmCause : result.failure.type;
}

/** Off and on again: after cause 8 the card is invalid until then. */
async function powerCycle(phone: EmulatedPhone): Promise<void> {
  const off = phone.until(output => output.type === 'state' && output.to === 'EMM-NULL');
  phone.powerOff();
  await off;
}

const networkDetach = (phone: EmulatedPhone) =>
  phone.until(output => output.type === 'detached' && output.by === 'network');
/**
 * The network asks the phone to attach again at once, and refuses that. Whoever switches the phone off before and attaches by GUTI while the
 * MME still has its context gets in without a question to the HSS (as in Open5GS, which then skips AIR and ULR).
 */
const refusedReattach = (phone: EmulatedPhone) => phone.until(output => output.type === 'attachFailed');

test('from stock to quarantine: what each state means to a phone', async t => {
  const { sims, phone: newPhone, iccid, lab } = await open(t);
  const phone = await newPhone(1);
  t.is(await attach(phone), 8);
  await sims.assign(iccid(1), { customer: 'cust-42', plan: 'postpaid-s' }, CALLER);
  await powerCycle(phone);
  t.is(await attach(phone), 8);
  t.like(await sims.activate(iccid(1), {}, CALLER), { network: { state: 'applied' } });
  await powerCycle(phone);
  t.is(await attach(phone), 'attached');
  t.is(phone.lastAka?.verdict, 'accepted');

  const detached = networkDetach(phone);
  const rejected = refusedReattach(phone);
  const suspended = await sims.suspend(iccid(1), CALLER, { reason: 'lost' });
  t.is(suspended.network.state, 'applied');
  t.like(await detached, { by: 'network' });
  await rejected;
  t.deepEqual(
    lab.core!.host.core.ues().filter(ue => ue.emm === 'EMM-REGISTERED'),
    [],
  );
  await powerCycle(phone);
  t.is(await attach(phone), 8);

  await sims.resume(iccid(1), CALLER);
  await powerCycle(phone);
  t.is(await attach(phone), 'attached');
  const gone = Promise.all([networkDetach(phone), refusedReattach(phone)]);
  const removed = await sims.deactivate(iccid(1), CALLER);
  t.like(removed, { card: { state: 'deactivated' }, network: { state: 'applied', note: 'subscriber removed' } });
  await gone;
  await powerCycle(phone);
  t.is(await attach(phone), 8);
  t.is(await lab.subscribers!.find(phone.imsi), undefined);
});

test('swap: the old phone is detached, the new card attaches with the same number', async t => {
  const { sims, phone: newPhone, iccid, lab } = await open(t);
  const [old, fresh] = [await newPhone(1), await newPhone(2)];
  await sims.activate(iccid(1), { customer: 'cust-42' }, CALLER);
  t.is(await attach(old), 'attached');
  const gone = Promise.all([networkDetach(old), refusedReattach(old)]);
  const { card } = await sims.swap(iccid(1), iccid(2), CALLER);
  await gone;
  t.is(await attach(fresh), 'attached');
  t.deepEqual((await lab.subscribers!.find(fresh.imsi))?.sim.msisdn, [card.msisdn]);
  await powerCycle(old);
  t.is(await attach(old), 8);
});

test('a plan is effective with the next attach', async t => {
  const { sims, phone: newPhone, iccid, lab } = await open(t);
  const phone = await newPhone(1);
  await sims.activate(iccid(1), { customer: 'c' }, CALLER);
  t.is(await attach(phone), 'attached');
  await sims.changePlan(iccid(1), 'throttled', CALLER);
  await phone.detach();
  t.is(await attach(phone), 'attached');
  const [ue] = lab.core!.host.core.ues();
  t.is(ue?.ueAmbr?.downlinkBps, 128_000);
  // At once, by having the phone detached: it comes back by itself.
  await sims.changePlan(iccid(1), 'postpaid-s', CALLER);
  const back = Promise.all([networkDetach(phone), phone.until(output => output.type === 'attached')]);
  await sims.detach(iccid(1), CALLER);
  await back;
  t.is(lab.core!.host.core.ues()[0]?.ueAmbr?.downlinkBps, 50_000_000);
});
