import test from 'ava';
import { UserError } from '../../../emulator/vocabulary/index.ts';
import { valueAt } from '../../bson-values.ts';
import { parseSimChanges } from '../../sim-input.ts';
import { type LifecycleAccess, suspendSubscriber, updateProfile } from '../../subscriber-lifecycle.ts';
import type { SimEvent } from '../sim-card.ts';
import { CALLER, type Opened, openTest, TestClock, testCard, testIccid, testImsi } from '../testing/open.ts';

const stored = ({ subscribers }: Opened) => subscribers.findOne({ imsi: testImsi(1) }, { promoteValues: false });

async function eventsOf({ inventory }: Opened): Promise<SimEvent[]> {
  const events: SimEvent[] = [];
  for await (const event of inventory.queue.list()) events.push(event);
  return events.sort((a, b) => a.sequence - b.sequence);
}

test('an event that comes again, or late, changes nothing', async t => {
  const opened = await openTest(t);
  const { sims, inventory } = opened;
  const context = { now: new Date(), signal: new AbortController().signal };
  await sims.register(testCard(1), CALLER);
  const steps = [
    () => sims.activate(testIccid(1), { customer: 'c' }, CALLER),
    () => sims.suspend(testIccid(1), CALLER),
    () => sims.resume(testIccid(1), CALLER),
    () => sims.changePlan(testIccid(1), 'iot', CALLER),
    () => sims.suspend(testIccid(1), CALLER),
  ];
  for (const step of steps) {
    await step();
    const before = await stored(opened);
    for (const event of await eventsOf(opened))
      t.is((await inventory.hss.handle(event, context)).type, 'done', event.action);
    t.deepEqual(await stored(opened), before);
  }
  await sims.deactivate(testIccid(1), CALLER);
  // What comes late for one that is gone does not bring it back: it is refused, or done.
  for (const event of (await eventsOf(opened)).filter(({ network }) => network !== 'provision')) {
    const outcome = await inventory.hss.handle(event, context).catch((error: unknown) => error);
    t.true(outcome instanceof UserError || (outcome as { type: string }).type === 'done');
  }
  t.is(await stored(opened), null);
});

test('a subscriber whose phone may be attached stays until the HSS has had time to read why it must go', async t => {
  const clock = new TestClock();
  const opened = await openTest(t, { now: clock.now, withdrawMs: 1500 });
  const { sims, inventory } = opened;
  await sims.register(testCard(1), CALLER);
  await sims.activate(testIccid(1), { customer: 'c' }, CALLER);
  await opened.subscribers.updateOne(
    { imsi: testImsi(1) },
    { $set: { mme_host: 'mme.localdomain', purge_flag: false } },
  );
  const result = await sims.deactivate(testIccid(1), CALLER, { settleMs: 0 });
  t.is(result.network.state, 'pending');
  t.regex(result.advice!, /last seen at mme.localdomain/);
  t.is(await inventory.deliver(), 0);
  const waiting = (await stored(opened))!;
  t.false('security' in waiting);
  clock.advance(1499);
  t.is(await inventory.deliver(), 0);
  t.truthy(await stored(opened));
  clock.advance(1);
  t.is(await inventory.deliver(), 1);
  t.is(await stored(opened), null);
  t.is((await inventory.queue.find(result.eventId))!.deliveries.hss!.state, 'done');
});

test('one that the presence probe knows to be gone, or that was never served, goes at once', async t => {
  for (const presence of [() => false, undefined]) {
    const clock = new TestClock();
    const opened = await openTest(t, { now: clock.now, withdrawMs: 1500, ...(presence !== undefined && { presence }) });
    await opened.sims.register(testCard(1), CALLER);
    await opened.sims.activate(testIccid(1), { customer: 'c' }, CALLER);
    if (presence !== undefined)
      await opened.subscribers.updateOne({ imsi: testImsi(1) }, { $set: { mme_host: 'mme' } });
    t.is((await opened.sims.deactivate(testIccid(1), CALLER)).network.state, 'applied');
    t.is(await stored(opened), null);
  }
});

test('a removal leaves a subscriber that somebody else has written since', async t => {
  const opened = await openTest(t);
  await opened.sims.register(testCard(1), CALLER);
  await opened.sims.activate(testIccid(1), { customer: 'c' }, CALLER);
  await opened.subscribers.deleteMany({});
  await opened.subscribers.insertOne({ imsi: testImsi(1), security: { k: 'ff' }, mvnolab: { event: 99 } });
  t.is((await opened.sims.deactivate(testIccid(1), CALLER)).network.state, 'applied');
  t.is((await stored(opened))?.mvnolab !== undefined, true);
});

test('an event that is written while a later one is: the later one stays, whichever comes first', async t => {
  const opened = await openTest(t);
  await opened.sims.register(testCard(1), CALLER);
  await opened.sims.activate(testIccid(1), { customer: 'c' }, CALLER);
  const access = await opened.inventory.subscribers.lifecycle();
  let isFirst = true;
  const overtaken: LifecycleAccess = {
    ...access,
    connection: {
      ...access.connection,
      // Between its reading and its writing somebody else brings event 5.
      async attempt(doing, operation) {
        if (doing.startsWith('write') && isFirst) {
          isFirst = false;
          await updateProfile(access, testImsi(1), parseSimChanges({ ambr: { downlink: '9Mbps' } }), 5);
        }
        return access.connection.attempt(doing, operation);
      },
    },
  };
  t.is(await suspendSubscriber(overtaken, testImsi(1), 4), 'already');
  const document = (await stored(opened))!;
  t.true('security' in document);
  t.is(Number(valueAt(document, 'ambr.downlink.value')), 9);
  t.is(Number(valueAt(document, 'mvnolab.event')), 5);
});
