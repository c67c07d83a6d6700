import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { fromHex } from '../../emulator/bytes/index.ts';
import { encodeGPdu, encodeGtpu } from '../../emulator/codec/gtpu/index.ts';
import { ipv4EchoRequest, parseIpv4 } from '../../emulator/codec/ip/index.ts';
import { encodeSctp } from '../../emulator/codec/sctp/index.ts';
import { type Capture, type CaptureOptions, openCapture, Redactor } from './index.ts';
import { OPEN5GS_ATTACH } from './testing/open5gs-attach.fixture.ts';
import { JUDGE_CHECKSUMS, run, tsharkFields } from './testing/tshark.ts';

const folder = mkdtempSync(join(tmpdir(), 'mvnolab-capture-'));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));

const BTS = { address: '127.0.0.2', port: 40123 };
const MME = { address: '127.0.0.1', port: 9899 };
const CANARY = '465b5ce8b199b49faa5f0a2ee238a6bc';

/** Writes a capture of its own and gives its path. */
function captured(
  name: string,
  fill: (capture: Capture, tick: () => void) => void,
  more: Partial<CaptureOptions> = {},
): string {
  const path = join(folder, name);
  let now = 0;
  const redactor = new Redactor();
  redactor.add(fromHex(CANARY));
  const capture = openCapture(path, {
    startedAt: new Date('2026-11-22T03:00:00.123Z'),
    elapsedMs: () => now,
    redactor,
    application: 'mvnolab 0.1.0',
    failed: error => {
      throw error;
    },
    ...more,
  });
  fill(capture, () => (now += 0.987654));
  capture.close();
  return path;
}

/** The recorded attach as our capture: SCTP over UDP as on the wire, and a readable copy of each NAS message. */
function attach(): string {
  return captured('attach.pcapng', (capture, tick) => {
    capture.name('bts', BTS.address);
    capture.name('mme', MME.address);
    let tsn = 1000;
    for (const { from, s1ap, plain } of OPEN5GS_ATTACH) {
      tick();
      const uplink = from === 'bts';
      const data = { type: 'DATA', unordered: false, beginning: true, ending: true, immediate: false } as const;
      const chunk = { ...data, tsn: tsn++, stream: 1, ssn: tsn & 0xffff, ppid: 18, userData: fromHex(s1ap) };
      const packet = encodeSctp({
        sourcePort: uplink ? 36500 : 36412,
        destinationPort: uplink ? 36412 : 36500,
        verificationTag: 7,
        chunks: [chunk],
      });
      capture.udp(uplink ? BTS : MME, uplink ? MME : BTS, packet);
      if (plain === undefined) continue;
      const comment = `UE 999707364000060, deciphered copy, K ${CANARY.toUpperCase()}`;
      capture.pdu('nas-eps_plain', uplink ? 'phone' : 'mme', uplink ? 'mme' : 'phone', fromHex(plain), comment);
    }
    for (const { s1ap } of OPEN5GS_ATTACH.slice(0, 2)) capture.pdu('s1ap', 'bts', 'mme', fromHex(s1ap));
  });
}

test('tshark: nothing malformed, every checksum right', t => {
  const rows = tsharkFields(
    attach(),
    [
      '_ws.malformed',
      '_ws.expert.severity',
      'ip.checksum.status',
      'udp.checksum.status',
      'sctp.checksum.status',
      'frame.protocols',
    ],
    JUDGE_CHECKSUMS,
  );
  t.is(rows.length, OPEN5GS_ATTACH.length + 11 + 2);
  t.deepEqual(
    rows.filter(row => row[0] !== ''),
    [],
  );
  const wire = rows.filter(row => row[5]!.startsWith('raw:ip:udp:sctp:s1ap'));
  t.is(wire.length, OPEN5GS_ATTACH.length);
  for (const row of wire) t.deepEqual(row.slice(2, 5), ['1', '1', '1'], 'good');
});

test('tshark: NAS messages are named in order, twice: on the wire and in the copies', t => {
  const path = attach();
  const info = (filter: string) => tsharkFields(path, ['_ws.col.Info'], ['-Y', filter]).map(([text]) => text!);
  const copies = info('frame.interface_name == "copies" && nas-eps');
  t.deepEqual(copies, [
    'Attach request, PDN connectivity request',
    'Authentication request',
    'Authentication response',
    'Security mode command',
    'Security mode complete',
    'ESM information request',
    'ESM information response',
    'Attach accept, Activate default EPS bearer context request',
    'Attach complete, Activate default EPS bearer context accept',
    'EMM information',
    'Detach request (EPS detach / switch-off)',
  ]);
  const wire = info('frame.interface_name == "wire" && nas-eps');
  t.is(wire.length, 11);
  for (const [i, copy] of copies.entries()) t.true(wire[i]!.includes(copy), `${wire[i]} ⊇ ${copy}`);
});

test('tshark: comments, without the key that was in them; times in nanoseconds; names', t => {
  const path = attach();
  const rows = tsharkFields(
    path,
    ['frame.comment', 'frame.time_epoch', '_ws.col.Source', '_ws.col.Destination'],
    ['-N', 'n', '-Y', 'nas-eps'],
  );
  const comments = rows.map(row => row[0]!).filter(text => text !== '');
  t.is(comments.length, 11);
  for (const comment of comments) t.is(comment, 'UE 999707364000060, deciphered copy, K [redacted]');
  t.is(rows[0]![1], '1795316400.125962962');
  t.deepEqual(rows[0]!.slice(2), ['bts', 'mme']);
  t.deepEqual(rows[1]!.slice(2), ['phone', 'mme']);
});

test('capinfos: a strict pcapng file with two interfaces and nanoseconds', t => {
  const text = run('capinfos', [attach()]);
  t.regex(text, /File type:\s+Wireshark\/\.\.\. - pcapng/);
  t.regex(text, /timestamp precision:\s+nanoseconds/);
  t.regex(text, /Number of interfaces in file:\s*2/);
  t.regex(text, /mvnolab 0\.1\.0/);
});

test('tshark: GTP-U and what is in it, IPv6 transport, a cut packet', t => {
  const ping = ipv4EchoRequest(parseIpv4('10.45.0.2'), parseIpv4('10.45.0.1'), 1, 2, new Uint8Array(1000));
  const path = captured(
    'gtpu.pcapng',
    (capture, tick) => {
      tick();
      capture.udp({ address: '127.0.0.2', port: 2152 }, { address: '127.0.0.3', port: 2152 }, encodeGPdu(7, ping));
      capture.udp({ address: '::1', port: 2152 }, { address: '::1', port: 2152 }, encodeGPdu(8, ping));
      const indication = encodeGtpu({
        type: 'ErrorIndication',
        teid: 0,
        sequenceNumber: 0,
        extensionHeaders: [{ type: 0x40, content: fromHex('0868') }],
        teidDataI: 7,
        peerAddress: fromHex('7f000003'),
        otherIes: [],
      });
      capture.udp({ address: '127.0.0.3', port: 2152 }, { address: '127.0.0.2', port: 2152 }, indication);
    },
    { snapOctets: 128 },
  );
  const rows = tsharkFields(path, ['frame.len', 'frame.cap_len', 'gtp.teid', 'ipv6.src', 'icmp.seq', '_ws.malformed']);
  t.deepEqual(rows[0]!.slice(0, 5), [String(20 + 8 + 8 + 28 + 1000), '128', '0x00000007', '', '2']);
  t.is(rows[1]![3], '::1');
  t.is(rows[2]![0], String(20 + 8 + 28));
  t.deepEqual([rows[0]![5], rows[2]![5]], ['', '']);
});

test('tshark: ports that readers do not know are shown as the ones that they stand for', t => {
  const path = captured(
    'shown.pcapng',
    capture => {
      const packet = encodeSctp({
        sourcePort: 1,
        destinationPort: 2,
        verificationTag: 3,
        chunks: [{ type: 'COOKIE-ACK' }],
      });
      capture.udp({ address: '127.0.0.1', port: 50001 }, { address: '127.0.0.1', port: 50002 }, packet);
    },
    { shownAs: ({ port }) => ({ address: port === 50001 ? '10.9.0.1' : '10.9.0.2', port: 9899 }) },
  );
  const rows = tsharkFields(
    path,
    ['ip.src', 'ip.dst', 'udp.dstport', 'frame.protocols', 'udp.checksum.status'],
    JUDGE_CHECKSUMS,
  );
  t.deepEqual(rows, [['10.9.0.1', '10.9.0.2', '9899', 'raw:ip:udp:sctp', '1']]);
});

test('10,000 packets are written and read back', t => {
  const path = captured('many.pcapng', (capture, tick) => {
    for (let i = 0; i < 10_000; i++) {
      tick();
      capture.udp(BTS, MME, new Uint8Array(i % 300), i % 100 === 0 ? `comment ${i} ä€` : undefined);
    }
  });
  t.true(statSync(path).size > 1_500_000);
  const rows = tsharkFields(path, ['udp.length', 'frame.comment'], JUDGE_CHECKSUMS);
  t.is(rows.length, 10_000);
  t.deepEqual(rows[9900], [String(8 + (9900 % 300)), 'comment 9900 ä€']);
});
