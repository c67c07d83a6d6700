import { createSocket, type RemoteInfo, type Socket, type SocketOptions } from 'node:dgram';
import { lookup } from 'node:dns';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { performance } from 'node:perf_hooks';
import { DecodeError } from '../../bytes/index.ts';
import {
  decodeGtpu,
  encodeGPdu,
  encodeGtpu,
  type GPdu,
  GTPU_EXTENSION_HEADER,
  GTPU_PORT,
  type GtpuExtensionHeader,
  type GtpuMessage,
  isComprehensionRequired,
} from '../../codec/gtpu/index.ts';
import { formatIp, parseIp } from '../../codec/ip/index.ts';
import { LabError } from '../../vocabulary/index.ts';
import { plainOctets } from '../plain-octets.ts';
import type { GtpuCounters, GtpuPeer, GtpuSocket, GtpuSocketOptions } from './gtpu-socket.ts';

/** Extension headers of user packets that an endpoint here lets pass; their meaning is for whoever takes the packet. */
const SUPPORTED_EXTENSION_HEADERS: readonly number[] = [
  GTPU_EXTENSION_HEADER.pduSessionContainer,
  GTPU_EXTENSION_HEADER.pdcpPduNumber,
];
const BUFFER_OCTETS = 4 * 1024 * 1024;

/**
 * Binds a GTP-U endpoint.
 * @throws LabError `gtpu-port-in-use`, `gtpu-address-unavailable`, `gtpu-port-forbidden` or `gtpu-bind-failed`
 */
export async function openGtpuSocket(options: GtpuSocketOptions): Promise<GtpuSocket> {
  const address = options.address ?? '127.0.0.1';
  const port = options.port ?? GTPU_PORT;
  const socket = createSocket({ type: isIP(address) === 6 ? 'udp6' : 'udp4', lookup: numericLookup });
  try {
    // a numeric address is bound before `bind` returns
    const listening = once(socket, 'listening');
    socket.bind(port, address);
    await listening;
  } catch (error) {
    socket.close();
    throw bindError(error as NodeJS.ErrnoException, address, port);
  }
  enlarge(socket, options.bufferOctets ?? BUFFER_OCTETS);
  return new UdpGtpuSocket(socket, options);
}

class UdpGtpuSocket implements GtpuSocket {
  readonly local: Required<GtpuPeer>;
  readonly counters: GtpuCounters = {
    receivedPackets: 0,
    receivedOctets: 0,
    sentPackets: 0,
    sentOctets: 0,
    echoRequestsReceived: 0,
    echoResponsesReceived: 0,
    errorIndicationsReceived: 0,
    errorIndicationsSent: 0,
    endMarkersSent: 0,
    endMarkersReceived: 0,
    unknownTeid: 0,
    malformed: 0,
    unsupportedExtensionHeader: 0,
    ignored: 0,
    sendErrors: 0,
  };
  private readonly socket: Socket;
  private readonly options: GtpuSocketOptions;
  private readonly advertisedAddress: Uint8Array;
  private readonly awaitedEchoes = new Map<number, (answered: boolean) => void>();
  private echoSequenceNumber = 0;
  private unsent = 0;
  private drained: (() => void) | undefined;
  private closing: Promise<void> | undefined;

  constructor(socket: Socket, options: GtpuSocketOptions) {
    this.socket = socket;
    this.options = options;
    const { address, port } = socket.address();
    this.local = { address, port };
    this.advertisedAddress = parseIp(
      options.advertisedAddress ?? options.addressBook?.addressOf(this.local) ?? address,
    );
    socket.on('message', (datagram, from) => this.take(plainOctets(datagram), from));
    // Kernels report an ICMP error of an earlier datagram here; UDP goes on.
    socket.on('error', () => this.counters.sendErrors++);
  }

  send(to: GtpuPeer, teid: number, packet: Uint8Array, extensionHeaders?: readonly GtpuExtensionHeader[]): void {
    const datagram =
      extensionHeaders === undefined
        ? encodeGPdu(teid, packet)
        : encodeGtpu({ type: 'GPdu', teid, packet, extensionHeaders });
    this.counters.sentPackets++;
    this.counters.sentOctets += packet.length;
    this.transmit(this.placeOf(to), datagram);
  }

  sendEndMarker(to: GtpuPeer, teid: number): void {
    this.counters.endMarkersSent++;
    this.transmit(this.placeOf(to), encodeGtpu({ type: 'EndMarker', teid, otherIes: [] }));
  }

  async echo(to: GtpuPeer, options: { attempts?: number; intervalMs?: number } = {}): Promise<number | undefined> {
    const { attempts = 3, intervalMs = 1000 } = options;
    const place = this.placeOf(to);
    for (let attempt = 0; attempt < attempts && this.closing === undefined; attempt++) {
      const sequenceNumber = this.echoSequenceNumber++ & 0xffff;
      const startedAt = performance.now();
      const answered = new Promise<boolean>(resolve => this.awaitedEchoes.set(sequenceNumber, resolve));
      const timer = setTimeout(() => this.settleEcho(sequenceNumber, false), intervalMs);
      this.transmit(place, encodeGtpu({ type: 'EchoRequest', teid: 0, sequenceNumber, otherIes: [] }));
      const alive = await answered;
      clearTimeout(timer);
      if (alive) return performance.now() - startedAt;
    }
    return undefined;
  }

  close(): Promise<void> {
    this.closing ??= this.shut();
    return this.closing;
  }

  private async shut(): Promise<void> {
    for (const sequenceNumber of [...this.awaitedEchoes.keys()]) this.settleEcho(sequenceNumber, false);
    if (this.unsent > 0) await new Promise<void>(resolve => (this.drained = resolve));
    const closed = once(this.socket, 'close');
    this.socket.close();
    await closed;
  }

  private placeOf(peer: GtpuPeer): Required<GtpuPeer> {
    if (peer.port !== undefined) return peer as Required<GtpuPeer>;
    return this.options.addressBook?.placeOf(peer.address) ?? { address: peer.address, port: GTPU_PORT };
  }

  private transmit(to: Required<GtpuPeer>, datagram: Uint8Array): void {
    if (this.closing !== undefined) {
      this.counters.sendErrors++;
      return;
    }
    this.options.tap?.('sent', this.local, to, datagram);
    this.unsent++;
    this.socket.send(datagram, to.port, to.address, this.sent);
  }

  private readonly sent = (error: Error | null): void => {
    if (error) this.counters.sendErrors++;
    if (--this.unsent === 0) this.drained?.();
  };

  private take(datagram: Uint8Array, from: RemoteInfo): void {
    if (this.closing !== undefined) return;
    const { address, port } = from;
    const peer = { address, port };
    this.options.tap?.('received', this.local, peer, datagram);
    let message: GtpuMessage;
    try {
      message = decodeGtpu(datagram);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.counters.malformed++;
      return;
    }
    this.handle(message, peer);
  }

  private handle(message: GtpuMessage, from: Required<GtpuPeer>): void {
    switch (message.type) {
      case 'GPdu':
        this.takePacket(message, from);
        break;
      case 'EchoRequest':
        this.counters.echoRequestsReceived++;
        this.answerEcho(message.sequenceNumber ?? 0, from);
        break;
      case 'EchoResponse':
        this.counters.echoResponsesReceived++;
        this.settleEcho(message.sequenceNumber ?? 0, true);
        break;
      case 'ErrorIndication': {
        const address = formatIp(message.peerAddress);
        this.counters.errorIndicationsReceived++;
        this.options.errorIndication?.({ from, teid: message.teidDataI, address });
        break;
      }
      case 'EndMarker':
        this.counters.endMarkersReceived++;
        if (this.options.hasTunnel(message.teid)) this.options.endMarker?.({ from, teid: message.teid });
        break;
      default:
        this.counters.ignored++;
    }
  }

  private takePacket(message: GPdu, from: Required<GtpuPeer>): void {
    const { teid, packet, extensionHeaders, sequenceNumber } = message;
    if (extensionHeaders?.some(isUnsupported)) {
      this.counters.unsupportedExtensionHeader++;
      const type = 'SupportedExtensionHeadersNotification';
      const extensionHeaderTypes = SUPPORTED_EXTENSION_HEADERS;
      this.transmit(
        this.signallingPlaceOf(from),
        encodeGtpu({ type, teid: 0, sequenceNumber: 0, extensionHeaderTypes, otherIes: [] }),
      );
    } else if (!this.options.hasTunnel(teid)) {
      this.counters.unknownTeid++;
      this.indicateError(teid, from);
    } else {
      this.counters.receivedPackets++;
      this.counters.receivedOctets += packet.length;
      this.options.received({ from, teid, packet, extensionHeaders, sequenceNumber });
    }
  }

  /** To where the request came from: §4.4.2.2. */
  private answerEcho(sequenceNumber: number, to: Required<GtpuPeer>): void {
    const response = { type: 'EchoResponse', teid: 0, sequenceNumber, recovery: 0, otherIes: [] } as const;
    this.transmit(to, encodeGtpu(response));
  }

  private settleEcho(sequenceNumber: number, answered: boolean): void {
    this.awaitedEchoes.get(sequenceNumber)?.(answered);
    this.awaitedEchoes.delete(sequenceNumber);
  }

  /** §7.3.1; the UDP port header (§5.2.2.1) tells the sender which of its sockets it was. */
  private indicateError(teid: number, from: Required<GtpuPeer>): void {
    this.counters.errorIndicationsSent++;
    const udpPort = { type: GTPU_EXTENSION_HEADER.udpPort, content: Uint8Array.of(from.port >> 8, from.port) };
    const indication = encodeGtpu({
      type: 'ErrorIndication',
      teid: 0,
      sequenceNumber: 0,
      extensionHeaders: [udpPort],
      teidDataI: teid,
      peerAddress: this.advertisedAddress,
      otherIes: [],
    });
    this.transmit(this.signallingPlaceOf(from), indication);
  }

  /**
   * Messages that are no answers go to port 2152 of the address that a G-PDU came from, whatever its source port (§4.4.2.3).
   * An endpoint that is not on 2152 itself is in an embedded lab, where ports stand for addresses.
   */
  private signallingPlaceOf(from: Required<GtpuPeer>): Required<GtpuPeer> {
    return this.local.port === GTPU_PORT ? { address: from.address, port: GTPU_PORT } : from;
  }
}

function isUnsupported(header: GtpuExtensionHeader): boolean {
  return isComprehensionRequired(header.type) && !SUPPORTED_EXTENSION_HEADERS.includes(header.type);
}

/** Spares numeric addresses the trip through the resolver, which would also put sends out of order with one another. */
function numericLookup(...[host, options, callback]: Parameters<NonNullable<SocketOptions['lookup']>>): void {
  const family = isIP(host);
  if (family === 0) lookup(host, options, callback);
  else callback(null, host, family);
}

/** Some kernels refuse a size above their limit instead of granting less: ask for half until one is granted. */
function enlarge(socket: Socket, octets: number): void {
  const request = (set: (size: number) => void): void => {
    for (let size = octets; size >= 65536; size /= 2) {
      try {
        set(Math.floor(size));
        return;
      } catch {}
    }
  };
  request(size => socket.setRecvBufferSize(size));
  request(size => socket.setSendBufferSize(size));
}

function bindError(error: NodeJS.ErrnoException, address: string, port: number): LabError {
  const place = `${isIP(address) === 6 ? `[${address}]` : address}:${port}`;
  const options = { cause: error };
  switch (error.code) {
    case 'EADDRINUSE':
      return new LabError(
        'gtpu-port-in-use',
        `UDP ${place} is in use: another GTP-U endpoint (an eNB, SGW or UPF) runs on this machine`,
        {
          expected: 'a free address and port for GTP-U',
          hint: 'stop the other one, or choose another address for S1-U',
        },
        options,
      );
    case 'EADDRNOTAVAIL':
      return new LabError(
        'gtpu-address-unavailable',
        `UDP ${place}: this machine has no address ${address}`,
        { expected: 'an address of this machine', hint: 'list its addresses with `ip address` or `ifconfig`' },
        options,
      );
    case 'EACCES':
      return new LabError('gtpu-port-forbidden', `UDP ${place}: the system does not allow it`, {}, options);
    default:
      return new LabError('gtpu-bind-failed', `UDP ${place}: ${error.message}`, {}, options);
  }
}
