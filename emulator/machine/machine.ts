/** Milliseconds on the clock of whoever runs the machine: monotonic, virtual in tests. */
export type Millis = number;

/**
 * A protocol engine without await, clock, socket or log. The host feeds it inputs and performs its outputs.
 * Two machines joined in a test with virtual time replay exactly from a seed.
 */
export interface Machine<Input, Output> {
  /** Takes one input; returns everything that must happen next, in order. Never throws on what a peer sent. */
  handle(input: Input, now: Millis): Output[];
  /** When to call handle({type: 'timeout'}); undefined = no timer runs. */
  nextTimeout(): Millis | undefined;
}

/** The input that every machine with timers takes when `nextTimeout()` has come. */
export type Timeout = { readonly type: 'timeout' };
