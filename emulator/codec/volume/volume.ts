import { ByteReader, ByteWriter } from '../../bytes/index.ts';

/*
 * Lab traffic: what phones and the lab's "internet" speak over UDP to move a known volume and count it. Not a standard;
 * its port numbers are those of the services that it resembles (RFC 862, 863, 864).
 *
 *   0                   1                   2                   3
 *  |      'm'      |      'v'      |       'l'     |  version 1    |
 *  |     Kind      |     Flags     |         Packet size           |
 *  |                            Flow                               |
 *  |   SourceRequest: octets (64), rate in bit/s (64)              |
 *  |   Record:        sequence (32), total (32), time (32)         |
 *  |   SinkReport:    datagrams (32), duplicates (32), highest sequence + 1 (32), octets (64)
 */

/** UDP ports: 7 sends every datagram back, 9 counts records, 19 answers a request with records. */
export const VOLUME_PORTS = { echo: 7, sink: 9, source: 19 } as const;

/** Asks the source (port 19) for `octets` of UDP payload in numbered datagrams. */
export interface SourceRequest {
  readonly type: 'SourceRequest';
  /** Chosen by the asker, 32 bit; comes back in each record. A repeated request of a running flow changes nothing. */
  readonly flow: number;
  /** UDP payload octets in sum, up to 2^53. */
  readonly octets: number;
  /** Payload bits per second; 0 = as fast as it goes. */
  readonly rateBps: number;
  /** UDP payload octets of each datagram, RECORD_OCTETS … 65507. */
  readonly packetSize: number;
}

/** One numbered datagram, from the source or to the sink. */
export interface VolumeRecord {
  readonly type: 'Record';
  readonly flow: number;
  /** 0 … total - 1. */
  readonly sequence: number;
  readonly total: number;
  /** When it was sent on the sender's clock, whole milliseconds modulo 2^32. */
  readonly sentAtMs: number;
  /** UDP payload octets of this datagram: the header and padding. */
  readonly size: number;
}

/** What the sink (port 9) has counted of one flow of the asker. */
export interface SinkReport {
  readonly type: 'SinkReport';
  readonly flow: number;
  /** Different datagrams. */
  readonly datagrams: number;
  readonly duplicates: number;
  /** Highest sequence number + 1; 0 when nothing arrived. */
  readonly upTo: number;
  /** UDP payload octets of the different datagrams. */
  readonly octets: number;
}

export type VolumeMessage =
  | SourceRequest
  | VolumeRecord
  | SinkReport
  /** Ends a flow at the source. */
  | { readonly type: 'SourceStop'; readonly flow: number }
  /** Asks the sink for its report. */
  | { readonly type: 'SinkReportRequest'; readonly flow: number };

/** Octets of a record without padding: the smallest packet size. */
export const RECORD_OCTETS = 24;

const MAGIC = 0x6d766c01;
const KIND = { SourceRequest: 1, Record: 2, SourceStop: 3, SinkReportRequest: 4, SinkReport: 5 } as const;

/** The UDP payload of a message; a record is padded with zeros to its size. @throws RangeError on a size that is too small */
export function encodeVolume(message: VolumeMessage): Uint8Array {
  if (message.type === 'Record') return encodeRecord(message);
  const writer = new ByteWriter(40);
  const packetSize = message.type === 'SourceRequest' ? message.packetSize : 0;
  writer.u32(MAGIC).u8(KIND[message.type]).u8(0).u16(packetSize).u32(message.flow);
  if (message.type === 'SourceRequest') {
    writeU53(writer, message.octets);
    writeU53(writer, message.rateBps);
  } else if (message.type === 'SinkReport') {
    writer.u32(message.datagrams).u32(message.duplicates).u32(message.upTo);
    writeU53(writer, message.octets);
  }
  return writer.finish();
}

/** Reads the UDP payload of a lab traffic datagram. @throws DecodeError when it is not one */
export function decodeVolume(bytes: Uint8Array): VolumeMessage {
  const reader = new ByteReader(bytes);
  if (reader.u32() !== MAGIC) {
    reader.position = 0;
    reader.fail('not a lab traffic datagram of version 1');
  }
  const kind = reader.u8();
  reader.skip(1);
  const packetSize = reader.u16();
  const flow = reader.u32();
  switch (kind) {
    case KIND.SourceRequest: {
      if (packetSize < RECORD_OCTETS) {
        reader.position = 6;
        reader.fail(`packet size ${packetSize}: ${RECORD_OCTETS} at least`);
      }
      return { type: 'SourceRequest', flow, octets: readU53(reader), rateBps: readU53(reader), packetSize };
    }
    case KIND.Record:
      return {
        type: 'Record',
        flow,
        sequence: reader.u32(),
        total: reader.u32(),
        sentAtMs: reader.u32(),
        size: bytes.length,
      };
    case KIND.SourceStop:
      return { type: 'SourceStop', flow };
    case KIND.SinkReportRequest:
      return { type: 'SinkReportRequest', flow };
    case KIND.SinkReport:
      return {
        type: 'SinkReport',
        flow,
        datagrams: reader.u32(),
        duplicates: reader.u32(),
        upTo: reader.u32(),
        octets: readU53(reader),
      };
    default:
      reader.position = 4;
      return reader.fail(`kind ${kind} is unknown`);
  }
}

function encodeRecord(record: VolumeRecord): Uint8Array {
  if (record.size < RECORD_OCTETS || record.size > 0xffff)
    throw new RangeError(`a record of ${record.size} octets: ${RECORD_OCTETS} to 65535 are possible`);
  const bytes = new Uint8Array(record.size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC);
  bytes[4] = KIND.Record;
  view.setUint32(8, record.flow);
  view.setUint32(12, record.sequence);
  view.setUint32(16, record.total);
  view.setUint32(20, record.sentAtMs % 2 ** 32);
  return bytes;
}

function writeU53(writer: ByteWriter, value: number): void {
  if (!(Number.isSafeInteger(value) && value >= 0)) throw new RangeError(`${value} is not a whole number of 53 bit`);
  writer.u32(Math.floor(value / 2 ** 32)).u32(value % 2 ** 32);
}

function readU53(reader: ByteReader): number {
  const high = reader.u32();
  if (high >= 2 ** 21) {
    reader.position -= 4;
    reader.fail('a number above 2^53');
  }
  return high * 2 ** 32 + reader.u32();
}
