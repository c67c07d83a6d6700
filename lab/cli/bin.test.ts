import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { runBin } from './testing/run-bin.ts';

/** The real process: exit codes, and the exact text of each mistake on standard error. */

const KI = '465B5CE8B199B49FAA5F0A2EE238A6BC';
const OPC = 'E8ED289DEBA952E4283B54E88E6183CA';
const IMSI = '001010000000001';
const keys = ['--ki', KI, '--opc', OPC];
const add = (...args: string[]) => ['sim', 'add', ...args];

const HEX32 = '  expected 32 hex digits (128 bit)\n';
const vendor = "  fix      copy all of it from the SIM vendor's file\n";
const mistakes: [name: string, argv: string[], stderr: string | RegExp][] = [
  [
    'a short Ki',
    add('--imsi', IMSI, '--ki', KI.slice(2), '--opc', OPC),
    `error: Ki has 30 hex digits\n${HEX32}  place    --ki\n${vendor}`,
  ],
  [
    'a Ki that is not hex',
    add('--imsi', IMSI, '--ki', `${KI.slice(1)}G`, '--opc', OPC),
    `error: Ki has a character that is not a hex digit, at digit 32\n${HEX32}  place    --ki\n${vendor}`,
  ],
  [
    'a long OPc',
    add('--imsi', IMSI, '--ki', KI, '--opc', `${OPC}00`),
    `error: OPc has 34 hex digits\n${HEX32}  place    --opc\n  fix      copy all of it from the SIM vendor's file; an OP goes into its own field\n`,
  ],
  [
    'an OP that is not hex',
    add('--imsi', IMSI, '--ki', KI, '--op', 'secret'),
    `error: OP has a character that is not a hex digit, at digit 1\n${HEX32}  place    --op\n  fix      copy all of it from the operator's data; an OPc goes into its own field\n`,
  ],
  [
    'OPc and OP',
    add('--imsi', IMSI, ...keys, '--op', OPC),
    `error: both OPc and OP are given
  expected one of them: Open5GS would use OPc and ignore OP
  place    --op
  fix      leave out OP
`,
  ],
  [
    'a short AMF',
    add('--imsi', IMSI, ...keys, '--amf', '800'),
    `error: AMF has 3 hex digits
  expected 4 hex digits (16 bit)
  place    --amf
  fix      use 8000 unless the operator says otherwise
`,
  ],
  [
    'an IMSI of another PLMN',
    add('--imsi', IMSI, '--plmn', '999-70', ...keys),
    `error: IMSI 001010000000001 does not belong to PLMN 999-70
  expected an IMSI that begins with 99970
  place    --imsi
  fix      give the PLMN that issued the SIM; MNCs of 2 and 3 digits differ (999-070 is another network)
`,
  ],
  [
    'a short IMSI',
    add('--imsi', '00101', ...keys),
    `error: '00101' is not an IMSI: it has 5 digits
  expected 15 digits (14 are allowed), such as 001010000000001
  place    --imsi
  fix      write it as text, with its leading zeros
`,
  ],
  [
    'a PLMN that is none',
    add('--imsi', IMSI, '--plmn', '1', ...keys),
    `error: '1' is not a PLMN
  expected MCC-MNC, 3 digits and 2 or 3 digits, such as 001-01
  place    --plmn
  fix      write MCC and MNC with a hyphen; 01 and 001 are different MNCs
`,
  ],
  [
    'no keys',
    add('--imsi', IMSI),
    `error: the SIM has no Ki
  expected 32 hex digits (128 bit)
  place    --ki
  fix      give --ki and --opc, or --random-keys
`,
  ],
  [
    'no IMSI',
    add(...keys),
    `error: the SIM has no IMSI
  expected 15 digits (14 are allowed), such as 001010000000001
  place    --imsi
  fix      give --imsi, such as --imsi 001010000000001
`,
  ],
  [
    'Ki and random keys',
    add('--imsi', IMSI, '--ki', KI, '--random-keys'),
    `error: both --ki and --random-keys are given
  expected one of them
  place    --random-keys
  fix      leave out --random-keys to use the Ki that is given
`,
  ],
  [
    'an unknown setting of an APN',
    add('--imsi', IMSI, ...keys, '--apn', 'internet,typ=ipv4'),
    `error: 'typ' is not a setting of an APN
  expected one of type, qci, arp, capability, vulnerability, down, up, ip, ip6, gw, gw6, each as key=value
  place    --apn internet,typ=ipv4
  fix      did you mean type=…?
`,
  ],
  [
    'a wrong value of an APN',
    add('--imsi', IMSI, ...keys, '--apn', 'ims', '--apn', 'internet,down=fast'),
    `error: 'fast' is not a bit rate
  expected a number and a unit of bps, kbps, Mbps, Gbps or Tbps (powers of 1000), such as 50Mbps or 1.5Gbps
  place    --apn internet,down=fast
  fix      write number and unit together, such as 50Mbps
`,
  ],
  [
    'a UE-AMBR that is none',
    add('--imsi', IMSI, ...keys, '--ambr-up', '5Mbyte'),
    `error: '5Mbyte' is not a bit rate
  expected a number and a unit of bps, kbps, Mbps, Gbps or Tbps (powers of 1000), such as 50Mbps or 1.5Gbps
  place    --ambr-up
  fix      write number and unit together, such as 50Mbps
`,
  ],
  [
    'an SQN above 48 bit',
    add('--imsi', IMSI, ...keys, '--sqn', '0x1000000000000'),
    `error: '0x1000000000000' is not a sequence number
  expected decimal 0 … 281474976710655, or hex as 0x20 or 000000000020 (48 bit)
  place    --sqn
  fix      leave it out: a new SIM starts at 32, and a stored one goes on
`,
  ],
  [
    'an update of nothing',
    add('--update', '--imsi', IMSI),
    `error: --update is given, but nothing to change
  expected an option with a new value, such as --ambr-down 5Mbps
  place    --update
  fix      see mvnolab sim add --help
`,
  ],
  [
    'two stores',
    ['sim', 'list', '--store', 'a', '--mongodb', 'mongodb://h'],
    `error: both --store and --mongodb are given
  expected one of them
  fix      leave out --store to use the MongoDB
`,
  ],
  [
    'a store that is not there',
    ['sim', 'list', '--store', 'typo'],
    `error: there is no store in 'typo'
  expected a folder that mvnolab made
  place    --store
  fix      mvnolab sim add --store typo … makes it
`,
  ],
  [
    'a limit that is none',
    ['sim', 'list', '--limit', '0'],
    `error: '0' is not a number of SIMs
  expected a whole number, 1 or more
  place    --limit
  fix      leave it out to list all
`,
  ],
  [
    'nothing to remove',
    ['sim', 'remove'],
    `error: there is no IMSI to remove
  expected mvnolab sim remove <imsi>…, or --all --yes
  fix      mvnolab sim list shows which are there
`,
  ],
  [
    'an unknown command',
    ['atach'],
    /^error: unknown command 'atach' of mvnolab\n {2}expected one of .*sim.*\n {2}fix {6}/,
  ],
  [
    'an unknown option',
    add('--imis', IMSI),
    /^error: unknown option '--imis' of mvnolab sim add\n {2}expected one of --imsi, .*\n {2}fix {6}did you mean --imsi\?/,
  ],
];
for (const [name, argv, stderr] of mistakes)
  test(`${name}: exit 2`, async t => {
    const result = await runBin(argv, { cwd: tmpdir() });
    if (typeof stderr === 'string') t.is(result.stderr, stderr);
    else t.regex(result.stderr, stderr);
    t.is(result.code, 2);
    t.is(result.stdout, '');
    for (const secret of [KI, OPC, KI.slice(2)]) t.false(result.stderr.includes(secret));
  });

test('a mistake leaves nothing behind: no store, no folder', async t => {
  const cwd = await mkdtemp(join(tmpdir(), 'mvnolab-cli-'));
  t.teardown(() => rm(cwd, { recursive: true }));
  await runBin(add('--imsi', IMSI, '--ki', 'zz'), { cwd });
  await runBin(['sim', 'list'], { cwd });
  await runBin(['sim', 'remove', IMSI], { cwd });
  t.deepEqual(await readdir(cwd), []);
});

test('--debug adds the stack', async t => {
  const { code, stderr } = await runBin(['--debug', 'sim', 'show', '1']);
  t.is(code, 2);
  t.regex(stderr, /\n {2}code {5}imsi-invalid\n {2}UserError: .*\n {6}at /);
});

test('no MongoDB there: exit 3, the address and what to check; the password stays out', async t => {
  const uri = 'mongodb://lab:hunter2@127.0.0.1:1/?serverSelectionTimeoutMS=2500';
  for (const [argv, env] of [
    [['sim', 'list', '--mongodb', uri], {}],
    [['sim', 'list'], { MONGODB_URI: uri }],
  ] as const) {
    const { code, stdout, stderr } = await runBin([...argv, '--debug'], { env });
    t.is(code, 3);
    t.is(stdout, '');
    t.regex(stderr, /^error: no MongoDB answers at 127\.0\.0\.1:1 \(connect ECONNREFUSED 127\.0\.0\.1:1\)\n/);
    t.regex(stderr, /\n {2}expected a MongoDB server at 127\.0\.0\.1:1, over TCP\n/);
    t.regex(stderr, /\n {2}fix {6}check that it runs/);
    t.false(stderr.includes('hunter2'));
  }
});

test('a URI that is none: exit 2, the password stays out', async t => {
  const { code, stderr } = await runBin(['sim', 'list', '--mongodb', 'mongodb://lab:hun/ter2@h']);
  t.is(code, 2);
  t.regex(stderr, /^error: 'mongodb:\/\/lab:\[redacted\]@h' is not a MongoDB URI/);
});

test('help and version: standard output, exit 0', async t => {
  const version = await runBin(['--version']);
  t.regex(version.stdout, /^\d+\.\d+\.\d+\n$/);
  t.is(version.code, 0);
  const help = await runBin(['sim', 'add', '--help']);
  t.is(help.code, 0);
  t.is(help.stderr, '');
  t.regex(help.stdout, /^Usage: mvnolab sim add/);
});

test('colour: none in a pipe, FORCE_COLOR asks for it, NO_COLOR and --no-color win', async t => {
  const color = async (env: Record<string, string>, ...flags: string[]) =>
    (await runBin([...flags, 'sim', 'show', '1'], { env })).stderr.includes('\u001b[');
  t.false(await color({}));
  t.true(await color({ FORCE_COLOR: '1' }));
  t.false(await color({ FORCE_COLOR: '1', NO_COLOR: '1' }));
  t.false(await color({ FORCE_COLOR: '1' }, '--no-color'));
});
