import anyTest, { type TestFn } from 'ava';
import { Double, Int32 } from 'bson';
import { type Collection, MongoClient } from 'mongodb';
import { type EmbeddedMongo, spawnEmbeddedMongo } from '../../../../provisioner/embedded-mongo/index.ts';
import type { BsonDocument } from '../../../../provisioner/index.ts';
import { runCli } from '../../run.ts';
import { fakeCli } from '../../testing/fake-cli.ts';

/** The sim commands in process, on a database of their own; the whole process is tested in ../../bin.test.ts. */

const KI = '465b5ce8b199b49faa5f0a2ee238a6bc';
const OPC = 'e8ed289deba952e4283b54e88e6183ca';
const IMSI = '001010000000001';
const SIM = ['--imsi', IMSI, '--ki', KI, '--opc', OPC];

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
interface Context {
  sim(...argv: string[]): Promise<Result>;
  client: MongoClient;
  subscribers: Collection<BsonDocument>;
  place: string;
}
const test = anyTest as TestFn<Context>;

let server: EmbeddedMongo;
let databases = 0;
test.before(async () => {
  server = await spawnEmbeddedMongo({ port: 0 });
});
test.after.always(() => server.close());
test.beforeEach(async t => {
  const name = `cli${databases++}`;
  const client = await MongoClient.connect(`${server.uri}${name}`);
  t.context = {
    client,
    subscribers: client.db().collection<BsonDocument>('subscribers'),
    place: `${server.host}:${server.port}/${name}`,
    async sim(...argv) {
      const fake = fakeCli({ env: { MONGODB_URI: `${server.uri}${name}?serverSelectionTimeoutMS=30000` } });
      const code = await runCli(['sim', ...argv], fake.cli, '1.2.3');
      return { code, stdout: fake.stdout(), stderr: fake.stderr() };
    },
  };
});
test.afterEach.always(t => t.context.client?.close());

test('add, then show: what is stored, keys hidden', async t => {
  const added = await t.context.sim('add', ...SIM, '--msisdn', '+44 7700 900001', '--sqn', '0x20');
  t.deepEqual(added, {
    code: 0,
    stdout: `${IMSI} added: 447700900001, internet (ipv4v6), 1 Gbps down, 1 Gbps up\n`,
    stderr: '',
  });
  const shown = await t.context.sim('show', IMSI);
  t.is(shown.code, 0);
  t.is(
    shown.stdout,
    `IMSI                001010000000001
MSISDN              447700900001
Ki                  [hidden]
OPc                 [hidden]
AMF                 8000
SQN                 32 (000000000020)
RAND                random
UE-AMBR             1 Gbps down, 1 Gbps up
slice 1             SST 1, default
  APN internet      ipv4v6, QCI 9, ARP 8, 1 Gbps down, 1 Gbps up
status              0 (service granted)
access restriction  32
access mode         0 (packet and circuit)
RAU/TAU timer       12 min
serving MME         none yet
IMEISV              unknown
`,
  );
  t.is(shown.stderr, '');
});

test('add: everything that can be said of sessions', async t => {
  const { code } = await t.context.sim(
    ...[
      'add',
      ...SIM,
      '--plmn',
      '001-01',
      '--amf',
      'b9b9',
      '--ambr-down',
      '20M',
      '--ambr-up',
      '5M',
      '--sst',
      '2',
      '--sd',
      '00abcd',
    ],
    ...['--apn', 'internet,type=ipv4,down=10M,up=1.5M,ip=10.45.0.9,gw=127.0.0.4'],
    ...['--apn', 'ims, qci=5, arp=1, capability=yes, vulnerability=yes, type=ipv6, ip6=2001:db8::9'],
  );
  t.is(code, 0);
  const { stdout } = await t.context.sim('show', IMSI);
  for (const line of [
    'AMF                 b9b9',
    'UE-AMBR             20 Mbps down, 5 Mbps up',
    'slice 1             SST 2, SD 00abcd, default',
    '  APN internet      ipv4, QCI 9, ARP 8, 10 Mbps down, 1.5 Mbps up, address 10.45.0.9, gateway 127.0.0.4',
    '  APN ims           ipv6, QCI 5, ARP 1 (may pre-empt) (may be pre-empted), 1 Gbps down, 1 Gbps up, address 2001:db8::9',
  ])
    t.true(stdout.includes(`${line}\n`), `${line}\n---\n${stdout}`);
});

test('add: random keys, and where to see them', async t => {
  const keys = new Set<string>();
  for (const imsi of [IMSI, '001010000000002']) {
    const added = await t.context.sim('add', '--imsi', imsi, '--random-keys');
    t.is(added.stderr, `its keys: mvnolab sim show ${imsi} --reveal-keys\n`);
    const { stdout, stderr } = await t.context.sim('show', imsi, '--reveal-keys');
    t.is(stderr, 'warning: these are the keys of the SIM; whoever has them can clone it\n');
    for (const [, key] of stdout.matchAll(/^(?:Ki|OPc) +([0-9a-f]{32})$/gm)) keys.add(key!);
  }
  t.is(keys.size, 4);
});

test('add: an OP is stored as it is given, its OPc shown on demand', async t => {
  // 3GPP TS 35.208 §4.3, test set 1
  await t.context.sim('add', '--imsi', IMSI, '--ki', KI, '--op', 'cdc202d5123e20f62b6d676ac72cb318');
  const { stdout } = await t.context.sim('show', IMSI, '--reveal-keys');
  t.regex(stdout, /^OP +cdc202d5123e20f62b6d676ac72cb318$/m);
  t.regex(stdout, /^OPc \(of Ki, OP\) +cd63cb71954a9f4e48a5994e37a02baf$/m);
});

test('add: who is there already is refused, with the way to change it', async t => {
  await t.context.sim('add', ...SIM);
  t.deepEqual(await t.context.sim('add', ...SIM), {
    code: 2,
    stdout: '',
    stderr: `error: IMSI ${IMSI} is in the store already
  expected an IMSI that is not there yet
  place    ${t.context.place}
  fix      add --update to change what is given and keep the rest
`,
  });
});

test('update: what is given, nothing else; the SQN that the HSS counted stays', async t => {
  await t.context.sim('add', ...SIM, '--msisdn', '1', '--apn', 'internet', '--apn', 'ims,qci=5');
  await t.context.subscribers.updateOne({ imsi: IMSI }, { $inc: { 'security.sqn': 32 } as never });
  const update = (...argv: string[]) => t.context.sim('add', '--update', '--imsi', IMSI, ...argv);
  t.is(
    (await update('--ambr-down', '2M')).stdout,
    `${IMSI} updated (ambr.downlink.unit, ambr.downlink.value): 1, internet (ipv4v6), ims (ipv4v6), 2 Mbps down, 1 Gbps up\n`.replace(
      'unit, ambr.downlink.value',
      'value, ambr.downlink.unit',
    ),
  );
  t.regex((await update('--ambr-down', '2Mbps')).stdout, /^001010000000001 unchanged: /);
  t.regex((await update('--apn', 'IMS,down=1M')).stdout, /updated \(slice\.0\.session\.1\.ambr\.downlink\.unit\)/);
  t.regex((await update('--remove-apn', 'ims')).stdout, /updated \(slice\.0\.session\): 1, internet \(ipv4v6\), /);
  t.regex((await update('--sqn', '7')).stdout, /updated \(security\.sqn\)/);
  const { sqn, ambr } = JSON.parse((await t.context.sim('show', IMSI, '--json')).stdout);
  t.is(sqn, 7);
  t.deepEqual(ambr, { downlinkBps: 2e6, uplinkBps: 1e9 });
});

test('update: an IMSI that is not there; options that go only with it', async t => {
  const unknown = await t.context.sim('add', '--update', '--imsi', IMSI, '--sqn', '1');
  t.is(unknown.code, 2);
  t.is(
    unknown.stderr,
    `error: IMSI ${IMSI} is not in the store
  expected an IMSI that was added
  place    ${t.context.place}
  fix      mvnolab sim list shows which are there
`,
  );
  t.regex((await t.context.sim('add', ...SIM, '--remove-apn', 'x')).stderr, /--remove-apn is for SIMs that are there/);
  t.regex((await t.context.sim('add', '--update', '--sqn', '1')).stderr, /--update needs the IMSI/);
  t.is(await t.context.subscribers.countDocuments(), 0);
});

test('JSON for scripts: one value from add and show, an array from list; keys hidden', async t => {
  const added = JSON.parse((await t.context.sim('add', ...SIM, '--json')).stdout);
  t.like(added, { imsi: IMSI, ki: '[hidden]', opc: '[hidden]', amf: '8000', sqn: 32, findings: [] });
  t.deepEqual(JSON.parse((await t.context.sim('show', IMSI, '--json')).stdout), added);
  t.deepEqual(JSON.parse((await t.context.sim('list', '--json')).stdout), [added]);
  const revealed = JSON.parse((await t.context.sim('show', IMSI, '--json', '--reveal-keys')).stdout);
  t.like(revealed, { ki: KI, opc: OPC });
});

test('the document as it is stored, each number with its type', async t => {
  await t.context.sim('add', ...SIM, '--sqn', '0xffffffffffff');
  const document = JSON.parse((await t.context.sim('show', IMSI, '--document')).stdout);
  t.deepEqual(document.security, {
    k: '[hidden]',
    op: null,
    opc: '[hidden]',
    amf: '8000',
    sqn: { $numberLong: '281474976710655' },
  });
  t.deepEqual(document.ambr.downlink, { value: { $numberInt: '1' }, unit: { $numberInt: '3' } });
});

test('keys stay hidden in whatever type and form they were stored', async t => {
  for (const [i, k] of [KI, [KI], { hex: KI }, Buffer.from(KI, 'hex'), KI.replace(/..../g, '$& ')].entries()) {
    const imsi = `00101000000010${i}`;
    await t.context.subscribers.insertOne({ imsi, security: { k, opc: k, op: k } });
    for (const how of [[], ['--json'], ['--document']]) {
      const { code, stdout } = await t.context.sim('show', imsi, ...how);
      t.is(code, 0);
      const flat = stdout.replace(/\s/g, '');
      t.false(flat.includes(KI) || flat.includes(Buffer.from(KI, 'hex').toString('base64')), stdout);
    }
  }
  const all = await t.context.sim('list', '--json');
  t.false(all.stdout.replace(/\s/g, '').includes(KI));
});

test('show: what is wrong with a document, in words', async t => {
  await t.context.sim('add', ...SIM);
  await t.context.subscribers.updateOne(
    { imsi: IMSI },
    {
      $set: { 'security.sqn': new Double(32), 'slice.0.session.0.name': 'a\u001b[2Jb', msisdn: '44\u001b[2J' } as never,
    },
  );
  const { code, stdout } = await t.context.sim('show', IMSI);
  t.is(code, 0);
  t.true(stdout.includes('error: security.sqn is double 32: Open5GS ignores it and counts from 0\n'), stdout);
  t.regex(stdout, /^SQN +0 /m);
  t.false(stdout.includes('\u001b'));
});

test('show: an IMSI that is none, and one that is not there', async t => {
  t.regex((await t.context.sim('show', '12')).stderr, /^error: '12' is not an IMSI: it has 2 digits\n/);
  const { code, stderr } = await t.context.sim('show', IMSI);
  t.is(code, 2);
  t.regex(stderr, /^error: IMSI 001010000000001 is not in the store\n/);
});

test('list: a table, by network, by pages, counted', async t => {
  t.deepEqual(await t.context.sim('list'), { code: 0, stdout: '', stderr: 'no SIMs; mvnolab sim add adds one\n' });
  await t.context.sim('add', ...SIM, '--msisdn', '447700900001', '--ambr-down', '1.5M');
  await t.context.sim('add', '--imsi', '999700000000001', '--random-keys', '--apn', 'internet', '--apn', 'ims');
  await t.context.subscribers.updateOne(
    { imsi: '999700000000001' },
    { $set: { mme_host: 'mme.localdomain', purge_flag: true, subscriber_status: new Int32(1) } as never },
  );
  await t.context.subscribers.insertOne({ imsi: '999700000000002', mme_host: 'mme.localdomain' });
  t.is(
    (await t.context.sim('list')).stdout,
    `IMSI             MSISDN        APN               DOWN      UP  SQN  STATUS   MME
001010000000001  447700900001  internet      1.5 Mbps  1 Gbps   32  granted  -
999700000000001  -             internet ims    1 Gbps  1 Gbps   32  barred   mme.localdomain (purged)
999700000000002  -             -                0 bps   0 bps    0  no keys  mme.localdomain
`,
  );
  const imsis = async (...argv: string[]) =>
    JSON.parse((await t.context.sim('list', '--json', ...argv)).stdout).map(({ imsi }: { imsi: string }) => imsi);
  t.deepEqual(await imsis('--plmn', '999-70'), ['999700000000001', '999700000000002']);
  t.deepEqual(await imsis('--limit', '2'), [IMSI, '999700000000001']);
  t.deepEqual(await imsis('--after', '999700000000001'), ['999700000000002']);
  t.is((await t.context.sim('list', '--count', '--plmn', '999-70')).stdout, '2\n');
  t.regex((await t.context.sim('list', '--plmn', 'home')).stderr, /^error: 'home' is not a PLMN\n/);
});

test('remove: one, several, and a warning for a phone that may be attached', async t => {
  await t.context.sim('add', ...SIM);
  await t.context.sim('add', '--imsi', '001010000000002', '--random-keys');
  await t.context.subscribers.updateOne({ imsi: IMSI }, { $set: { mme_host: 'mme.localdomain', purge_flag: false } });
  t.deepEqual(await t.context.sim('remove', IMSI, '001010000000002', IMSI), {
    code: 0,
    stdout: `${IMSI} removed\n001010000000002 removed\n`,
    stderr: 'warning: its phone may still be attached at mme.localdomain, and stays so until it detaches\n',
  });
});

test('remove: those that are there, and exit 2 for those that are not', async t => {
  await t.context.sim('add', ...SIM);
  const { code, stdout, stderr } = await t.context.sim('remove', '001010000000009', IMSI, '001010000000008');
  t.is(code, 2);
  t.is(stdout, `${IMSI} removed\n`);
  t.regex(stderr, /^error: IMSIs 001010000000009, 001010000000008 are not in the store\n/);
  t.is(await t.context.subscribers.countDocuments(), 0);
});

test('remove --all: only with --yes, and says what it would do', async t => {
  await t.context.sim('add', ...SIM);
  await t.context.sim('add', '--imsi', '999700000000001', '--random-keys');
  t.deepEqual(await t.context.sim('remove', '--all'), {
    code: 2,
    stdout: '',
    stderr: `error: --all would remove 2 SIMs
  expected --yes with it
  place    ${t.context.place}
  fix      add --yes if you mean it; mvnolab sim list shows them
`,
  });
  t.is(await t.context.subscribers.countDocuments(), 2);
  t.is((await t.context.sim('remove', '--all', '--plmn', '999-70', '--yes')).stdout, '1 removed\n');
  t.is((await t.context.sim('remove', '--all', '--yes')).stdout, '1 removed\n');
  t.regex((await t.context.sim('remove', '--all', '--yes', IMSI)).stderr, /^error: both IMSIs and --all are given\n/);
});
