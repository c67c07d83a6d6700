import test from 'ava';
import { type ImpairmentOptions, SeededRandom } from '../host/testing/index.ts';
import type { AssociationId } from './port.ts';
import type { ProtocolParameters } from './protocol-parameters.ts';
import { message, readMessage } from './testing/numbered-message.ts';
import { type Seen, TwoEndpoints } from './testing/two-endpoints.ts';

// Whole lives of associations with random parameters over random links: whatever happens, what arrives is a prefix of what was sent on its
// stream, an end is told once, and nothing is left over.
const LIVES = 300;

test(`${LIVES} random lives: bad links, small windows, pauses, restarts, aborts, shutdowns`, t => {
  const ends = new Map<string, number>();
  for (let seed = 1; seed <= LIVES; seed++) {
    const { faults, end } = live(seed);
    t.deepEqual(faults, [], `seed ${seed}`);
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  t.log(Object.fromEntries(ends));
  t.true((ends.get('shutdown, shutdown') ?? 0) > LIVES / 2, 'most of them end well');
});

function live(seed: number): { faults: string[]; end: string } {
  const random = new SeededRandom(seed * 7_919);
  const two = new TwoEndpoints({
    seed,
    forgetful: true,
    parameters: randomParameters(random),
    serverParameters: randomParameters(random),
    toServer: randomLink(random),
    toClient: randomLink(random),
  });
  const life = new Life(two, random);
  for (let steps = 50 + random.below(300); steps > 0; steps--) life.step();
  return life.end();
}

/** What is done to two endpoints, and what of it must be seen. */
class Life {
  private readonly two: TwoEndpoints;
  private readonly random: SeededRandom;
  private client: AssociationId;
  private server: AssociationId;
  /** Messages sent, by side, association and stream. */
  private readonly sent = new Map<string, number>();
  private readonly faults: string[] = [];

  constructor(two: TwoEndpoints, random: SeededRandom) {
    this.two = two;
    this.random = random;
    ({ client: this.client, server: this.server } = two.up());
  }

  step(): void {
    const { two, random } = this;
    const what = random.below(1_000);
    if (what < 450) this.send('client');
    else if (what < 900) this.send('server');
    else if (what < 940) two.time.advance(random.below(500));
    else if (what < 970) this.tell('server', { type: random.chance(0.5) ? 'pause' : 'resume' });
    else if (what < 996) this.tell('client', { type: random.chance(0.5) ? 'pause' : 'resume' });
    else if (what < 998 && two.atServer.down.length === 0) this.restart();
    else if (what < 999) this.tell('server', { type: 'abort', reason: 'random' });
  }

  end(): { faults: string[]; end: string } {
    const { two, random, faults } = this;
    this.tell('server', { type: 'resume' });
    this.tell('client', { type: 'resume' });
    if (random.chance(0.5)) two.time.advance(random.below(2_000));
    this.tell('client', { type: 'shutdown' });
    if (random.chance(0.3)) this.tell('server', { type: 'shutdown' });
    two.time.advance(10_000_000);
    const clientEnd = two.atClient.down.at(-1)?.reason.kind ?? 'none';
    const serverEnd = two.atServer.down.at(-1)?.reason.kind ?? 'none';
    const graceful = clientEnd === 'shutdown' && serverEnd === 'shutdown';
    this.check('client', two.atServer, this.server, this.client, graceful);
    this.check('server', two.atClient, this.client, this.server, graceful);
    if (two.client.associationCount + two.server.associationCount > 0) faults.push('an association is left');
    if (two.client.nextTimeout() !== undefined || two.server.nextTimeout() !== undefined)
      faults.push('a timer is left');
    for (const [where, seen] of [
      ['client', two.atClient],
      ['server', two.atServer],
    ] as const) {
      const ended = new Set(seen.down.map(down => down.association));
      if (ended.size !== seen.down.length) faults.push(`${where}: an end told twice`);
    }
    return { faults, end: `${clientEnd}, ${serverEnd}` };
  }

  private send(side: 'client' | 'server'): void {
    const { two, random } = this;
    const id = side === 'client' ? this.client : this.server;
    const seen = side === 'client' ? two.atClient : two.atServer;
    if (seen.down.some(down => down.association === id)) return;
    const { outboundStreams } = seen.up.find(up => up.association === id)!;
    const stream = random.below(outboundStreams);
    const key = `${side} ${id} ${stream}`;
    const number = this.sent.get(key) ?? 0;
    const bytes = message(stream, number, 8 + random.below(random.chance(0.1) ? 2_500 : 200));
    const before = seen.other.length;
    if (side === 'client') two.clientSends(id, stream, bytes);
    else two.serverSends(id, stream, bytes);
    const refused = seen.other.slice(before).some(output => output.type === 'refused');
    if (!refused) this.sent.set(key, number + 1);
  }

  /** The client's process dies and comes back with the same ports. */
  private restart(): void {
    const { two } = this;
    two.rebootClient();
    ({ client: this.client, server: this.server } = two.up());
  }

  private tell(side: 'client' | 'server', input: Parameters<TwoEndpoints['tellClient']>[1]): void {
    if (side === 'client') this.two.tellClient(this.client, input);
    else this.two.tellServer(this.server, input);
  }

  /** What `side` sent on its last association must have arrived at `seen` as a prefix of each stream; all of it after a graceful end. */
  private check(side: string, seen: Seen, at: AssociationId, from: AssociationId, graceful: boolean): void {
    const next = new Map<number, number>();
    for (const data of seen.data) {
      if (data.association !== at) continue;
      const { number, whole, stream } = readMessage(data.bytes);
      const expected = next.get(data.stream) ?? 0;
      if (!whole || stream !== data.stream) this.faults.push(`${side}: stream ${data.stream}: damaged`);
      if (number !== expected) this.faults.push(`${side}: stream ${data.stream}: ${number}, expected ${expected}`);
      next.set(data.stream, expected + 1);
    }
    if (!graceful) return;
    for (const [key, count] of this.sent) {
      const [who, id, stream] = key.split(' ');
      if (who !== side || Number(id) !== from) continue;
      const arrived = next.get(Number(stream)) ?? 0;
      if (arrived !== count) this.faults.push(`${side}: stream ${stream}: ${arrived} of ${count}`);
    }
  }
}

function randomLink(random: SeededRandom): ImpairmentOptions {
  return {
    loss: random.fraction() * 0.25,
    duplicate: random.fraction() * 0.2,
    reorder: random.fraction() * 0.3,
    reorderByMs: 1 + random.below(60),
    corrupt: random.fraction() * 0.05,
    delayMs: random.below(80),
    jitterMs: random.below(40),
  };
}

function randomParameters(random: SeededRandom): Partial<ProtocolParameters> {
  return {
    maxPacketLength: 4 * (40 + random.below(330)),
    receiveWindow: 3_000 + random.below(100_000),
    maxBurst: 1 + random.below(8),
    rtoMinMs: [50, 200, 1_000][random.below(3)]!,
    rtoMaxMs: [5_000, 20_000][random.below(2)]!,
    associationMaxRetrans: 40,
    maxInitRetransmits: 20,
    heartbeatIntervalMs: [0, 500, 5_000][random.below(3)]!,
    sackDelayMs: [0, 50, 200][random.below(3)]!,
    outboundStreams: 1 + random.below(12),
    inboundStreams: 1 + random.below(12),
  };
}
