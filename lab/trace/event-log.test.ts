import test from 'ava';
import { fromHex } from '../../emulator/bytes/index.ts';
import type { TraceEvent } from '../../emulator/vocabulary/index.ts';
import { EventHistory, EventLog, REDACTED, Redactor } from './index.ts';

const RUN = { run: '8f2c', version: '0.1.0', core: 'embedded', seed: 7 };
const KI = fromHex('465b5ce8b199b49faa5f0a2ee238a6bc');

test('events are stamped in order, on the clock of the run', t => {
  let now = 1000;
  const log = new EventLog({ run: RUN, now: () => now, startedAt: new Date('2026-11-22T03:00:00.000Z') });
  t.deepEqual(log.header, { v: 1, seq: 0, t: 0, kind: 'run', at: '2026-11-22T03:00:00.000Z', ...RUN });
  const events: TraceEvent[] = [];
  log.subscribe(event => events.push(event));
  log.append({ kind: 'note', text: 'first' });
  now = 1012.34567;
  log.append({ kind: 'note', text: 'second' });
  t.deepEqual(events, [
    { v: 1, seq: 1, t: 0, kind: 'note', text: 'first' },
    { v: 1, seq: 2, t: 12.346, kind: 'note', text: 'second' },
  ]);
  t.is(log.elapsedMs(), now - 1000);
});

test('nobody listens: nothing is made of an event', t => {
  const log = new EventLog({
    run: RUN,
    now: () => 0,
  });
  const untouchable = new Proxy({ kind: 'note', text: 'x' } as const, {
    get: () => t.fail('looked into'),
    ownKeys: () => {
      t.fail('looked into');
      return [];
    },
  });
  t.false(log.listening);
  log.append(untouchable);
  const end = log.subscribe(event => t.is(event.seq, 1, 'numbers begin with the first event that is seen'));
  t.true(log.listening);
  log.append({ kind: 'note', text: 'x' });
  end();
  t.false(log.listening);
  log.append(untouchable);
});

test('an event that a listener tells comes after the one it answers, for every listener', t => {
  const log = new EventLog({ run: RUN });
  const seen: [string, number][] = [];
  log.subscribe(event => {
    seen.push(['first', event.seq]);
    if (event.seq === 1) log.append({ kind: 'note', text: 'an answer' });
  });
  log.subscribe(event => seen.push(['second', event.seq]));
  log.append({ kind: 'note', text: 'a question' });
  t.deepEqual(seen, [
    ['first', 1],
    ['second', 1],
    ['first', 2],
    ['second', 2],
  ]);
});

test('a listener may leave while an event is told', t => {
  const log = new EventLog({ run: RUN });
  const seen: string[] = [];
  const end = log.subscribe(() => {
    seen.push('once');
    end();
  });
  log.subscribe(() => seen.push('always'));
  log.append({ kind: 'note', text: '' });
  log.append({ kind: 'note', text: '' });
  t.deepEqual(seen, ['once', 'always', 'always']);
});

test('a listener that fails does not silence the log', t => {
  const log = new EventLog({ run: RUN });
  const seen: number[] = [];
  const end = log.subscribe(() => {
    throw new Error('a bug');
  });
  log.subscribe(event => seen.push(event.seq));
  t.throws(() => log.append({ kind: 'note', text: '' }), { message: 'a bug' });
  end();
  log.append({ kind: 'note', text: '' });
  t.deepEqual(seen, [2]);
});

test('no secret leaves the log, wherever in an event it is', t => {
  const redactor = new Redactor();
  redactor.add(KI);
  const key = '465B5CE8B199B49FAA5F0A2EE238A6BC';
  const log = new EventLog({ run: { ...RUN, title: `with K ${key}` }, redactor });
  const seen: string[] = [JSON.stringify(log.header)];
  log.subscribe(event => seen.push(JSON.stringify(event)));
  log.append({ kind: 'note', text: key });
  log.append({ kind: 'error', code: 'x', text: `K=${key}`, hint: key.toLowerCase() });
  log.append({ kind: 'artefact', name: key, path: `/tmp/${key}` });
  log.append({ kind: 'state', node: key, machine: 'emm', from: key, to: key });
  log.append({
    kind: 'message',
    protocol: 'nas-eps',
    from: 'phone',
    to: 'mme',
    message: 'AttachRequest',
    summary: `K ${key}`,
    fields: { ki: key, [key]: 1, fine: 'yes' },
    hex: `0741${key.toLowerCase()}`,
  });
  for (const line of seen) {
    t.false(line.toUpperCase().includes(key), line);
    t.true(line.includes(REDACTED), line);
  }
  t.true(seen.at(-1)!.includes('"fine":"yes"'));
});

test('the record that was told stays as it was', t => {
  const redactor = new Redactor();
  redactor.add(KI);
  const log = new EventLog({ run: RUN, redactor });
  log.subscribe(() => {});
  const record = { kind: 'note', text: '465b5ce8b199b49faa5f0a2ee238a6bc' } as const;
  log.append(record);
  t.is(record.text, '465b5ce8b199b49faa5f0a2ee238a6bc');
});

test('the history gives what came since a mark, and forgets the oldest', t => {
  const log = new EventLog({ run: RUN });
  const history = new EventHistory(log, 10);
  t.deepEqual(
    history.since(0).map(event => event.kind),
    ['run'],
  );
  const mark = history.mark;
  for (let i = 1; i <= 5; i++) log.append({ kind: 'note', text: String(i) });
  t.deepEqual(
    history.since(mark).map(event => event.seq),
    [1, 2, 3, 4, 5],
  );
  t.deepEqual(history.since(history.mark), []);
  for (let i = 6; i <= 1000; i++) {
    log.append({ kind: 'note', text: String(i) });
    const held = history.since(0).map(event => event.seq);
    t.true(held.length <= 10);
    t.is(held.at(-1), i);
  }
  t.deepEqual(
    history.since(996).map(event => event.seq),
    [996, 997, 998, 999, 1000],
  );
  history.close();
  log.append({ kind: 'note', text: 'late' });
  t.is(history.mark, 1001);
});
