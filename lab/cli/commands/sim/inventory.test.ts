import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import anyTest, { type TestFn } from 'ava';
import { type Collection, MongoClient } from 'mongodb';
import { type EmbeddedMongo, spawnEmbeddedMongo } from '../../../../provisioner/embedded-mongo/index.ts';
import type { BsonDocument } from '../../../../provisioner/index.ts';
import { runCli } from '../../run.ts';
import { fakeCli } from '../../testing/fake-cli.ts';

/** The commands on the inventory, in process, each test on databases of its own. */

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
interface Context {
  sim(...argv: string[]): Promise<Result>;
  client: MongoClient;
  subscribers: Collection<BsonDocument>;
  cwd: string;
}
const test = anyTest as TestFn<Context>;
const IMSI = '001010000000001';
const ICCID = '8988211001000000019';

let server: EmbeddedMongo;
let databases = 0;
test.before(async () => {
  server = await spawnEmbeddedMongo({ port: 0 });
});
test.after.always(() => server.close());
test.beforeEach(async t => {
  const index = databases++;
  const cwd = await mkdtemp(join(tmpdir(), 'mvnolab-inventory-'));
  const client = await MongoClient.connect(`${server.uri}hss${index}`);
  t.context = {
    client,
    cwd,
    subscribers: client.db().collection<BsonDocument>('subscribers'),
    async sim(...argv) {
      const env = {
        MONGODB_URI: `${server.uri}hss${index}?serverSelectionTimeoutMS=30000`,
        MVNOLAB_VAULT_KEY: '11'.repeat(32),
        MVNOLAB_ACTOR: 'anna',
        TRANSPORT: '22'.repeat(16),
      };
      const fake = fakeCli({ env, cwd });
      const ownDatabase = USES_INVENTORY(argv) ? ['--inventory', `stock${index}`] : [];
      const code = await runCli(['sim', ...argv, ...ownDatabase], fake.cli, '1.2.3');
      return { code, stdout: fake.stdout(), stderr: fake.stderr() };
    },
  };
});
test.afterEach.always(async t => {
  await t.context.client?.close();
  await rm(t.context.cwd, { recursive: true, force: true });
});

const USES_INVENTORY = ([verb = '']: readonly string[]) =>
  !['generate', 'dbctl', 'add', 'show', 'list', 'remove'].includes(verb);

async function stock({ sim }: Context, count = 3): Promise<void> {
  await sim('generate', '--count', `${count}`, '--seed', 't', '--batch', 'B-1', '--out', 'cards.out');
  await sim('import', 'cards.out');
}

test('from a file to a deactivated card, in words', async t => {
  const { sim, subscribers } = t.context;
  t.like(await sim('generate', '--count', '3', '--seed', 't', '--batch', 'B-1', '--out', 'cards.out'), {
    code: 0,
    stdout: '',
  });
  t.deepEqual(await sim('import', 'cards.out', '--dry-run'), {
    code: 0,
    stdout: 'batch B-1: 3 would be accepted, 0 duplicate, 0 rejected\n',
    stderr: '',
  });
  t.deepEqual(await sim('import', 'cards.out'), {
    code: 0,
    stdout: 'batch B-1: 3 accepted, 0 duplicate, 0 rejected\n',
    stderr: '',
  });
  t.is((await sim('inventory', '--state', 'available', '--count')).stdout, '3\n');
  const steps: [argv: string[], stdout: string][] = [
    [
      ['assign', IMSI, '--customer', 'cust-42', '--plan', 'postpaid-s'],
      `${ICCID} assigned: cust-42, plan postpaid-s\n`,
    ],
    [
      ['activate', IMSI, '--msisdn', '+44 7700 900123'],
      `${ICCID} active: 447700900123, plan postpaid-s; HSS: subscriber written\n`,
    ],
    [
      ['suspend', '+447700900123', '--reason', 'lost'],
      `${ICCID} suspended: 447700900123, plan postpaid-s; HSS: keys put aside, cancel location asked for\n`,
    ],
    [['resume', ICCID], `${ICCID} active: 447700900123, plan postpaid-s; HSS: keys put back\n`],
    [['plan', IMSI, 'iot'], `${ICCID} active: 447700900123, plan iot; HSS: profile written\n`],
    [['deactivate', IMSI], `${ICCID} deactivated: 447700900123, plan iot; HSS: subscriber removed\n`],
  ];
  for (const [argv, stdout] of steps) t.deepEqual(await sim(...argv), { code: 0, stdout, stderr: '' });
  t.is(await subscribers.countDocuments(), 0);
  const refused = await sim('activate', IMSI);
  t.deepEqual([refused.code, refused.stdout], [2, '']);
  t.regex(
    refused.stderr,
    /^error: SIM 8988211001000000019 is deactivated and cannot be activated\n {2}expected nothing/,
  );
  t.like(await sim('audit', '--verify'), { code: 0, stdout: '7 entries, the chain is whole\n' });
  t.deepEqual(await sim('diff'), { code: 0, stdout: '', stderr: 'the HSS is as the inventory says\n' });
});

test('JSON and CSV hold no secret; secrets come with a reason, and that is audited', async t => {
  const { sim, cwd } = t.context;
  await stock(t.context);
  const ki = (await readFile(join(cwd, 'cards.out'), 'utf8')).split('\n')[5]!.split(',')[7]!;
  const card = await sim('card', IMSI, '--json');
  t.like(JSON.parse(card.stdout), { iccid: ICCID, imsi: IMSI, state: 'available', batch: 'B-1', version: 1 });
  const rows = JSON.parse((await sim('inventory', '--json')).stdout);
  t.is(rows.length, 3);
  const csv = (await sim('inventory', '--csv', '--limit', '1')).stdout;
  t.is(csv, `iccid,imsi,state,msisdn,customer,plan,batch,version\n${ICCID},${IMSI},available,,,,B-1,1\n`);
  for (const text of [card.stdout, JSON.stringify(rows), csv, (await sim('history', IMSI, '--json')).stdout])
    t.false(text.includes(ki));
  const revealed = await sim('card', IMSI, '--json', '--reveal-keys', 'ticket 17');
  t.is(JSON.parse(revealed.stdout).ki, ki);
  t.regex(revealed.stderr, /^warning: these are the secrets/);
  const [entry] = JSON.parse((await sim('audit', '--json', '--limit', '1')).stdout);
  t.like(entry, { actor: 'cli:anna', action: 'reveal', subject: ICCID, detail: { reason: 'ticket 17' } });
});

test('a file with mistakes: what is shown, what is written, exit 1; batches tell it again', async t => {
  const { sim, cwd } = t.context;
  await stock(t.context, 20);
  const lines = (await readFile(join(cwd, 'cards.out'), 'utf8')).split('\n');
  const fresh = lines.slice(5, 8).map(line => line.replace(/^[^,]*,\d*/, ''));
  const file = `ICCID,IMSI,PIN1,PUK1,PIN2,PUK2,ADM1,KI,OPC\n8988211001000009994,001010000000999${fresh[0]}\n1234,001010000000998${fresh[1]}\n${lines.slice(5, 20).join('\n')}\n`;
  await writeFile(join(cwd, 'bad.csv'), file);
  const result = await sim('import', 'bad.csv', '--batch', 'bad', '--results', 'results.csv');
  t.is(result.code, 1);
  t.is(result.stdout, 'batch bad: 1 accepted, 15 duplicate, 1 rejected\n');
  t.regex(result.stderr, /^line 3: rejected iccid-invalid: '1234' is not an ICCID/);
  t.regex(result.stderr, /… 6 more; see results.csv\n$/);
  const results = (await readFile(join(cwd, 'results.csv'), 'utf8')).trim().split('\n');
  t.is(results.length, 18);
  t.is(results[1], '2,accepted,8988211001000009994,001010000000999,,');
  t.is(JSON.parse((await sim('batches', 'bad', '--json')).stdout).length, 16);
  t.regex((await sim('batches')).stdout, /\nbad +done +1 +15 +1 +pysim /);
});

test('encrypted with a transport key, out and in; a key in the open only with a reason', async t => {
  const { sim, cwd } = t.context;
  await stock(t.context);
  t.is((await sim('export', '--out', 'all.out')).code, 2);
  t.is((await sim('export', '--transport-key', '5=env:TRANSPORT', '--name', 'B-2', '--out', 'all.out')).code, 0);
  t.is((await stat(join(cwd, 'all.out'))).mode & 0o077, 0);
  const text = await readFile(join(cwd, 'all.out'), 'utf8');
  t.regex(
    text,
    /^#lab-batch v1 output\n#batch: B-2\n#quantity: 3\n#transport-key: 5 aes128-kwp [0-9a-f]{6}\niccid,imsi,e-pin1,/,
  );
  t.like(await sim('import', 'all.out'), { code: 2 });
  t.like(await sim('import', 'all.out', '--transport-key', '5=env:TRANSPORT'), {
    code: 1,
    stdout: 'batch B-2: 0 accepted, 3 duplicate, 0 rejected\n',
  });
  const open = await sim('export', '--format', 'pysim', '--reveal-keys', 'to write them');
  t.regex(open.stdout, /^ICCID,IMSI,PIN1,PUK1,PIN2,PUK2,ADM1,KI,OPC,/);
  t.like(JSON.parse((await sim('audit', '--json', '--limit', '1')).stdout)[0], {
    action: 'reveal-many',
    detail: { reason: 'to write them', cards: 3 },
  });
});

test('another vault key than that of the cards: refused, nothing mixed', async t => {
  await stock(t.context);
  await writeFile(join(t.context.cwd, 'other.key'), '33'.repeat(32), { mode: 0o600 });
  const { code, stderr } = await t.context.sim(
    'register',
    '--iccid',
    '8988211001000009994',
    '--imsi',
    '001010000000999',
    '--random-keys',
    '--vault-key',
    'other.key',
  );
  t.is(code, 3);
  t.regex(stderr, /^error: this is not the key that the cards of this inventory were sealed with/);
  t.is((await t.context.sim('inventory', '--count')).stdout, '3\n');
});

test('drift: told with exit 1, shown before it is mended', async t => {
  const { sim, subscribers } = t.context;
  await stock(t.context);
  t.like(await sim('activate-many', '--for-customer', 'fleet', '--plan', 'iot', '--limit', '2'), {
    code: 0,
    stdout: '2 activated, 0 skipped\n',
  });
  await subscribers.deleteOne({ imsi: IMSI });
  const diff = await sim('diff', '--json');
  t.is(diff.code, 1);
  t.like(JSON.parse(diff.stdout)[0], { imsi: IMSI, kinds: ['missing'] });
  t.like(await sim('reconcile'), { code: 1, stderr: 'nothing was changed; add --apply to mend it\n' });
  t.is(await subscribers.countDocuments(), 1);
  t.is((await sim('reconcile', '--apply')).code, 0);
  t.is(await subscribers.countDocuments(), 2);
});

test('a change that the HSS cannot take: kept, told, exit 3; it arrives after the cause is gone', async t => {
  const { sim, subscribers } = t.context;
  await stock(t.context);
  await subscribers.insertOne({ imsi: IMSI, security: { k: '00' }, slice: [] });
  const dead = await sim('activate', IMSI, '--customer', 'c');
  t.is(dead.code, 3);
  t.regex(dead.stdout, /active: 447700900000, plan default; HSS: dead\n/);
  t.regex(
    dead.stderr,
    /warning: 8988211001000000019 is active, but the HSS cannot have it: the HSS has another subscriber/,
  );
  t.regex((await sim('events', 'list', '--dead')).stdout, /hss dead/);
  await sim('remove', IMSI);
  t.like(await sim('events', 'retry'), { code: 0, stdout: '1 arrived, 0 on their way, 0 dead\n' });
  t.is(await subscribers.countDocuments(), 1);
});

test('--no-wait leaves it to the queue; --if-version refuses what somebody changed', async t => {
  const { sim, subscribers } = t.context;
  await stock(t.context);
  t.like(await sim('activate', IMSI, '--customer', 'c', '--no-wait'), { code: 0, stderr: '' });
  t.is(await subscribers.countDocuments(), 0);
  t.like(await sim('events', 'run'), { code: 0, stdout: '2 arrived, 0 on their way, 0 dead\n' });
  t.is(await subscribers.countDocuments(), 1);
  t.like(await sim('suspend', IMSI, '--if-version', '2'), { code: 2 });
  t.like(await sim('suspend', IMSI, '--if-version', '3'), { code: 0 });
});

test('handlers and pools', async t => {
  const { sim, cwd } = t.context;
  await stock(t.context);
  t.like(await sim('handlers', 'add', 'drop', 'xml', '--folder', 'drop'), { code: 0 });
  t.regex((await sim('handlers', 'list')).stdout, /drop +xml +\/.*drop/);
  t.like(await sim('handlers', 'add', 'x', 'ftp'), { code: 2 });
  t.like(await sim('pools', 'add', 'two', '447700900500', '447700900501'), { code: 0 });
  await sim('activate', IMSI, '--customer', 'c');
  t.like(await sim('events', 'run'), { code: 0, stdout: '2 arrived, 0 on their way, 0 dead\n' });
  t.regex(await readFile(join(cwd, 'drop', `${ICCID}-000003.xml`), 'utf8'), /<msisdn>447700900500<\/msisdn>/);
  t.like(await sim('handlers', 'remove', 'nobody'), { code: 2 });
  t.like(await sim('handlers', 'remove', 'drop'), { code: 0 });
});

test('dbctl: its verbs, in its words', async t => {
  const { sim, subscribers } = t.context;
  const [ki, opc] = ['465B5CE8B199B49FAA5F0A2EE238A6BC', 'E8ED289DEBA952E4283B54E88E6183CA'];
  t.deepEqual(await sim('dbctl', 'add', IMSI, ki, opc), { code: 0, stdout: `${IMSI} added\n`, stderr: '' });
  t.like(await sim('dbctl', 'add', '001010000000002', '10.45.0.9', ki, opc), { code: 0 });
  t.like(await sim('dbctl', 'type', IMSI, '1'), { code: 0 });
  t.like(await sim('dbctl', 'static_ip', IMSI, '10.45.0.7'), { code: 0 });
  t.like(await sim('dbctl', 'ambr_speed', IMSI, '50', '2', '10', '2'), { code: 0 });
  t.like(await sim('dbctl', 'subscriber_status', IMSI, '1', '0'), { code: 0 });
  t.like(await sim('dbctl', 'update_apn', IMSI, 'ims', '0'), { code: 0 });
  const stored = (await subscribers.findOne({ imsi: IMSI }))!;
  const slice = (stored.slice as { session: { name: string; type: number; ue?: { ipv4: string } }[] }[])[0]!;
  t.deepEqual(
    slice.session.map(({ name }) => name),
    ['internet', 'ims'],
  );
  t.like(slice.session[0]!, { type: 1, ue: { ipv4: '10.45.0.7' } });
  t.like(stored, { subscriber_status: 1, ambr: { downlink: { value: 50, unit: 2 } } });
  t.is((await sim('dbctl', 'showall')).stdout, '001010000000001\n001010000000002\n');
  t.like(await sim('dbctl', 'remove', IMSI), { code: 0, stdout: `${IMSI} removed\n` });
  t.like(await sim('dbctl', 'reset'), { code: 2 });
  t.like(await sim('dbctl', 'reset', '--yes'), { code: 0, stdout: '1 removed\n' });
  t.regex((await sim('dbctl', 'ad')).stderr, /did you mean add\?/);
  t.regex(
    (await sim('dbctl', 'add', IMSI)).stderr,
    /mvnolab sim dbctl add imsi ki opc, or mvnolab sim dbctl add imsi ip ki opc/,
  );
});
