import { type Chunk, decodeSctp, encodeSctp, type SctpPacket } from '../../codec/sctp/index.ts';
import { Impairment, type ImpairmentOptions, SeededRandom, VirtualPair } from '../../host/testing/index.ts';
import type { RandomBytes } from '../../machine/index.ts';
import { Endpoint } from '../endpoint.ts';
import type { AssociationId, AssociationStatistics, EndpointInput, EndpointOutput, PeerAddress } from '../port.ts';
import type { ProtocolParameters } from '../protocol-parameters.ts';

export const CLIENT: PeerAddress = { address: '10.0.0.1', udpPort: 9001 };
export const SERVER: PeerAddress = { address: '10.0.0.2', udpPort: 9899 };
export const CLIENT_PORT = 50_000;
export const SERVER_PORT = 36_412;

type Up = Extract<EndpointOutput, { type: 'up' }>;
type Down = Extract<EndpointOutput, { type: 'down' }>;
type Data = Extract<EndpointOutput, { type: 'data' }>;

/** What one end saw. */
export interface Seen {
  readonly up: Up[];
  readonly down: Down[];
  readonly data: Data[];
  /** Every other output but packets. */
  readonly other: EndpointOutput[];
  /** Packets sent, as they left. */
  readonly sent: { readonly at: number; readonly packet: SctpPacket }[];
}

export interface Setup {
  readonly seed?: number;
  readonly parameters?: Partial<ProtocolParameters>;
  readonly serverParameters?: Partial<ProtocolParameters>;
  readonly toServer?: ImpairmentOptions;
  readonly toClient?: ImpairmentOptions;
  readonly random?: RandomBytes;
  /** What the server does with a message, beside noting it. */
  readonly serverReact?: (output: EndpointOutput) => readonly EndpointInput[] | undefined;
  readonly clientReact?: (output: EndpointOutput) => readonly EndpointInput[] | undefined;
  /** Packets need not be kept: long runs. */
  readonly forgetful?: boolean;
}

/** A client and a listening server in virtual time, and what a test wants of them. */
export class TwoEndpoints {
  client: Endpoint;
  readonly server: Endpoint;
  readonly atClient: Seen = nothingSeen();
  readonly atServer: Seen = nothingSeen();
  readonly pair: VirtualPair<EndpointInput, EndpointOutput, EndpointInput, EndpointOutput>;
  private readonly random: RandomBytes;
  private readonly parameters: Partial<ProtocolParameters>;

  constructor(setup: Setup = {}) {
    const seed = setup.seed ?? 1;
    this.random = setup.random ?? new SeededRandom(seed).bytes;
    this.parameters = setup.parameters ?? {};
    this.client = new Endpoint({ random: this.random, parameters: this.parameters });
    this.server = new Endpoint({ random: this.random, parameters: setup.serverParameters ?? this.parameters });
    const side = (
      endpoint: () => Endpoint,
      seen: Seen,
      from: PeerAddress,
      react?: (output: EndpointOutput) => readonly EndpointInput[] | undefined,
    ) => ({
      machine: {
        handle: (input: EndpointInput, now: number) => endpoint().handle(input, now),
        nextTimeout: () => endpoint().nextTimeout(),
      },
      wire: (output: EndpointOutput) => (output.type === 'transmit' ? output.bytes : undefined),
      arrival: (bytes: Uint8Array): EndpointInput => ({ type: 'datagram', from, bytes }),
      react: (output: EndpointOutput, now: number) => {
        note(seen, output, now, setup.forgetful ?? false);
        return react?.(output);
      },
    });
    this.pair = new VirtualPair(
      side(() => this.client, this.atClient, SERVER, setup.clientReact),
      side(() => this.server, this.atServer, CLIENT, setup.serverReact),
      {
        toRight: new Impairment(setup.toServer ?? { delayMs: 5 }, seed * 2),
        toLeft: new Impairment(setup.toClient ?? { delayMs: 5 }, seed * 2 + 1),
      },
    );
    this.pair.feedRight({ type: 'listen', port: SERVER_PORT });
  }

  get time() {
    return this.pair.time;
  }

  /** The client loses its memory, and its associations with it, without a word. */
  rebootClient(): void {
    this.client = new Endpoint({ random: this.random, parameters: this.parameters });
    // ids of its former life stay apart from the new ones, for whoever reads what it saw
    const used = Math.max(0, ...this.atClient.up.map(up => up.association));
    while (this.client.reserveId() < used);
  }

  /** Sends INIT; returns the client's association. */
  associate(localPort = CLIENT_PORT, streams?: { outbound: number; inbound: number }): AssociationId {
    const association = this.client.reserveId();
    this.pair.feedLeft({
      type: 'associate',
      association,
      peer: SERVER,
      peerPort: SERVER_PORT,
      localPort,
      ...(streams === undefined ? {} : { streams }),
    });
    return association;
  }

  /** Both ends up, by virtual time; returns the ids at client and server. */
  up(): { client: AssociationId; server: AssociationId } {
    const before = this.atServer.up.length;
    const client = this.associate();
    const done = () => this.atClient.up.some(up => up.association === client) && this.atServer.up.length > before;
    if (!this.time.advanceUntil(done, 600_000)) throw new Error('the association does not come up');
    return { client, server: this.atServer.up.at(-1)!.association };
  }

  clientSends(association: AssociationId, stream: number, bytes: Uint8Array, unordered = false): void {
    this.pair.feedLeft(sending(association, stream, bytes, unordered));
  }

  serverSends(association: AssociationId, stream: number, bytes: Uint8Array, unordered = false): void {
    this.pair.feedRight(sending(association, stream, bytes, unordered));
  }

  tellClient(association: AssociationId, input: Extract<EndpointInput, { type: 'to' }>['input']): void {
    this.pair.feedLeft({ type: 'to', association, input });
  }

  tellServer(association: AssociationId, input: Extract<EndpointInput, { type: 'to' }>['input']): void {
    this.pair.feedRight({ type: 'to', association, input });
  }

  clientStatistics(association: AssociationId): AssociationStatistics {
    const statistics = this.client.statistics(association);
    if (statistics === undefined) throw new Error('the client has no such association');
    return statistics;
  }

  serverStatistics(association: AssociationId): AssociationStatistics {
    const statistics = this.server.statistics(association);
    if (statistics === undefined) throw new Error('the server has no such association');
    return statistics;
  }

  /** A packet from the client's address that the client did not make. */
  forgeToServer(packet: Partial<SctpPacket> & { readonly chunks: readonly Chunk[] }): void {
    const bytes = encodeSctp({ sourcePort: CLIENT_PORT, destinationPort: SERVER_PORT, verificationTag: 0, ...packet });
    this.pair.feedRight({ type: 'datagram', from: CLIENT, bytes });
  }

  /** A packet from the server's address that the server did not make. */
  forgeToClient(packet: Partial<SctpPacket> & { readonly chunks: readonly Chunk[] }): void {
    const bytes = encodeSctp({ sourcePort: SERVER_PORT, destinationPort: CLIENT_PORT, verificationTag: 0, ...packet });
    this.pair.feedLeft({ type: 'datagram', from: SERVER, bytes });
  }

  /** The tag that packets to the server carry, and the next TSN that the server expects: from what the client sent. */
  get tagAtServer(): number {
    return lastTag(this.atClient);
  }

  get tagAtClient(): number {
    return lastTag(this.atServer);
  }
}

export function sending(
  association: AssociationId,
  stream: number,
  bytes: Uint8Array,
  unordered = false,
): EndpointInput {
  return { type: 'to', association, input: { type: 'send', stream, ppid: 18, bytes, unordered } };
}

/** Chunk types of all packets that one end sent, packet by packet. */
export function chunkTypes(seen: Seen): string[] {
  return seen.sent.map(({ packet }) => packet.chunks.map(chunk => chunk.type).join('+'));
}

/** All chunks of one type that one end sent. */
export function chunksOf<Type extends Chunk['type']>(seen: Seen, type: Type): Extract<Chunk, { type: Type }>[] {
  return seen.sent.flatMap(({ packet }) =>
    packet.chunks.filter((chunk): chunk is Extract<Chunk, { type: Type }> => chunk.type === type),
  );
}

function lastTag(seen: Seen): number {
  const tags = seen.sent.map(({ packet }) => packet.verificationTag).filter(tag => tag !== 0);
  return tags.at(-1)!;
}

function note(seen: Seen, output: EndpointOutput, now: number, forgetful: boolean): void {
  if (output.type === 'transmit') {
    if (!forgetful) seen.sent.push({ at: now, packet: decodeSctp(output.bytes) });
  } else if (output.type === 'up') seen.up.push(output);
  else if (output.type === 'down') seen.down.push(output);
  else if (output.type === 'data') seen.data.push(output);
  else seen.other.push(output);
}

function nothingSeen(): Seen {
  return { up: [], down: [], data: [], other: [], sent: [] };
}
