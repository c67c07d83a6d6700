import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { ByteReader, fromHex, toHex } from '../../emulator/bytes/index.ts';
import { decodeIpv4, decodeUdp, formatIp, formatIpv4, ipv4Octets } from '../../emulator/codec/ip/index.ts';
import { LabError } from '../../emulator/vocabulary/index.ts';
import { type Capture, type CaptureOptions, openCapture, Redactor } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'mvnolab-capture-'));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));
const BTS = { address: '127.0.0.2', port: 40123 };
const MME = { address: '127.0.0.1', port: 9899 };

interface Block {
  readonly type: number;
  readonly body: Uint8Array;
}

/** A reader of its own: walks the blocks and holds both lengths of each against the file. */
function blocksOf(path: string): Block[] {
  const reader = new ByteReader(readFileSync(path));
  const blocks: Block[] = [];
  while (reader.remaining > 0) {
    const type = reader.u32();
    const length = reader.u32();
    const body = reader.take(length - 12);
    if (length % 4 !== 0 || reader.u32() !== length) throw new Error(`block at ${reader.position} has two lengths`);
    blocks.push({ type, body });
  }
  return blocks;
}

function packetsOf(path: string) {
  return blocksOf(path)
    .filter(block => block.type === 6)
    .map(({ body }) => {
      const reader = new ByteReader(body);
      const interfaceId = reader.u32();
      const at = BigInt(reader.u32()) * 2n ** 32n + BigInt(reader.u32());
      const kept = reader.u32();
      const length = reader.u32();
      const packet = reader.take(kept);
      reader.skip((4 - (kept & 3)) & 3);
      const comment = reader.remaining === 0 ? undefined : optionText(reader);
      return { interfaceId, at, length, packet, comment };
    });
}

function optionText(reader: ByteReader): string {
  if (reader.u16() !== 1) throw new Error('not a comment');
  const length = reader.u16();
  const text = new TextDecoder().decode(reader.take(length));
  reader.skip((4 - (length & 3)) & 3);
  if (reader.u32() !== 0 || reader.remaining > 0) throw new Error('options do not end');
  return text;
}

/** Names of the name resolution blocks, in order: `127.0.0.2 bts`. */
function namesOf(path: string): string[] {
  return blocksOf(path)
    .filter(block => block.type === 4)
    .flatMap(({ body }) => {
      const reader = new ByteReader(body);
      const names: string[] = [];
      for (let type = reader.u16(); type !== 0; type = reader.u16()) {
        const record = reader.take(reader.u16());
        reader.skip((4 - (record.length & 3)) & 3);
        const octets = type === 1 ? 4 : 16;
        names.push(`${formatIp(record.subarray(0, octets))} ${new TextDecoder().decode(record.subarray(octets, -1))}`);
      }
      return names;
    });
}

function captured(name: string, fill: (capture: Capture) => void, more: Partial<CaptureOptions> = {}): string {
  const path = join(folder, name);
  const capture = openCapture(path, {
    startedAt: new Date('2026-11-22T03:00:00.000Z'),
    elapsedMs: () => 0,
    redactor: new Redactor(),
    application: 'test',
    failed: error => {
      throw error;
    },
    ...more,
  });
  fill(capture);
  capture.close();
  return path;
}

test('a datagram lies under headers of its endpoints, with right checksums', t => {
  const path = captured('wire.pcapng', capture => capture.udp(BTS, MME, fromHex('010203'), 'why'));
  t.deepEqual(
    blocksOf(path).map(block => block.type),
    [0x0a0d0d0a, 1, 1, 6],
  );
  const [record] = packetsOf(path);
  t.like(record, { interfaceId: 0, length: 31, comment: 'why' });
  const ip = decodeIpv4(record!.packet);
  t.deepEqual([formatIpv4(ip.source), formatIpv4(ip.destination), ip.ttl], ['127.0.0.2', '127.0.0.1', 64]);
  const udp = decodeUdp(ip.payload, { source: ipv4Octets(ip.source), destination: ipv4Octets(ip.destination) });
  t.deepEqual([udp.sourcePort, udp.destinationPort, toHex(udp.payload)], [40123, 9899, '010203']);
});

test('times have nanoseconds, also across the halves of the number', t => {
  const start = 1_795_316_400_000n * 1_000_000n;
  // the low half of the start runs over 2^32 soon after
  const untilCarry = Number(2n ** 32n - (start % 2n ** 32n));
  const times = [0, 0.000001, 1.25, (untilCarry - 1) / 1e6, untilCarry / 1e6, (untilCarry + 1) / 1e6, 86_400_000];
  let i = 0;
  const fill = (capture: Capture) => {
    for (const _ of times) capture.udp(BTS, MME, new Uint8Array(0));
  };
  const path = captured('times.pcapng', fill, { elapsedMs: () => times[i++]! });
  t.deepEqual(
    packetsOf(path).map(record => record.at),
    times.map(ms => start + BigInt(Math.round(ms * 1e6))),
  );
});

test('copies carry the name of their dissector and addresses that are named', t => {
  const path = captured('copies.pcapng', capture => {
    capture.name('mme', '127.0.0.1');
    capture.pdu('nas-eps_plain', 'phone', 'mme', fromHex('0741'));
    capture.pdu('s1ap', 'mme', 'phone', fromHex('0011'));
    capture.pdu('nas-eps_plain', 'phone', 'mme', fromHex('0742'));
  });
  t.deepEqual(namesOf(path), ['127.0.0.1 mme', '192.0.2.1 phone']);
  const copies = packetsOf(path);
  t.deepEqual(
    copies.map(copy => copy.interfaceId),
    [1, 1, 1],
  );
  const name = toHex(new TextEncoder().encode('nas-eps_plain'));
  t.is(toHex(copies[0]!.packet), `000c0010${name}00000000140004c0000201001500047f00000100000000${'0741'}`);
  t.true(toHex(copies[1]!.packet).startsWith(`000c0004${toHex(new TextEncoder().encode('s1ap'))}001400047f000001`));
});

test('an address that several nodes share is named after all of them, and copies tell them apart', t => {
  const path = captured('shared.pcapng', capture => {
    capture.name('bts', '127.0.0.1');
    capture.name('mme', '127.0.0.1');
    capture.name('mme', '127.0.0.1');
    capture.name('gateway', '::1');
    capture.pdu('s1ap', 'bts', 'mme', fromHex('00'));
  });
  t.deepEqual(namesOf(path), ['127.0.0.1 bts', '127.0.0.1 bts+mme', '::1 gateway', '192.0.2.1 bts', '192.0.2.2 mme']);
});

test('comments are redacted, packets are not', t => {
  const key = '465b5ce8b199b49faa5f0a2ee238a6bc';
  const redactor = new Redactor();
  redactor.add(fromHex(key));
  const path = captured(
    'canary.pcapng',
    capture => {
      capture.udp(BTS, MME, fromHex(key), `K ${key.toUpperCase()}`);
      capture.pdu('nas-eps', 'a', 'b', fromHex('07'), `K ${key} ä`);
    },
    { redactor },
  );
  t.deepEqual(
    packetsOf(path).map(record => record.comment),
    ['K [redacted]', 'K [redacted] ä'],
  );
  t.true(toHex(packetsOf(path)[0]!.packet).endsWith(key));
});

test('a long packet is cut to the wanted length, and its own length stays', t => {
  const path = captured('cut.pcapng', capture => capture.udp(BTS, MME, new Uint8Array(1000)), { snapOctets: 99 });
  t.like(packetsOf(path)[0], { length: 1028, packet: { length: 99 } });
});

test('endpoints are shown as what they stand for', t => {
  const path = captured('shown.pcapng', capture => capture.udp(BTS, MME, new Uint8Array(0)), {
    shownAs: ({ port }) => ({ address: port === 9899 ? '2001:db8::1' : '2001:db8::2', port: 2152 }),
  });
  const [record] = packetsOf(path);
  t.is(record!.packet[0]! >> 4, 6);
  t.is(formatIp(record!.packet.subarray(8, 24)), '2001:db8::2');
  t.is(formatIp(record!.packet.subarray(24, 40)), '2001:db8::1');
});

test('a very long comment is cut to what the format can say', t => {
  const path = captured('comment.pcapng', capture => capture.udp(BTS, MME, new Uint8Array(0), 'ä'.repeat(70_000)));
  t.is(packetsOf(path)[0]!.comment!.length, 0xfffc / 2);
});

test('octets grow as the file does, and a file that cannot be made is a lab error', t => {
  const path = captured('octets.pcapng', capture => {
    const before = capture.octets;
    capture.udp(BTS, MME, new Uint8Array(100));
    t.is(capture.octets - before, 32 + 128);
    capture.flush();
    t.is(readFileSync(capture.path).length, capture.octets);
  });
  t.true(readFileSync(path).length > 0);
  writeFileSync(join(folder, 'file'), '');
  t.throws(() => captured('file/x.pcapng', () => {}), { instanceOf: LabError, code: 'artefact-not-writable' });
});
