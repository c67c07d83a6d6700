import type { SctpHandlers, SctpSocket, SctpTarget } from '../sctp-socket.ts';

export interface ExchangePlan {
  readonly messages: number;
  /** Messages that are under way at once. */
  readonly depth: number;
  readonly streams: number;
  /** Octets of message `number`; 8 at least. */
  readonly lengthOf: (number: number) => number;
  /** 18 (S1AP) by default. */
  readonly ppid?: number;
}

/** What became of an exchange with an echoing peer. */
export interface ExchangeReport {
  readonly received: number;
  /** What was wrong with an echo: order, content, stream, PPID; the first ten. */
  readonly faults: readonly string[];
  /** Kind and text of the end. */
  readonly down: string;
  readonly elapsedMs: number;
  readonly chunksRetransmitted: number;
  readonly fastRetransmits: number;
  readonly timeouts: number;
}

/** Sends numbered messages to a peer that echoes each on its stream, checks every echo, and shuts down. */
export function exchange(socket: SctpSocket, target: SctpTarget, plan: ExchangePlan): Promise<ExchangeReport> {
  const sentPpid = plan.ppid ?? 18;
  const faults: string[] = [];
  const next = new Array<number>(plan.streams).fill(0);
  let sent = 0;
  let received = 0;
  let startedAt = 0;
  let figures = { chunksRetransmitted: 0, fastRetransmits: 0, timeouts: 0 };
  let elapsedMs = 0;
  return new Promise(resolve => {
    socket.connect(target, {
      up: (association, details) => {
        if (details.outboundStreams < plan.streams) faults.push(`only ${details.outboundStreams} outbound streams`);
        startedAt = performance.now();
        while (sent < Math.min(plan.depth, plan.messages)) send();
        function send(): void {
          const number = sent++;
          association.send(number % plan.streams, sentPpid, messageOf(number, plan.lengthOf(number)));
        }
        more = send;
      },
      data: (association, stream, ppid, bytes) => {
        const expected = next[stream]! * plan.streams + stream;
        next[stream]!++;
        received++;
        const fault = faultOf(bytes, expected, plan.lengthOf(expected));
        if (fault !== undefined && faults.length < 10) faults.push(`stream ${stream}: ${fault}`);
        if (ppid !== sentPpid && faults.length < 10) faults.push(`PPID ${ppid}`);
        if (sent < plan.messages) more();
        if (received !== plan.messages) return;
        elapsedMs = performance.now() - startedAt;
        figures = association.statistics() ?? figures;
        association.shutdown();
      },
      down: (_, reason) => {
        const { chunksRetransmitted, fastRetransmits, timeouts } = figures;
        const down = `${reason.kind}: ${reason.text}`;
        resolve({ received, faults, down, elapsedMs, chunksRetransmitted, fastRetransmits, timeouts });
      },
    });
    let more: () => void = () => {};
  });
}

/** Handlers of a server that echoes; `ended` is called for each association that goes down. */
export function echoing(ended: (reason: string) => void = () => {}): SctpHandlers {
  return {
    up: () => {},
    data: (association, stream, ppid, bytes) => association.send(stream, ppid, bytes),
    down: (_, reason) => ended(`${reason.kind}: ${reason.text}`),
  };
}

function messageOf(number: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  new DataView(bytes.buffer).setUint32(0, number);
  for (let i = 4; i < length; i++) bytes[i] = number + i;
  return bytes;
}

function faultOf(bytes: Uint8Array, number: number, length: number): string | undefined {
  const expected = messageOf(number, length);
  if (bytes.length !== length) return `message ${number} has ${bytes.length} octets, not ${length}`;
  const at = expected.findIndex((octet, i) => octet !== bytes[i]);
  return at < 0 ? undefined : `message ${number} differs at octet ${at}`;
}
