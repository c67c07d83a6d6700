import { Readable } from 'node:stream';
import test from 'ava';
import { EJSON } from 'bson';
import { LabError, UserError } from '../../../emulator/vocabulary/index.ts';
import { valueAt } from '../../bson-values.ts';
import { checkSubscriber } from '../../subscriber-document.ts';
import { encodeProvisioned } from '../../subscriber-lifecycle.ts';
import { recordOf } from '../events/hss-handler.ts';
import { CALLER, type Opened, openTest, testCard, testIccid, testImsi } from '../testing/open.ts';
import type { BatchSource } from './batch-reader.ts';
import type { LineResult } from './batch-record.ts';
import { writeLabBatch, writePysimCsv } from './batch-writer.ts';
import { subscriberMaker } from './card-chunk.ts';
import { generateCards } from './generate-cards.ts';
import type { ImportOptions, ImportSummary } from './import-batch.ts';
import { parseTransportKey } from './transport-key.ts';

const KEY = parseTransportKey('5', '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');

function source(text: string | Uint8Array, pieceOctets = 65_536): BatchSource {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return async function* () {
    for (let at = 0; at < bytes.length; at += pieceOctets) yield bytes.subarray(at, at + pieceOctets);
  };
}

async function text(pieces: AsyncIterable<string>): Promise<string> {
  let all = '';
  for await (const piece of pieces) all += piece;
  return all;
}

function labBatch(count: number, more: { key?: typeof KEY; batch?: string; seed?: string } = {}): Promise<string> {
  const { key, batch = 'B-1', seed = 'test' } = more;
  return text(
    writeLabBatch(generateCards({ count, plmn: '001-01', seed }), {
      kind: 'output',
      batch,
      quantity: count,
      plmn: '001-01',
      product: 'nano',
      ...(key !== undefined && { transportKey: key }),
    }),
  );
}

async function run(
  { inventory }: Opened,
  bytes: string | Uint8Array,
  options: ImportOptions = {},
): Promise<ImportSummary & { lines: LineResult[] }> {
  const lines: LineResult[] = [];
  const summary = await inventory.import(source(bytes), { ...options, onLine: line => lines.push(line) }, CALLER);
  return { ...summary, lines };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    error => error,
  );
  if (error instanceof UserError || error instanceof LabError) return error.code;
  return error === undefined ? 'no error' : String(error);
}

const pysim = (...rows: string[]) => `ICCID,IMSI,PIN1,PUK1,KI,OPC,ADM1\n${rows.map(row => `${row}\n`).join('')}`;
const row = (index: number, more: object = {}) => {
  const { iccid, imsi, ki, opc } = { ...testCard(index), ...more };
  return `${iccid},${imsi},1234,12345678,${ki},${opc},87654321`;
};

test('lab-batch v1 there and back: what was written is in stock, key by key', async t => {
  for (const key of [undefined, KEY]) {
    const opened = await openTest(t);
    const file = await labBatch(20, { ...(key !== undefined && { key }) });
    const cards = [...generateCards({ count: 20, plmn: '001-01', seed: 'test' })];
    if (key !== undefined)
      for (const { secrets } of cards) t.false(file.includes(Buffer.from(secrets.ki.reveal()).toString('hex')));
    const summary = await run(opened, file, { transportKey: index => (index === '5' ? KEY : undefined) });
    t.like(summary, { batch: 'B-1', accepted: 20, duplicate: 0, rejected: 0, stopped: false, warnings: [] });
    for (const { card, secrets } of cards) {
      const stored = await opened.sims.get(card.iccid);
      t.like(stored, { imsi: card.imsi, state: 'available', batch: 'B-1', product: 'nano', plmn: '001-01' });
      const revealed = await opened.sims.reveal(card.iccid, CALLER, 'test');
      for (const [name, secret] of Object.entries(secrets))
        t.deepEqual([...revealed[name as 'ki']!.reveal()], [...secret.reveal()], name);
    }
    t.deepEqual(await opened.subscribers.countDocuments(), 0);
  }
});

test('pySim CSV there and back; unknown columns, any order and case of the names, semicolons and tabs', async t => {
  const cards = [...generateCards({ count: 5, plmn: '999-70', seed: 'p' })];
  const file = await text(writePysimCsv(cards));
  t.regex(file, /^ICCID,IMSI,PIN1,PUK1,PIN2,PUK2,ADM1,KI,OPC,/);
  t.like(await run(await openTest(t), file, { plmn: '999-70' }), { accepted: 5, rejected: 0 });
  for (const separator of [';', '\t']) {
    const lines = [
      ['Note', 'opc', 'Imsi', 'KI', 'Iccid', 'ACC'],
      ['x', testCard(1).opc!, testImsi(1), testCard(1).ki, testIccid(1), '0001'],
    ];
    t.like(await run(await openTest(t), lines.map(cells => cells.join(separator)).join('\n')), {
      accepted: 1,
      rejected: 0,
    });
  }
});

test('encodings, byte order marks and line ends do not matter; what is not text is a rejected line', async t => {
  const plain = pysim(
    row(1),
    row(2),
    `"${testIccid(3)}", ${testImsi(3)} ,"1234",,${testCard(3).ki},${testCard(3).opc},`,
  );
  const utf16 = Buffer.from(`\ufeff${plain}`, 'utf16le');
  const forms: [string, string | Uint8Array][] = [
    ['UTF-8 with BOM', `\ufeff${plain}`],
    ['CR LF', plain.replace(/\n/g, '\r\n')],
    ['CR', plain.replace(/\n/g, '\r')],
    ['empty lines', plain.replace(/\n/g, '\n\n ,,,\n')],
    ['no end of the last line', plain.trimEnd()],
    ['UTF-16 LE', utf16],
    ['UTF-16 BE', Buffer.from(utf16).swap16()],
    ['UTF-16 LE without BOM', utf16.subarray(2)],
  ];
  for (const [name, form] of forms) {
    const opened = await openTest(t);
    t.like(await run(opened, form), { accepted: 3, rejected: 0, duplicate: 0 }, name);
    // However the file comes in pieces.
    const lines: LineResult[] = [];
    await opened.inventory.import(source(form, 7), { dryRun: true, onLine: line => lines.push(line) }, CALLER);
    t.deepEqual(
      lines.map(({ result }) => result),
      ['duplicate', 'duplicate', 'duplicate'],
      name,
    );
  }
  const latin1 = Buffer.concat([
    Buffer.from(pysim(row(1))),
    Buffer.from([0xe9, 0x2c]),
    Buffer.from(`${row(2)}\n${row(3)}\n`),
  ]);
  const { accepted, lines } = await run(await openTest(t), latin1);
  t.is(accepted, 2);
  t.like(lines[1], { line: 3, result: 'rejected', code: 'line-encoding' });
});

test('each bad line is told with its number, a code and a reason that holds no key; the good ones are in', async t => {
  const opened = await openTest(t);
  await opened.sims.register(testCard(50), CALLER);
  await opened.sims.register(testCard(51), CALLER);
  const ki = testCard(1).ki;
  const bad: [string, string][] = [
    [row(1, { iccid: '8988211000000000013' }), 'iccid-check-digit'],
    [row(2, { iccid: '1234' }), 'iccid-invalid'],
    [row(3, { imsi: '00101000' }), 'imsi-invalid'],
    [row(4, { imsi: '310260000000001' }), 'imsi-plmn-mismatch'],
    [row(5, { ki: ki.slice(1) }), 'ki-invalid'],
    [row(6, { ki: `${ki.slice(1)}x` }), 'ki-invalid'],
    [row(7, { opc: '' }), 'opc-missing'],
    [`${testIccid(8)},${testImsi(8)}`, 'cell-missing'],
    [`"${row(9)}`, 'line-quote'],
    [`${row(10)}${'x'.repeat(10_000_000)}`, 'line-too-long'],
    [row(11).replace(',1234,', ',12x4,'), 'pin1-invalid'],
    [row(12).replace(',12345678,', ',1234567,'), 'puk1-invalid'],
    [row(13).replace('87654321', '876'), 'adm1-invalid'],
    [row(50), 'iccid-exists'],
    [row(14, { imsi: testImsi(51) }), 'imsi-exists'],
    [row(20), 'iccid-twice'],
    [row(21, { imsi: testImsi(20) }), 'imsi-twice'],
    ['\0\0\0\0', 'line-encoding'],
  ];
  const file = pysim(row(20), ...bad.map(([line]) => line), row(22));
  for (const dryRun of [true, false]) {
    const { accepted, duplicate, rejected, lines } = await run(opened, file, { plmn: '001-01', dryRun, chunkLines: 3 });
    t.deepEqual(
      { accepted, duplicate, rejected },
      { accepted: 2, duplicate: 4, rejected: bad.length - 4 },
      `dry run ${dryRun}`,
    );
    t.deepEqual(
      lines.map(({ line, code }) => `${line} ${code ?? 'accepted'}`),
      ['2 accepted', ...bad.map(([, code], i) => `${i + 3} ${code}`), `${bad.length + 3} accepted`],
    );
    for (const { reason = '' } of lines) t.false(reason.includes(ki.slice(1, 20)), reason);
    t.is(await opened.sims.count(), dryRun ? 2 : 4);
  }
  const batch = (await opened.inventory.batches.list())[0]!.batch;
  const kept: string[] = [];
  for await (const { line, code } of opened.inventory.batches.refused(batch)) kept.push(`${line} ${code}`);
  t.deepEqual(
    kept,
    bad.map(([, code], i) => `${i + 3} ${code}`),
  );
});

test('files that are none are refused before anything is written', async t => {
  const opened = await openTest(t);
  const good = await labBatch(3);
  const files: [string, string | Uint8Array, string][] = [
    ['empty', '', 'batch-empty'],
    ['only comments', '#lab-batch v1 output\n\n# nothing\n', 'batch-empty'],
    ['no Ki', 'ICCID,IMSI,OPC\n', 'batch-columns-missing'],
    ['no header', row(1), 'batch-columns-missing'],
    ['a column twice', 'ICCID,IMSI,KI,OPC,ki\n', 'batch-column-twice'],
    ['another version', good.replace('v1', 'v2'), 'batch-version'],
    ['unknown header', good.replace('#plmn', '#plnm'), 'batch-header'],
    ['cut off', good.slice(0, -20), 'batch-cut-off'],
    [
      'for the vendor',
      await text(
        writeLabBatch(generateCards({ count: 1, plmn: '001-01' }), { kind: 'input', batch: 'x', quantity: 1 }),
      ),
      'batch-is-input',
    ],
    ['encrypted, no key named', good.replace(',ki,', ',e-ki,'), 'batch-transport-key'],
    [
      'a picture',
      Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00]), Buffer.alloc(200_000, 0xfe)]),
      'batch-unreadable',
    ],
  ];
  for (const [name, file, code] of files) t.is(await codeOf(run(opened, file)), code, name);
  const encrypted = await labBatch(3, { key: KEY });
  t.is(await codeOf(run(opened, encrypted)), 'transport-key-missing');
  const wrong = parseTransportKey('5', 'ff'.repeat(32));
  const error = await t.throwsAsync(run(opened, encrypted, { transportKey: () => wrong }), { instanceOf: UserError });
  t.is(error!.code, 'transport-key-wrong');
  t.regex(error!.help.hint!, /nothing has been imported/);
  t.is(await opened.sims.count(), 0);
  t.deepEqual(await opened.inventory.batches.list(), []);
  // A cell that somebody changed: that line alone.
  const lines = encrypted.split('\n');
  const broken = lines
    .map((line, i) =>
      i === 8 ? line.replace(/,([0-9a-f])([0-9a-f]{31})/, (_, a, b) => `,${a === '0' ? '1' : '0'}${b}`) : line,
    )
    .join('\n');
  const { accepted, rejected, lines: results } = await run(opened, broken, { transportKey: () => KEY });
  t.deepEqual([accepted, rejected], [2, 1]);
  t.is(results.find(({ result }) => result === 'rejected')!.code, 'transport-key-wrong');
});

test('active at once: in stock, with a number, and in the HSS; the same as one by one', async t => {
  const opened = await openTest(t);
  const file = await labBatch(30);
  const activate = { customer: 'fleet', plan: 'iot', msisdn: 'auto' } as const;
  t.like(await run(opened, file, { activate, chunkLines: 7 }), { accepted: 30 });
  t.is(await opened.subscribers.countDocuments(), 30);
  const numbers = new Set<string>();
  for await (const card of opened.sims.list()) {
    t.like(card, { state: 'active', customer: 'fleet', plan: 'iot', version: 3 });
    numbers.add(card.msisdn!);
    t.deepEqual((await opened.sims.history(card.iccid)).wrong, []);
    const stored = await opened.subscribers.findOne({ imsi: card.imsi }, { promoteValues: false });
    t.deepEqual(checkSubscriber(stored!), []);
  }
  t.is(numbers.size, 30);
  const drift: unknown[] = [];
  for await (const found of opened.inventory.drift()) drift.push(found);
  t.deepEqual(drift, []);
  const [first] = [...generateCards({ count: 1, plmn: '001-01', seed: 'test' })];
  t.like(await opened.sims.suspend(first!.card.iccid, CALLER), { network: { state: 'applied' } });
});

test('with an own subscriber in the way: that card is a dead letter, the others are in; other handlers get each once', async t => {
  const opened = await openTest(t);
  const cards = [...generateCards({ count: 10, plmn: '001-01', seed: 'test' })];
  await opened.subscribers.insertOne({ imsi: cards[3]!.card.imsi, security: { k: '00' }, slice: [] });
  await opened.inventory.handlers.add({ name: 'crm', type: 'webhook', url: 'http://127.0.0.1:1/' });
  t.like(await run(opened, await labBatch(10), { activate: { customer: 'f', plan: 'iot', msisdn: 'none' } }), {
    accepted: 10,
  });
  t.is(await opened.subscribers.countDocuments(), 10);
  t.is(valueAt(await opened.subscribers.findOne({ imsi: cards[3]!.card.imsi }), 'security.k'), '00');
  const { hss, crm } = await opened.inventory.queue.counts(['hss', 'crm']);
  t.deepEqual(
    [hss, crm],
    [
      { pending: 0, dead: 1, done: 0 },
      { pending: 10, dead: 0, done: 0 },
    ],
  );
});

test('stopped in between, the same import goes on; a third time it is refused; another file under the name is refused', async t => {
  const opened = await openTest(t);
  const file = await labBatch(40);
  const abort = new AbortController();
  const first = await run(opened, file, {
    chunkLines: 5,
    signal: abort.signal,
    onProgress: ({ accepted }) => accepted >= 10 && abort.abort(),
  });
  t.true(first.stopped);
  t.true(first.accepted >= 10 && first.accepted < 40);
  t.is(await opened.sims.count(), first.accepted);
  t.is(await codeOf(run(opened, await labBatch(40, { seed: 'other' }))), 'batch-differs');
  const second = await run(opened, file, { chunkLines: 5 });
  t.like(second, { accepted: 40, duplicate: 0, rejected: 0, stopped: false });
  t.is(second.lines.length + first.lines.length, 40);
  t.is(await opened.sims.count(), 40);
  t.is(await codeOf(run(opened, file)), 'batch-exists');
  const again = await run(opened, file, { batch: 'B-1b' });
  t.like(again, { accepted: 0, duplicate: 40 });
});

for (const when of ['before', 'after'] as const)
  test(`the database goes away ${when} any command: what was told is true, and the import goes on without a line lost or counted twice`, async t => {
    const file = `${await labBatch(12)}`;
    const rejected = file.replace('#end: 12', `${row(900, { ki: 'x' })}\n#end: 13`);
    const activate = { customer: 'f', plan: 'iot', msisdn: 'auto' } as const;
    const reference = await openTest(t);
    const whole = await run(reference, rejected, { activate, chunkLines: 4 });
    for (let commands = 1; ; commands++) {
      const opened = await openTest(t);
      const undo = failFrom(opened, commands, when);
      const error = await run(opened, rejected, { activate, chunkLines: 4 }).then(
        () => undefined,
        error => error as Error,
      );
      undo();
      if (error === undefined) {
        t.true(commands > 15, `${commands} commands`);
        break;
      }
      t.true(error instanceof LabError, String(error));
      // Nobody is in the HSS without being in the inventory.
      for await (const { sim } of opened.inventory.subscribers.list())
        t.is((await opened.sims.get(sim.imsi)).state, 'active');
      await new Promise(resolve => setImmediate(resolve));
      const {
        accepted,
        duplicate,
        rejected: refused,
      } = await run(opened, rejected, { activate, chunkLines: 4 }).catch(error => {
        // Only its closing line was lost.
        if ((error as UserError).code === 'batch-exists') return whole;
        throw error;
      });
      t.deepEqual(
        { accepted, duplicate, refused },
        { accepted: 12, duplicate: 0, refused: 1 },
        `after ${commands} commands`,
      );
      t.is(await opened.subscribers.countDocuments(), 12);
      t.is(await opened.sims.count({ states: ['active'] }), 12);
      const drift: unknown[] = [];
      for await (const found of opened.inventory.drift()) drift.push(found);
      t.deepEqual(drift, [], `after ${commands} commands`);
    }
  });

test('two writers with the same cards: each card is in once, each line of both is accounted for', async t => {
  const opened = await openTest(t);
  const cards = [...generateCards({ count: 120, plmn: '001-01', seed: 'two' })];
  const file = (from: number, to: number, batch: string) =>
    text(writeLabBatch(cards.slice(from, to), { kind: 'output', batch, quantity: to - from }));
  const results = await Promise.all([
    run(opened, await file(0, 80, 'A'), { chunkLines: 10 }),
    run(opened, await file(40, 120, 'B'), { chunkLines: 10 }),
  ]);
  t.is(results[0].accepted + results[1].accepted, 120);
  t.is(results[0].duplicate + results[1].duplicate, 40);
  t.is(await opened.sims.count(), 120);
  const same = await file(0, 120, 'C');
  const codes = await Promise.all([
    codeOf(run(opened, same, { chunkLines: 3 })),
    codeOf(run(opened, same, { chunkLines: 3 })),
  ]);
  t.deepEqual(codes.sort(), ['batch-busy', 'no error']);
});

test('a file from a stream, and cards of a network with three-digit MNC', async t => {
  const opened = await openTest(t);
  const cards = [...generateCards({ count: 3, plmn: '999-007', seed: 's' })];
  const bytes = await text(writePysimCsv(cards));
  const summary = await opened.inventory.import(() => Readable.from([Buffer.from(bytes)]), { plmn: '999-007' }, CALLER);
  t.is(summary.accepted, 3);
  t.is((await opened.sims.get(cards[0]!.card.iccid)).plmn, '999-007');
  t.is(await codeOf(opened.inventory.import(source(bytes), { plmn: '310-26', batch: 'x' }, CALLER)), 'no error');
});

/** From the n-th command on the database is gone for this inventory, the n-th itself unheard or done and not answered. */
function failFrom({ inventory }: Opened, count: number, when: 'before' | 'after'): () => void {
  const { connection } = inventory.cards;
  const { attempt } = connection;
  let left = count;
  (connection as { attempt: typeof attempt }).attempt = async (doing, operation) => {
    left -= 1;
    if (left > 0) return attempt(doing, operation);
    if (left === 0 && when === 'after') await attempt(doing, operation);
    throw new LabError('mongodb-lost', `gone while it was to ${doing}`);
  };
  return () => {
    (connection as { attempt: typeof attempt }).attempt = attempt;
  };
}

test('the fast way to a subscriber document leaves what the ordinary way leaves', t => {
  const [checked] = [...generateCards({ count: 1, plmn: '001-01', seed: 'x' })];
  for (const msisdn of [undefined, '447700900001']) {
    const profile = { ambr: { downlink: '7Mbps' }, sessions: [{ apn: 'internet' }, { apn: 'ims', qci: 5 }] };
    const { card, secrets, networkKeys } = checked as NonNullable<typeof checked>;
    const ordinary = encodeProvisioned(recordOf(card, secrets, { msisdn, profile }), 3);
    const make = subscriberMaker(profile, 3);
    const [fast, other] = [make(card, networkKeys, msisdn), make(card, networkKeys, msisdn)];
    const withoutIds = (document: object) =>
      EJSON.stringify(document, { relaxed: false }).replace(/"\$oid":"[0-9a-f]{24}"/g, '"$oid":""');
    t.is(withoutIds(fast), withoutIds(ordinary));
    const ids = (document: object) => EJSON.stringify(document).match(/"\$oid":"[0-9a-f]{24}"/g)!;
    t.is(new Set([...ids(fast), ...ids(other)]).size, ids(ordinary).length * 2);
  }
});
