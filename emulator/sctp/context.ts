import type { Chunk, ErrorCause, PacketWriter } from '../codec/sctp/index.ts';
import { type Millis, type RandomBytes, Timers } from '../machine/index.ts';
import type { CookieJar } from './cookie.ts';
import type { AssociationId, AssociationOutput, DownReason, PeerAddress } from './port.ts';
import type { ProtocolParameters } from './protocol-parameters.ts';
import type { ReceivedMessage } from './rx/reassembly.ts';
import { Receiver } from './rx/receiver.ts';
import { type State, type TimerName, type Transfer, transferOf } from './state.ts';
import { Rto } from './tx/rto.ts';
import { Sender } from './tx/sender.ts';

/** What an association needs from the endpoint that holds it. */
export interface AssociationSetup {
  readonly parameters: ProtocolParameters;
  readonly random: RandomBytes;
  readonly jar: CookieJar;
  /** Shared by all associations of an endpoint: packets are built one at a time. */
  readonly writer: PacketWriter;
  /** A name for this association, and for its successor when the peer restarts. */
  readonly newId: () => AssociationId;
  /** Initiate tags that no association of the endpoint uses, never 0. */
  readonly newTag: () => number;
  readonly peer: PeerAddress;
  readonly peerPort: number;
  readonly localPort: number;
}

/** What the two INITs agreed upon. */
export interface Agreement {
  readonly peerTag: number;
  readonly localInitialTsn: number;
  readonly peerInitialTsn: number;
  readonly peerReceiverWindow: number;
  readonly outboundStreams: number;
  readonly inboundStreams: number;
}

/**
 * The data of one association and the few things that every part of it does: send a packet, change state, report. The procedures
 * are in the files beside this one, by chapter of RFC 9260.
 */
export class AssociationContext {
  readonly setup: AssociationSetup;
  readonly parameters: ProtocolParameters;
  readonly localPort: number;
  readonly peerPort: number;
  id: AssociationId;
  /** Where packets go. */
  peer: PeerAddress;
  /** Where the peer's packets come from, if that is another address: tried when `peer` does not answer. */
  alternate: PeerAddress | undefined;
  localTag: number;
  /** The peer opened it. */
  incoming = false;
  state: State = { name: 'CLOSED' };
  readonly timers = new Timers<TimerName>();
  rto: Rto;
  /** Failures since the peer was last heard to acknowledge. RFC 9260 §8.1, §8.2; one path, so one counter serves both. */
  errorCount = 0;
  pathActive = true;
  /** The HEARTBEAT that waits for its acknowledgement. */
  heartbeat: { readonly nonce: Uint8Array; readonly sentAt: Millis } | undefined;
  /** Control chunks for the next packet, in their order. */
  readonly controls: Chunk[] = [];
  /** When something became due to be sent: the host comes back at once, and bundles what it brought in between. */
  transmitDue: Millis | undefined;
  aboveHighWater = false;
  packetsSent = 0;
  packetsReceived = 0;
  private outputs: AssociationOutput[] = [];

  constructor(setup: AssociationSetup, id: AssociationId, localTag: number) {
    this.setup = setup;
    this.parameters = setup.parameters;
    this.localPort = setup.localPort;
    this.peerPort = setup.peerPort;
    this.id = id;
    this.peer = setup.peer;
    this.localTag = localTag;
    this.rto = new Rto(setup.parameters);
  }

  get transfer(): Transfer | undefined {
    return transferOf(this.state);
  }

  put(output: AssociationOutput): void {
    this.outputs.push(output);
  }

  /** The outputs since the last call. */
  takeOutputs(): AssociationOutput[] {
    if (this.outputs.length === 0) return NOTHING;
    const outputs = this.outputs;
    this.outputs = [];
    return outputs;
  }

  /**
   * The peer was heard from here. RFC 6951 §5.4: a new UDP port of its address is where it now is. Another address is only noted: a
   * user-space stack on a wildcard socket answers from whichever address the kernel picks, and may not take packets there.
   */
  heardFrom(from: PeerAddress): void {
    const { peer } = this;
    if (from.address !== peer.address) this.alternate = from;
    else if (from.udpPort !== peer.udpPort) this.peer = from;
  }

  /** Nothing came back: sends to the peer's other address from now on, if it showed one. RFC 9260 §6.4.1 */
  tryAlternate(): void {
    if (this.alternate === undefined) return;
    const { peer } = this;
    this.peer = this.alternate;
    this.alternate = peer;
  }

  /** Sends these chunks in a packet of their own. */
  sendAlone(verificationTag: number, ...chunks: Chunk[]): void {
    this.answer(this.peer, verificationTag, ...chunks);
  }

  /** As `sendAlone`, to where a packet came from that does not move the association. */
  answer(to: PeerAddress, verificationTag: number, ...chunks: Chunk[]): void {
    const { writer } = this.setup;
    writer.begin(this.localPort, this.peerPort, verificationTag);
    for (const chunk of chunks) writer.add(chunk);
    this.sendPacket(writer.finish(), to);
  }

  sendPacket(bytes: Uint8Array, to = this.peer): void {
    this.packetsSent++;
    this.put({ type: 'transmit', to, bytes });
  }

  /** Puts a control chunk into the next packet, before any DATA. RFC 9260 §6.10 */
  control(chunk: Chunk, now: Millis): void {
    this.controls.push(chunk);
    this.transmitDue ??= now;
  }

  /** A random 32 bit TSN to start from. */
  newTsn(): number {
    return randomWord(this.setup.random);
  }

  /** Sender and receiver for what the INITs agreed upon. */
  newTransfer(agreement: Agreement): Transfer {
    return {
      peerTag: agreement.peerTag,
      sender: new Sender(this.parameters, this.rto, {
        initialTsn: agreement.localInitialTsn,
        peerReceiverWindow: agreement.peerReceiverWindow,
        outboundStreams: agreement.outboundStreams,
      }),
      receiver: new Receiver(
        this.parameters,
        { initialTsn: agreement.peerInitialTsn, inboundStreams: agreement.inboundStreams },
        this.deliver,
      ),
    };
  }

  /** A successor takes this association's place: nothing of the old one counts any more. */
  renew(localTag: number, peer: PeerAddress): void {
    this.peer = peer;
    this.id = this.setup.newId();
    this.localTag = localTag;
    this.incoming = true;
    this.rto = new Rto(this.parameters);
    this.errorCount = 0;
    this.pathActive = true;
    this.heartbeat = undefined;
    this.alternate = undefined;
    this.aboveHighWater = false;
  }

  /** Ends the association: the last state and the last output. */
  close(reason: DownReason): void {
    this.state = { name: 'CLOSED' };
    this.timers.stopAll();
    this.controls.length = 0;
    this.transmitDue = undefined;
    this.put({ type: 'down', association: this.id, reason });
  }

  /** Sends ABORT, if the peer has a tag, and ends the association. */
  abort(causes: readonly ErrorCause[], reason: DownReason): void {
    const { transfer } = this;
    if (transfer !== undefined) {
      this.sendAlone(transfer.peerTag, { type: 'ABORT', tagReflected: false, causes });
    }
    this.close(reason);
  }

  private readonly deliver = (message: ReceivedMessage): void => {
    this.put({
      type: 'data',
      association: this.id,
      stream: message.stream,
      ppid: message.ppid,
      bytes: message.bytes,
      unordered: message.unordered,
    });
  };
}

const NOTHING: AssociationOutput[] = [];

/** 32 random bits as an unsigned number. */
export function randomWord(random: RandomBytes): number {
  const octets = random(4);
  return ((octets[0]! << 24) | (octets[1]! << 16) | (octets[2]! << 8) | octets[3]!) >>> 0;
}

/** Text for an error cause or a reason. */
export function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text.slice(0, 512));
}
