import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { fromHex, toHex } from '../../emulator/bytes/index.ts';
import { deriveKasme, deriveOpc, Milenage } from '../../emulator/crypto/index.ts';
import { encodePlmn, parsePlmn, Secret } from '../../emulator/vocabulary/index.ts';
import { openEmbeddedBench } from './index.ts';
import { openCase } from './testing/open-case.ts';

const KI = '0123456789abcdeffedcba9876543210';
const OP = 'c0ffee00c0ffee11c0ffee22c0ffee33';
const NEXT_KI = '5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e';
const FLIPPED_KI = `80${KI.slice(2)}`;

test('no key of a case is in anything that it leaves behind or shows', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-secrets-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const bench = await openEmbeddedBench();
  t.teardown(() => bench.close());
  const { session, perform } = await openCase(bench, { folder, sim: { ki: KI, op: OP } });
  t.is((await perform({ do: 'attach', ue: 'phone' })).type, 'accepted');
  const { aka } = await session.ue('phone');
  await perform({ do: 'detach', ue: 'phone' });
  await perform({ do: 'tamper', ue: 'phone', tampering: { kiFlipBits: [0, 7] } });
  await perform({ do: 'attach', ue: 'phone', identity: 'imsi' });
  await perform({ do: 'hss-set', sim: 'alice', set: { 'security.k': { bson: 'string', value: NEXT_KI } } });
  session.tell({
    type: 'note',
    text: `somebody prints ${KI.toUpperCase()} and ${Buffer.from(fromHex(KI)).toString('base64')}`,
  });
  await session.close();

  const ki = new Secret('Ki', fromHex(KI));
  const opc = deriveOpc(ki, new Secret('OP', fromHex(OP)));
  const { ck, ik } = new Milenage(ki, opc).f2345(fromHex(aka!.rand));
  const kasme = deriveKasme(ck, ik, encodePlmn(parsePlmn('001-01')), fromHex(aka!.autn).slice(0, 6));
  const canaries = [KI, OP, NEXT_KI, FLIPPED_KI, toHex(opc.reveal()), toHex(ck), toHex(ik), toHex(kasme)];
  const files = readdirSync(folder);
  t.deepEqual(files.sort(), ['events.ndjson', 'run.pcapng']);
  const contents = [
    ...files.map(file => readFileSync(join(folder, file))),
    Buffer.from(JSON.stringify(session.events())),
  ];
  for (const canary of canaries) {
    for (const content of contents) {
      t.false(content.includes(Buffer.from(canary, 'hex')), 'octets');
      t.false(content.toString('latin1').toLowerCase().includes(canary), 'hex');
      t.false(content.includes(Buffer.from(canary, 'hex').toString('base64')), 'base64');
    }
    t.is(session.redact(`key ${canary}.`), 'key [redacted].');
  }
});

test('keys are shown when the user asks for them', async t => {
  const bench = await openEmbeddedBench();
  t.teardown(() => bench.close());
  const { session } = await openCase(bench, { sim: { ki: KI, op: OP }, revealKeys: true });
  session.tell({ type: 'note', text: `Ki ${KI}` });
  t.true(session.events().some(event => event.kind === 'note' && event.text === `Ki ${KI}`));
  await session.close();
});
