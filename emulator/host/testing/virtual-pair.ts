import type { Machine, Millis, Timeout } from '../../machine/index.ts';
import { Impairment } from './impairment.ts';
import { VirtualTime } from './virtual-time.ts';

/** One of two machines that talk over a wire, and how its inputs and outputs touch it. */
export interface Side<Input, Output> {
  readonly machine: Machine<Input | Timeout, Output>;
  /** The octets that an output puts on the wire; undefined for all other outputs. */
  readonly wire: (output: Output) => Uint8Array | undefined;
  /** The input that arriving octets are. */
  readonly arrival: (bytes: Uint8Array) => Input;
  /** Sees every output; the inputs that it returns are fed back at once. */
  readonly react?: (output: Output, now: Millis) => readonly Input[] | undefined;
}

/** Two machines of any kind in virtual time, with an impairment for each direction. */
export class VirtualPair<LeftInput, LeftOutput, RightInput, RightOutput> {
  readonly time: VirtualTime;
  readonly toRight: Impairment;
  readonly toLeft: Impairment;
  private readonly left: Running<LeftInput, LeftOutput>;
  private readonly right: Running<RightInput, RightOutput>;

  constructor(
    left: Side<LeftInput, LeftOutput>,
    right: Side<RightInput, RightOutput>,
    options: { readonly time?: VirtualTime; readonly toRight?: Impairment; readonly toLeft?: Impairment } = {},
  ) {
    this.time = options.time ?? new VirtualTime();
    this.toRight = options.toRight ?? new Impairment();
    this.toLeft = options.toLeft ?? new Impairment();
    this.left = new Running(left, this.time, bytes => this.cross(this.toRight, this.right, bytes));
    this.right = new Running(right, this.time, bytes => this.cross(this.toLeft, this.left, bytes));
  }

  feedLeft(input: LeftInput): void {
    this.left.feed(input);
  }

  feedRight(input: RightInput): void {
    this.right.feed(input);
  }

  private cross<Input, Output>(impairment: Impairment, to: Running<Input, Output>, bytes: Uint8Array): void {
    for (const arrival of impairment.apply(bytes, this.time.now())) {
      this.time.at(arrival.at, () => to.arrive(arrival.bytes));
    }
  }
}

const TIMEOUT: Timeout = { type: 'timeout' };

class Running<Input, Output> {
  private readonly side: Side<Input, Output>;
  private readonly time: VirtualTime;
  private readonly send: (bytes: Uint8Array) => void;
  private planned: { readonly at: Millis; readonly cancel: () => void } | undefined;

  constructor(side: Side<Input, Output>, time: VirtualTime, send: (bytes: Uint8Array) => void) {
    this.side = side;
    this.time = time;
    this.send = send;
  }

  arrive(bytes: Uint8Array): void {
    this.feed(this.side.arrival(bytes));
  }

  feed(input: Input | Timeout): void {
    const now = this.time.now();
    for (const output of this.side.machine.handle(input, now)) {
      const bytes = this.side.wire(output);
      if (bytes !== undefined) this.send(bytes);
      for (const next of this.side.react?.(output, now) ?? []) this.feed(next);
    }
    this.plan();
  }

  private plan(): void {
    const at = this.side.machine.nextTimeout();
    if (at === this.planned?.at) return;
    this.planned?.cancel();
    this.planned = undefined;
    if (at === undefined) return;
    const cancel = this.time.at(at, () => {
      this.planned = undefined;
      this.feed(TIMEOUT);
    });
    this.planned = { at, cancel };
  }
}
