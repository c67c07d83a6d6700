import { DecodeError } from '../bytes/index.ts';
import { decodeSctp, type InitChunk, PacketWriter, type SctpPacket } from '../codec/sctp/index.ts';
import { type Deadlined, Deadlines, type Machine, type Millis, type RandomBytes } from '../machine/index.ts';
import { Association } from './association.ts';
import { type AssociationSetup, randomWord } from './context.ts';
import { CookieJar, staleness } from './cookie.ts';
import { cookieFits, staleCookieError } from './establishment.ts';
import { answerInit } from './init.ts';
import { answerOutOfTheBlue, reflect } from './out-of-the-blue.ts';
import type { AssociationId, AssociationStatistics, EndpointInput, EndpointOutput, PeerAddress } from './port.ts';
import { DEFAULT_PARAMETERS, type ProtocolParameters } from './protocol-parameters.ts';

export interface EndpointOptions {
  readonly random: RandomBytes;
  readonly parameters?: Partial<ProtocolParameters>;
}

/**
 * Many associations behind one transport address: finds the one that a packet belongs to, answers INIT for those that listen, and
 * what comes out of the blue. An association is found by its own verification tag first, so the source address of a packet does
 * not matter: user-space stacks answer from another loopback address than the one addressed.
 */
export class Endpoint implements Machine<EndpointInput, EndpointOutput> {
  readonly parameters: ProtocolParameters;
  private readonly random: RandomBytes;
  private readonly jar: CookieJar;
  private readonly writer = new PacketWriter();
  private readonly listening = new Set<number>();
  private readonly byId = new Map<AssociationId, Entry>();
  private readonly byTag = new Map<number, Entry>();
  private readonly byTuple = new Map<string, Entry>();
  private readonly deadlines = new Deadlines<Entry>();
  /** Associations that have something to send as soon as the host comes back. */
  private due: Entry[] = [];
  private dueSince: Millis = 0;
  private lastId = 0;

  constructor(options: EndpointOptions) {
    this.parameters = { ...DEFAULT_PARAMETERS, ...options.parameters };
    this.random = options.random;
    this.jar = new CookieJar(options.random);
  }

  /** An id for the next `associate`. */
  reserveId(): AssociationId {
    return ++this.lastId;
  }

  /** Associations that are not closed. */
  get associationCount(): number {
    return this.byId.size;
  }

  isListening(port: number): boolean {
    return this.listening.has(port);
  }

  /** Whether an association with these ends exists, so that another one cannot be opened. */
  isTaken(peer: PeerAddress, peerPort: number, localPort: number): boolean {
    return this.byTuple.has(tupleOf(peer.address, peerPort, localPort));
  }

  statistics(id: AssociationId): AssociationStatistics | undefined {
    return this.byId.get(id)?.association.statistics();
  }

  bufferedOctets(id: AssociationId): number {
    return this.byId.get(id)?.association.bufferedOctets ?? 0;
  }

  handle(input: EndpointInput, now: Millis): EndpointOutput[] {
    switch (input.type) {
      case 'datagram':
        return this.handleDatagram(input.from, input.bytes, now);
      case 'to': {
        const entry = this.byId.get(input.association);
        if (entry !== undefined) return this.settle(entry, entry.association.handle(input.input, now), now);
        if (input.input.type !== 'send') return NOTHING;
        return [{ type: 'refused', association: input.association, reason: 'state' }];
      }
      case 'timeout':
        return this.handleTimeout(now);
      case 'listen':
        this.listening.add(input.port);
        return NOTHING;
      case 'unlisten':
        this.listening.delete(input.port);
        return NOTHING;
      case 'associate':
        return this.associate(input, now);
    }
  }

  nextTimeout(): Millis | undefined {
    return this.due.length > 0 ? this.dueSince : this.deadlines.next();
  }

  private handleTimeout(now: Millis): EndpointOutput[] {
    const { due } = this;
    if (due.length > 0) this.due = [];
    for (let late = this.deadlines.takeDue(now); late !== undefined; late = this.deadlines.takeDue(now)) {
      if (!late.isDue) due.push(late);
    }
    if (due.length === 1) return this.handleTimeoutOf(due[0]!, now);
    return due.flatMap(entry => this.handleTimeoutOf(entry, now));
  }

  private handleTimeoutOf(entry: Entry, now: Millis): EndpointOutput[] {
    entry.isDue = false;
    // it may have ended since
    if (this.byId.get(entry.id) !== entry) return NOTHING;
    return this.settle(entry, entry.association.handle(TIMEOUT, now), now);
  }

  private associate(input: Extract<EndpointInput, { type: 'associate' }>, now: Millis): EndpointOutput[] {
    if (this.isTaken(input.peer, input.peerPort, input.localPort)) {
      throw new RangeError(
        `an association from port ${input.localPort} to ${input.peer.address} port ${input.peerPort} exists`,
      );
    }
    const streams = input.streams;
    const parameters =
      streams === undefined
        ? this.parameters
        : { ...this.parameters, outboundStreams: streams.outbound, inboundStreams: streams.inbound };
    const entry = this.enter(input.association, this.newTag(), input.peer, input.peerPort, input.localPort, parameters);
    return this.settle(entry, entry.association.handle({ type: 'associate' }, now), now);
  }

  private handleDatagram(from: PeerAddress, bytes: Uint8Array, now: Millis): EndpointOutput[] {
    let packet: SctpPacket;
    try {
      packet = decodeSctp(bytes);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      return this.handleMalformed(from, bytes, error, now);
    }
    const entry = this.find(packet, from);
    if (entry === undefined) return this.handleStranger(packet, from, now);
    return this.settle(entry, entry.association.handle({ type: 'packet', packet, from }, now), now);
  }

  private find(packet: SctpPacket, from: PeerAddress): Entry | undefined {
    const byTag = this.byTag.get(packet.verificationTag);
    if (byTag !== undefined) {
      const { localPort, peerPort } = byTag.association;
      if (localPort === packet.destinationPort && peerPort === packet.sourcePort) return byTag;
    }
    return this.byTuple.get(tupleOf(from.address, packet.sourcePort, packet.destinationPort));
  }

  /** A packet of no association: it may open one, or deserve an answer. */
  private handleStranger(packet: SctpPacket, from: PeerAddress, now: Millis): EndpointOutput[] {
    const first = packet.chunks[0];
    if (first?.type === 'INIT') return this.handleInit(packet, first, from, now);
    if (first?.type === 'COOKIE-ECHO' && this.listening.has(packet.destinationPort)) {
      const { sourcePort, destinationPort, verificationTag } = packet;
      const cookie = this.jar.open(first.cookie);
      if (cookie === undefined || !cookieFits(cookie, destinationPort, sourcePort, verificationTag)) {
        return discarded(from, 'COOKIE ECHO with a cookie that is not ours');
      }
      if (staleness(cookie, now) > 0) {
        return [{ type: 'transmit', to: from, bytes: reflect(packet, staleCookieError(cookie, now), cookie.peerTag) }];
      }
      const entry = this.enter(this.reserveId(), cookie.localTag, from, sourcePort, destinationPort, this.parameters);
      return this.settle(entry, entry.association.accept(cookie, packet.chunks.slice(1), now), now);
    }
    const answer = answerOutOfTheBlue(packet);
    return answer === undefined ? discarded(from, 'out of the blue') : [{ type: 'transmit', to: from, bytes: answer }];
  }

  private handleInit(packet: SctpPacket, init: InitChunk, from: PeerAddress, now: Millis): EndpointOutput[] {
    if (packet.verificationTag !== 0 || packet.chunks.length !== 1) {
      return discarded(from, 'INIT with a verification tag or with company');
    }
    const chunk = this.listening.has(packet.destinationPort)
      ? answerInit(
          init,
          {
            localPort: packet.destinationPort,
            peerPort: packet.sourcePort,
            localTag: this.newTag(),
            localTieTag: 0,
            peerTieTag: 0,
            localInitialTsn: randomWord(this.random),
          },
          this.parameters,
          cookie => this.jar.seal(cookie),
          now,
        )
      : ({ type: 'ABORT', tagReflected: false, causes: [] } as const);
    if (chunk === undefined) return discarded(from, 'INIT with initiate tag 0');
    return [{ type: 'transmit', to: from, bytes: reflect(packet, chunk, init.initiateTag) }];
  }

  /** Octets that cannot be read: with our own tag in them, the peer deserves to know. */
  private handleMalformed(from: PeerAddress, bytes: Uint8Array, error: DecodeError, now: Millis): EndpointOutput[] {
    const entry = error.path === 'checksum' || bytes.length < 12 ? undefined : this.byTag.get(tagIn(bytes));
    if (entry === undefined) return discarded(from, error.message);
    return this.settle(entry, entry.association.handle({ type: 'malformed', reason: error.message }, now), now);
  }

  private enter(
    id: AssociationId,
    tag: number,
    peer: PeerAddress,
    peerPort: number,
    localPort: number,
    parameters: ProtocolParameters,
  ): Entry {
    const setup: AssociationSetup = {
      parameters,
      random: this.random,
      jar: this.jar,
      writer: this.writer,
      newId: () => this.reserveId(),
      newTag: () => this.newTag(),
      peer,
      peerPort,
      localPort,
    };
    const association = new Association(setup, id, tag);
    const tuple = tupleOf(peer.address, peerPort, localPort);
    const entry = new Entry(association, tuple);
    this.byId.set(id, entry);
    this.byTag.set(tag, entry);
    this.byTuple.set(tuple, entry);
    return entry;
  }

  /** Brings maps and deadlines in line with what an association became. */
  private settle(entry: Entry, outputs: EndpointOutput[], now: Millis): EndpointOutput[] {
    const { association } = entry;
    if (association.state === 'CLOSED') {
      this.byId.delete(entry.id);
      this.byTag.delete(entry.tag);
      this.byTuple.delete(entry.tuple);
      return outputs;
    }
    if (association.id !== entry.id || association.localTag !== entry.tag) {
      this.byId.delete(entry.id);
      this.byTag.delete(entry.tag);
      entry.id = association.id;
      entry.tag = association.localTag;
      this.byId.set(entry.id, entry);
      this.byTag.set(entry.tag, entry);
    }
    if (association.isTransmitDue && !entry.isDue) {
      if (this.due.length === 0) this.dueSince = now;
      entry.isDue = true;
      this.due.push(entry);
    }
    this.deadlines.arm(entry);
    return outputs;
  }

  private newTag(): number {
    for (;;) {
      const tag = randomWord(this.random);
      if (tag !== 0 && !this.byTag.has(tag)) return tag;
    }
  }
}

/** An association in the tables of its endpoint. */
class Entry implements Deadlined {
  readonly association: Association;
  readonly tuple: string;
  /** Under which it stands in the tables; a restart changes both. */
  id: AssociationId;
  tag: number;
  isDue = false;
  queuedAt: Millis = Number.POSITIVE_INFINITY;

  constructor(association: Association, tuple: string) {
    this.association = association;
    this.tuple = tuple;
    this.id = association.id;
    this.tag = association.localTag;
  }

  deadline(): Millis | undefined {
    return this.association.nextTimer();
  }
}

const NOTHING: EndpointOutput[] = [];
const TIMEOUT = { type: 'timeout' } as const;

function discarded(from: PeerAddress, reason: string): EndpointOutput[] {
  return [{ type: 'discarded', from, reason }];
}

function tupleOf(address: string, peerPort: number, localPort: number): string {
  return `${address}|${peerPort}|${localPort}`;
}

function tagIn(packet: Uint8Array): number {
  return ((packet[4]! << 24) | (packet[5]! << 16) | (packet[6]! << 8) | packet[7]!) >>> 0;
}
