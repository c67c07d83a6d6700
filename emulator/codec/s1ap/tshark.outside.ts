import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { ByteWriter } from '../../bytes/index.ts';
import { decodeS1ap, encodeS1ap, receiveS1ap, type S1apPdu } from './index.ts';
import { independentMessages, recordedMessages } from './testing/fixtures.ts';

// Wireshark's dissector as judge of what we encode. It needs the Debian package tshark.

/** Protocols whose octets S1AP carries; in the independent messages those octets are random. */
const CONTAINED = ['nas-eps', 'nas-5gs', 'lte_rrc', 'nr-rrc', 'gsm_a.dtap', 'gcsna', 'a21', 'lppa', 'ngap', 'xnap'];

/** Octets that tshark opens within S1AP, whatever is disabled: random here, or a message of their own. */
const OPENED = [
  'intersystemSonConfigurationTransferEct',
  'intersystemSonConfigurationTransferMct',
  'mdtConfigurationNr',
  'msClassmark3',
  's1Message',
];

/** Wireshark's fields of one number, and ours of the same type. */
const NUMBERS: readonly (readonly [theirs: string, ...ours: string[]])[] = [
  ['s1ap.MME_UE_S1AP_ID', 'mmeUeS1apId', 'mmeUeS1apId2', 'sourceMmeUeS1apId'],
  ['s1ap.ENB_UE_S1AP_ID', 'enbUeS1apId'],
  ['s1ap.CellIdentity', 'cellId'],
  ['s1ap.e_RAB_ID', 'eRabId'],
  ['s1ap.qCI', 'qci'],
  ['s1ap.priorityLevel', 'priorityLevel'],
  ['s1ap.uEaggregateMaximumBitRateDL', 'downlinkBps'],
  ['s1ap.uEaggregateMaximumBitRateUL', 'uplinkBps'],
  ['s1ap.e_RAB_MaximumBitrateDL', 'maximumDownlinkBps'],
  ['s1ap.e_RAB_GuaranteedBitrateUL', 'guaranteedUplinkBps'],
  ['s1ap.RelativeMMECapacity', 'relativeMmeCapacity'],
  ['s1ap.m_TMSI', 'mTmsi'],
  ['s1ap.nextHopChainingCount', 'nextHopChainingCount'],
  ['s1ap.RepetitionPeriod', 'repetitionPeriod'],
];

const FIELDS = ['s1ap.S1AP_PDU', 's1ap.procedureCode', ...NUMBERS.map(([theirs]) => theirs)];

const ours = [
  ...recordedMessages().flatMap(({ bytes }) => messageOf(bytes)),
  ...independentMessages().flatMap(({ pdu }) => (OPENED.some(field => has(pdu, field)) ? [] : [pdu])),
];

/** Decoded and encoded anew, so that no octet is the recording's. */
const encoded = ours.map(pdu => encodeS1ap(structuredClone(pdu)));

test('tshark calls none of our messages malformed', t => {
  t.true(ours.length > 950);
  const bad = tshark(encoded, ['-Y', '_ws.malformed', '-T', 'fields', '-e', 'frame.number']);
  t.deepEqual(
    bad.map(line => ours[Number(line) - 1]?.message),
    [],
  );
});

test('tshark reads the same procedures and numbers as we do', t => {
  const lines = tshark(encoded, ['-T', 'fields', '-E', 'aggregator=,', ...FIELDS.flatMap(field => ['-e', field])]);
  t.is(lines.length, ours.length);
  let compared = 0;
  ours.forEach((pdu, index) => {
    const [kind = '', procedure = '', ...columns] = lines[index]!.split('\t');
    t.deepEqual([kind.split(',')[0], procedure.split(',')[0]], headOf(encoded[index]!), pdu.message);
    NUMBERS.forEach(([name, ...fields], column) => {
      const theirs = (columns[column] ?? '')
        .split(',')
        .filter(text => text !== '')
        .map(Number);
      const mine = valuesOf(pdu, fields);
      t.deepEqual(distinct(theirs), distinct(mine), `${pdu.message}: ${name}`);
      compared += mine.length;
    });
  });
  t.true(compared > 2300, String(compared));
});

function messageOf(bytes: Uint8Array): S1apPdu[] {
  return receiveS1ap(bytes).type === 'message' ? [decodeS1ap(bytes)] : [];
}

function headOf(bytes: Uint8Array): string[] {
  return [String(bytes[0]! >>> 5), String(bytes[1])];
}

/** The values of some fields, and of some alternatives of a CHOICE, however deep. */
function valuesOf(value: unknown, fields: readonly string[]): number[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  const { type, value: chosen } = value as { type?: unknown; value?: unknown };
  if (typeof type === 'string' && typeof chosen === 'number') return fields.includes(type) ? [chosen] : [];
  return Object.entries(value).flatMap(([name, inner]) =>
    fields.includes(name) && typeof inner === 'number' ? [inner] : valuesOf(inner, fields),
  );
}

function has(value: unknown, field: string): boolean {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  return Object.entries(value).some(([name, inner]) => name === field || has(inner, field));
}

/** tshark repeats the ids of a UE-S1AP-ID pair, and shows a negative E-RAB id (an extension value) without its sign. */
function distinct(numbers: readonly number[]): number[] {
  return [...new Set(numbers.map(number => (number < 0 ? number + 2 ** 32 : number)))].sort((a, b) => a - b);
}

/** Lines that tshark prints for some S1AP messages; nothing but S1AP is dissected. */
function tshark(messages: readonly Uint8Array[], args: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-s1ap-'));
  try {
    const file = join(folder, 's1ap.pcap');
    writeFileSync(file, capture(messages));
    const only = [...CONTAINED.flatMap(name => ['--disable-protocol', name]), '-o', 's1ap.dissect_container:FALSE'];
    const result = spawnSync('tshark', ['-r', file, ...only, ...args], { encoding: 'utf8', maxBuffer: 1 << 26 });
    if (result.error !== undefined)
      throw new Error('tshark is missing: apt-get install tshark', { cause: result.error });
    if (result.status !== 0) throw new Error(`tshark failed: ${result.stderr}`);
    return result.stdout.split('\n').slice(0, -1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A pcap of exported PDUs (link type 252), each with the tag that names its dissector. */
function capture(messages: readonly Uint8Array[]): Uint8Array {
  const name = new TextEncoder().encode('s1ap');
  const writer = new ByteWriter(1 << 16);
  writer.u32(0xa1b2c3d4).u16(2).u16(4).u32(0).u32(0).u32(0x40000).u32(252);
  for (const message of messages) {
    const length = 4 + name.length + 4 + message.length;
    writer.u32(0).u32(0).u32(length).u32(length);
    writer.u16(12).u16(name.length).put(name).u32(0).put(message);
  }
  return writer.finish();
}
