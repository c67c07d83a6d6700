import { ByteWriter, equalBytes } from '../../emulator/bytes/index.ts';
import { encodeIpv4, encodeIpv6, encodeUdp, IP_PROTOCOL, parseIp, readIpv4 } from '../../emulator/codec/ip/index.ts';
import type { LabError } from '../../emulator/vocabulary/index.ts';
import { type DissectorName, exportedPduTags } from './exported-pdu.ts';
import {
  interfaceDescriptionBlock,
  LINK_TYPE,
  type Nanoseconds,
  nameResolutionBlock,
  sectionHeaderBlock,
  writeEnhancedPacketBlock,
} from './pcapng-blocks.ts';
import type { Redactor } from './redactor.ts';
import { RunFile } from './run-file.ts';

/** Where a datagram came from or went to. */
export interface UdpEndpoint {
  /** IPv4 or IPv6 text. */
  readonly address: string;
  readonly port: number;
}

export interface CaptureOptions {
  /** When the run began, and the milliseconds since then. */
  readonly startedAt: Date;
  readonly elapsedMs: () => number;
  /** Its secrets are removed from comments; packets are as they were on the wire. */
  readonly redactor: Redactor;
  /** Told once when the file can no longer be written. */
  readonly failed: (error: LabError) => void;
  /**
   * How an endpoint is shown. Readers know SCTP over UDP by port 9899 and GTP-U by port 2152; a lab that uses other ports, or
   * one address for all its nodes, says here what they stand for. The file then says that it was done.
   */
  readonly shownAs?: (endpoint: UdpEndpoint) => UdpEndpoint;
  /** Octets kept of each datagram, all when it is left out. */
  readonly snapOctets?: number;
  readonly application: string;
}

/** A run's capture file while it is written: pcapng, for Wireshark. */
export interface Capture {
  readonly path: string;
  readonly octets: number;
  /** Gives a node's name to an address, from here on. */
  name(node: string, address: string): void;
  /** A UDP datagram as it was on the wire, under an IP and a UDP header of our own making with right checksums. */
  udp(from: UdpEndpoint, to: UdpEndpoint, payload: Uint8Array, comment?: string): void;
  /** A readable copy of a message (deciphered NAS) between two nodes, by their names. */
  pdu(dissector: DissectorName, from: string, to: string, pdu: Uint8Array, comment?: string): void;
  /** Hands everything to the kernel now. */
  flush(): void;
  close(): void;
}

/** Opens `path` (run.pcapng) and writes its header. @throws LabError `artefact-not-writable` */
export function openCapture(path: string, options: CaptureOptions): Capture {
  return new PcapngCapture(path, options);
}

const WIRE = 0;
const COPIES = 1;

class PcapngCapture implements Capture {
  private readonly file: RunFile;
  private readonly options: CaptureOptions;
  private readonly startHigh: number;
  private readonly startLow: number;
  /** Octets of the addresses that were met, by their text. */
  private readonly parsed = new Map<string, Uint8Array>();
  /** Node → its address in copies. */
  private readonly addresses = new Map<string, Uint8Array>();
  /** Address → the name that the file gave it. */
  private readonly named = new Map<string, string>();
  /** Tags of copies, by dissector and nodes. */
  private readonly tags = new Map<string, Uint8Array>();
  private readonly writer = new ByteWriter(2048);
  private identification = 0;
  private standIns = 0;

  constructor(path: string, options: CaptureOptions) {
    this.options = options;
    const startNs = BigInt(options.startedAt.getTime()) * 1_000_000n;
    this.startHigh = Number(startNs >> 32n);
    this.startLow = Number(startNs & 0xffffffffn);
    this.file = new RunFile(path, options.failed);
    this.file.append(sectionHeaderBlock(options.application));
    const shown = options.shownAs === undefined ? '' : '; addresses and ports as the nodes advertise them';
    const wire = `datagrams of the lab's sockets as they were sent${shown}`;
    this.file.append(interfaceDescriptionBlock(LINK_TYPE.raw, 'wire', wire));
    const copies = 'readable copies of messages, after deciphering; addresses 192.0.2.x stand for nodes without one';
    this.file.append(interfaceDescriptionBlock(LINK_TYPE.wiresharkUpperPdu, 'copies', copies));
  }

  get path(): string {
    return this.file.path;
  }

  get octets(): number {
    return this.file.octets;
  }

  name(node: string, address: string): void {
    const octets = parseIp(address);
    const others = this.named.get(address);
    if (others?.split('+').includes(node)) return;
    const name = others === undefined ? node : `${others}+${node}`;
    this.named.set(address, name);
    if (others === undefined && octets.length === 4 && !this.addresses.has(node)) this.addresses.set(node, octets);
    else for (const other of others?.split('+') ?? []) this.forget(other, octets);
    this.file.append(nameResolutionBlock([{ address: octets, name }]));
  }

  udp(from: UdpEndpoint, to: UdpEndpoint, payload: Uint8Array, comment?: string): void {
    const { shownAs, snapOctets = Number.POSITIVE_INFINITY } = this.options;
    const packet = this.ipPacket(shownAs?.(from) ?? from, shownAs?.(to) ?? to, payload);
    const kept = packet.length > snapOctets ? packet.subarray(0, snapOctets) : packet;
    this.write(WIRE, [kept], packet.length, comment);
  }

  pdu(dissector: DissectorName, from: string, to: string, pdu: Uint8Array, comment?: string): void {
    const tags = this.tagsOf(dissector, from, to);
    this.write(COPIES, [tags, pdu], tags.length + pdu.length, comment);
  }

  flush(): void {
    this.file.flush();
  }

  close(): void {
    this.file.close();
  }

  private write(interfaceId: number, pieces: readonly Uint8Array[], originalLength: number, text?: string): void {
    const comment = text === undefined ? undefined : this.options.redactor.redact(text);
    this.writer.length = 0;
    writeEnhancedPacketBlock(this.writer, { interfaceId, at: this.timestamp(), pieces, originalLength, comment });
    this.file.append(this.writer.finish());
  }

  private ipPacket(from: UdpEndpoint, to: UdpEndpoint, data: Uint8Array): Uint8Array {
    const addresses = { source: this.octetsOf(from.address), destination: this.octetsOf(to.address) };
    const datagram = { sourcePort: from.port, destinationPort: to.port, payload: data };
    const payload = encodeUdp(datagram, addresses);
    const protocol = IP_PROTOCOL.udp;
    if (addresses.source.length === 16) return encodeIpv6({ ...addresses, protocol, payload });
    const source = readIpv4(addresses.source);
    const destination = readIpv4(addresses.destination);
    this.identification = (this.identification + 1) & 0xffff;
    return encodeIpv4({ source, destination, protocol, payload, identification: this.identification });
  }

  private tagsOf(dissector: DissectorName, from: string, to: string): Uint8Array {
    const key = `${dissector} ${from} ${to}`;
    let tags = this.tags.get(key);
    if (tags === undefined)
      this.tags.set(key, (tags = exportedPduTags(dissector, this.addressOf(from), this.addressOf(to))));
    return tags;
  }

  /** An address that several nodes share says nothing in a copy. */
  private forget(node: string, shared: Uint8Array): void {
    const address = this.addresses.get(node);
    if (address === undefined || !equalBytes(address, shared)) return;
    this.addresses.delete(node);
    this.tags.clear();
  }

  private addressOf(node: string): Uint8Array {
    const known = this.addresses.get(node);
    if (known !== undefined) return known;
    // TEST-NET-1 (RFC 5737), and onwards in the range for benchmarks (RFC 2544) when a lab has more than 254 nodes
    const number = ++this.standIns;
    const address =
      number < 255
        ? Uint8Array.of(192, 0, 2, number)
        : Uint8Array.of(198, 18 + ((number >> 16) & 1), number >> 8, number);
    this.addresses.set(node, address);
    this.file.append(nameResolutionBlock([{ address, name: node }]));
    return address;
  }

  private timestamp(): Nanoseconds {
    // nanoseconds since 1970 exceed what a number holds exactly; each half of them does not
    const low = this.startLow + Math.round(this.options.elapsedMs() * 1e6);
    return { high: this.startHigh + Math.floor(low / 2 ** 32), low: low % 2 ** 32 };
  }

  private octetsOf(address: string): Uint8Array {
    let octets = this.parsed.get(address);
    if (octets === undefined) this.parsed.set(address, (octets = parseIp(address)));
    return octets;
  }
}
