import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { numberOf } from '../../bson-values.ts';
import type { SimCard } from '../sim-card.ts';
import { type SimAction, transitionOf } from '../transitions.ts';
import { type Opened, openTest } from './open.ts';

const CHILD = fileURLToPath(new URL('./crash-child.js', import.meta.url));
/** After what it was waited for, a child lives at most so long: the kill falls anywhere into what it does next. */
const LIFE_MS = 250;
/** A child is left alone until it has been told of 0 … 3 new changes, however long that takes here. */
const AWAITED_CHANGES = [1, 0, 3, 2];
/** Each few rounds begin with cards that nobody has touched. */
const ROUNDS_A_SET = 12;
const CARDS_A_SET = 6;

export interface CrashFigures {
  readonly kills: number;
  readonly events: number;
  /** Changes that a child was told of before it was killed. */
  readonly reported: number;
  /** Deliveries that the webhook's receiver had to recognise. */
  readonly repeated: number;
}

/**
 * Kills a process that changes cards, `kills` times with SIGKILL and at random, then finishes what was left and holds against each other:
 * what the cards' histories say was accepted; what the subscribers' change stream saw written; files dropped; POSTs received.
 */
export async function crashRun(t: ExecutionContext, kills: number, seed: number): Promise<CrashFigures> {
  let offsetMs = 0;
  const opened = await openTest(t, { now: () => new Date(Date.now() + offsetMs) });
  const { inventory, uri, databaseName } = opened;
  const folder = await mkdtemp(join(tmpdir(), 'mvnolab-crash-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const hook = await receiver(t);
  await inventory.handlers.add({ name: 'files', type: 'text', folder });
  await inventory.handlers.add({ name: 'hook', type: 'webhook', url: hook.url });
  const written = watchSubscribers(t, opened);
  await written.ready;

  const reported = new Set<string>();
  for (let round = 0; round < kills; round++) {
    const first = Math.floor(round / ROUNDS_A_SET) * CARDS_A_SET + 1;
    const child = spawn(process.execPath, [CHILD, uri, databaseName, `${first}`, `${seed + round * 7919}`], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', chunk => (said += chunk));
    const ended = once(child, 'exit');
    await Promise.race([newChanges(child.stdout, AWAITED_CHANGES[round % AWAITED_CHANGES.length]!, reported), ended]);
    await Promise.race([setTimeout(((seed + round * 104_729) % 1000) * (LIFE_MS / 1000)), ended]);
    child.kill('SIGKILL');
    const [code] = await ended;
    if (code !== null) t.fail(`round ${round}: the child ended by itself (${code}): ${said}`);
  }

  // Whatever was claimed by the dead is free when their leases are over.
  for (let turn = 0; turn < 50; turn++) {
    offsetMs += 600_000;
    await inventory.deliver();
    const waiting = await Promise.all(['hss', 'files', 'hook'].map(name => inventory.queue.nextDue(name)));
    if (waiting.every(due => due === undefined)) break;
  }
  const cards: SimCard[] = [];
  for await (const card of inventory.sims.list()) cards.push(card);
  const seen = { folder, hook, written: await written.all(), reported };
  return { kills, reported: reported.size, ...(await compare(t, opened, cards, seen)) };
}

/** Gathers what a child says; resolves when it is ready and `wanted` changes are new, or when it can change nothing more. */
function newChanges(output: NodeJS.ReadableStream, wanted: number, reported: Set<string>): Promise<void> {
  const before = reported.size;
  return new Promise(resolve => {
    let isReady = false;
    createInterface(output).on('line', line => {
      if (line === 'ready') isReady = true;
      else if (line !== 'exhausted') reported.add(line);
      if (line === 'exhausted' || (isReady && reported.size >= before + wanted)) resolve();
    });
  });
}

async function compare(
  t: ExecutionContext,
  { inventory, collection }: Opened,
  cards: readonly SimCard[],
  seen: {
    readonly folder: string;
    readonly hook: Receiver;
    readonly written: readonly string[];
    readonly reported: ReadonlySet<string>;
  },
): Promise<{ events: number; repeated: number }> {
  const accepted = cards.flatMap(card =>
    card.history.filter(({ action }) => action !== 'register').map(entry => ({ card, entry })),
  );
  const ids = accepted.map(({ card, entry }) => `${card.iccid}/${entry.version}`).sort();
  const lost = [...seen.reported].filter(id => !ids.includes(id));
  t.deepEqual(lost, [], 'what a caller was told is in the history');
  const dead: string[] = [];
  for await (const event of inventory.queue.list())
    for (const [handler, { state, error }] of Object.entries(event.deliveries))
      if (state !== 'done') dead.push(`${event.id} ${handler} ${state} ${error}`);
  t.deepEqual(dead, [], 'every event has arrived everywhere');
  const queued: string[] = [];
  for await (const { id } of inventory.queue.list()) queued.push(id);
  t.deepEqual(queued.sort(), ids, 'the queue has each accepted change once');

  const toHss = accepted.filter(({ entry }) => transitionOf(entry.action as SimAction).network !== 'none');
  t.deepEqual(
    [...seen.written].sort(),
    toHss.map(({ card, entry }) => `${card.imsi}/${entry.version}`).sort(),
    'each change was written to the HSS exactly once',
  );
  const drift: unknown[] = [];
  for await (const found of inventory.drift()) drift.push(found);
  t.deepEqual(drift, [], 'the HSS is as the inventory says');

  const files = (await readdir(seen.folder)).sort();
  t.deepEqual(
    files,
    accepted.map(({ card, entry }) => `${card.iccid}-${String(entry.version).padStart(6, '0')}.txt`).sort(),
    'one file each',
  );
  for (const file of files)
    t.true((await readFile(join(seen.folder, file), 'utf8')).endsWith('\n'), `${file} is whole`);

  const firsts = [...new Set(seen.hook.received)];
  t.deepEqual([...firsts].sort(), ids, 'each change was posted');
  for (const { iccid, history } of cards) {
    const order = firsts.filter(id => id.startsWith(`${iccid}/`)).map(id => Number(id.split('/')[1]));
    t.deepEqual(
      order,
      history.slice(1).map(({ version }) => version),
      'in the order of its SIM',
    );
  }
  for (const { iccid } of cards) t.deepEqual((await inventory.sims.history(iccid)).wrong, []);
  const audit = await inventory.audit.verify();
  t.deepEqual(audit.wrong, []);
  // A process may die between taking a card into stock and auditing that; every other change is audited with its event.
  const audited: string[] = [];
  for await (const { eventId, action } of inventory.audit.list()) if (action !== 'register') audited.push(eventId!);
  t.deepEqual(audited.sort(), ids, 'each change is audited once');
  const left = {
    $or: [
      { pending: { $exists: true } },
      { swap: { $exists: true } },
      { reservedBy: { $exists: true } },
      { outbox: { $exists: true } },
    ],
  };
  t.deepEqual(await collection('sims').find(left).toArray(), [], 'nothing is under way');
  const numbers = cards.flatMap(({ msisdn }) => msisdn ?? []);
  t.is(new Set(numbers).size, numbers.length);
  return { events: ids.length, repeated: seen.hook.received.length - firsts.length };
}

interface Receiver {
  readonly url: string;
  /** Idempotency keys in the order in which they came. */
  readonly received: readonly string[];
}

async function receiver(t: ExecutionContext): Promise<Receiver> {
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(String(request.headers['idempotency-key']));
    request.resume().on('end', () => response.writeHead(204).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, received };
}

/** `<imsi>/<event>` of every write of an event number to a subscriber, from the change stream: the HSS's own view. */
function watchSubscribers(t: ExecutionContext, { subscribers }: Opened) {
  const written: string[] = [];
  const imsis = new Map<string, string>();
  let marked = () => {};
  const isReady = new Promise<void>(resolve => (marked = resolve));
  const stream = subscribers.watch([], { promoteValues: false, maxAwaitTimeMS: 200 });
  t.teardown(() => stream.close());
  let end: (() => void) | undefined;
  const loop = (async () => {
    for await (const change of stream as AsyncIterable<
      Record<string, unknown> & { operationType: string; documentKey: { _id: unknown } }
    >) {
      const key = String(change.documentKey?._id);
      const document = change.fullDocument as { imsi?: string; mvnolab?: { event?: unknown } } | undefined;
      if (change.operationType === 'insert' && document?.imsi === 'mark') {
        end === undefined ? marked() : end();
        continue;
      }
      if (change.operationType === 'insert') imsis.set(key, document!.imsi!);
      const fields =
        (change.updateDescription as { updatedFields?: Record<string, unknown> } | undefined)?.updatedFields ?? {};
      const event = change.operationType === 'insert' ? document?.mvnolab?.event : fields['mvnolab.event'];
      if (event !== undefined) written.push(`${imsis.get(key)}/${numberOf(event)}`);
    }
  })();
  loop.catch(() => undefined);
  const mark = async () => {
    await subscribers.insertOne({ imsi: 'mark' });
    await subscribers.deleteOne({ imsi: 'mark' });
  };
  return {
    ready: (async () => {
      // The stream is open when it tells of a document that was written after it was asked for.
      for (let isOpen = false; !isOpen; ) {
        await mark();
        isOpen = await Promise.race([isReady.then(() => true), setTimeout(50, false)]);
      }
    })(),
    async all() {
      const ended = new Promise<void>(resolve => (end = resolve));
      await mark();
      await ended;
      return written;
    },
  };
}
