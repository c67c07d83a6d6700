import type { TraceEvent } from '../../../emulator/vocabulary/index.ts';
import type { ServerFrame, SessionMoment } from '../protocol/index.ts';

/** Where frames go: a connection. */
export interface FrameSink {
  /** False while what was sent before has not left the process: a slow reader. */
  readonly hasRoom: boolean;
  /** Nothing that was sent waits in the process. */
  readonly isEmpty: boolean;
  send(frame: ServerFrame): void;
}

/** A frame that must arrive exactly once, in order. */
type NumberedBody =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | Omit<Extract<ServerFrame, { type: 'failed' }>, 'n' | keyof SessionMoment>
  | { readonly type: 'ring'; readonly id: number };
interface Waiting {
  readonly n: number;
  readonly body: NumberedBody;
  /** Events that were told before it. */
  readonly after: number;
}

/** Events of one frame, at most. */
const BATCH = 64;

/**
 * What goes out to one reader: events and numbered frames in the order in which they came to be. Nothing is sent while the reader is slow:
 * events wait in the log, where they are anyway. Numbered frames are kept until the reader has confirmed them, and sent again after a
 * reconnect.
 */
export class Outgoing {
  private readonly events: () => readonly TraceEvent[];
  private readonly moment: () => SessionMoment;
  private readonly kept: Waiting[] = [];
  private sink: FrameSink | undefined;
  /** How many events were sent. */
  private sentEvents = 0;
  private sentNumber = 0;
  private lastNumber = 0;
  /** What the reader has confirmed. */
  private confirmed = { got: 0, after: -1 };

  constructor(events: () => readonly TraceEvent[], moment: () => SessionMoment) {
    this.events = events;
    this.moment = moment;
  }

  /** Numbered frames that are not confirmed. */
  get pending(): number {
    return this.kept.length;
  }

  /** The reader has dealt with all that was sent. */
  get isConfirmed(): boolean {
    const last = this.events()[this.sentEvents - 1]?.seq ?? -1;
    return this.confirmed.got >= this.sentNumber && this.confirmed.after >= last;
  }

  /** Goes on after the event with number `after` and the frame with number `got`. */
  connect(sink: FrameSink, { got, after }: { readonly got: number; readonly after: number }): void {
    this.sink = sink;
    this.sentEvents = firstAfter(this.events(), after);
    this.sentNumber = got;
    this.confirm(got, after);
    this.pump();
  }

  disconnect(): void {
    this.sink = undefined;
  }

  push(body: NumberedBody): void {
    this.kept.push({ n: ++this.lastNumber, body, after: this.events().length });
  }

  confirm(got: number, after: number): void {
    this.confirmed = { got: Math.min(got, this.lastNumber), after };
    while ((this.kept[0]?.n ?? Number.POSITIVE_INFINITY) <= got) this.kept.shift();
  }

  /** Sends what there is, as long as there is room; true when something was sent. */
  pump(): boolean {
    let hasSent = false;
    for (;;) {
      const { sink } = this;
      if (sink === undefined || !sink.hasRoom) return hasSent;
      const frame = this.next();
      if (frame === undefined) return hasSent;
      sink.send(frame);
      hasSent = true;
    }
  }

  private next(): ServerFrame | undefined {
    const events = this.events();
    const numbered = this.kept.find(({ n }) => n > this.sentNumber);
    const end = Math.min(numbered?.after ?? events.length, this.sentEvents + BATCH);
    if (this.sentEvents < end) {
      const batch = events.slice(this.sentEvents, end);
      this.sentEvents = end;
      return { type: 'events', events: batch, ...this.moment() };
    }
    if (numbered === undefined) return undefined;
    this.sentNumber = numbered.n;
    return { ...numbered.body, n: numbered.n, ...this.moment() } as ServerFrame;
  }
}

/** Index of the first event whose number is greater than `seq`; they are in order. */
function firstAfter(events: readonly TraceEvent[], seq: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle]!.seq <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
