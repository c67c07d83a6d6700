import { type Deadlined, Deadlines, type Machine, type Millis, type Timeout } from '../../machine/index.ts';
import type { Clock } from './clock.ts';

/** Sees every input and output of every machine: tracing is written once, as an observer. */
export interface LoopObserver {
  input?(actor: Actor, input: unknown, now: Millis): void;
  output?(actor: Actor, output: unknown, now: Millis): void;
}

/** A machine at work in a loop. */
export interface Actor<Input = never> {
  readonly name: string;
  /** Queues an input; it is handled in order, after everything that was queued before. */
  post(input: Input): void;
  /** Takes the machine out of the loop: no further input, output or timeout. */
  stop(): void;
}

const TIMEOUT: Timeout = { type: 'timeout' };

/**
 * Runs machines: feeds inputs in order, performs outputs, calls timeouts. An output that becomes another machine's input is
 * queued, never handled inside the first machine's turn, so a run is the same however deep the chain of machines is.
 */
export class HostLoop {
  readonly clock: Clock;
  observer: LoopObserver | undefined;
  /**
   * Hears of an exception in a machine or its shell, which is a bug; the machine is taken out of the loop. Without it the
   * exception goes to whoever posted the input.
   */
  crashed: ((actor: Actor, error: unknown) => void) | undefined;
  private readonly deadlines = new Deadlines<RunningMachine>();
  private readonly afterTurn: (() => void)[] = [];
  private queue: { readonly actor: RunningMachine; readonly input: unknown }[] = [];
  private head = 0;
  private draining = false;
  private stopped = false;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Puts a machine to work; `perform` carries out each of its outputs and must not throw. */
  add<Input, Output>(
    name: string,
    machine: Machine<Input | Timeout, Output>,
    perform: (output: Output) => void,
  ): Actor<Input> {
    const actor = new RunningMachine(
      this,
      name,
      machine as Machine<unknown, unknown>,
      perform as (output: unknown) => void,
    );
    this.deadlines.arm(actor);
    this.setAlarm();
    return actor;
  }

  /** Calls `task` each time the queue has run empty: where a shell flushes what it batched. */
  onIdle(task: () => void): void {
    this.afterTurn.push(task);
  }

  /** Ends everything: no input, output or timeout any more, and nothing that keeps the process alive. */
  stop(): void {
    this.stopped = true;
    this.queue = [];
    this.head = 0;
    this.clock.setAlarm(undefined, this.ring);
  }

  enqueue(actor: RunningMachine, input: unknown): void {
    if (this.stopped) return;
    this.queue.push({ actor, input });
    if (!this.draining) this.drain();
  }

  private drain(): void {
    this.draining = true;
    try {
      for (;;) {
        while (this.head < this.queue.length) {
          const { actor, input } = this.queue[this.head++]!;
          if (this.head > 1024 && this.head * 2 > this.queue.length) this.compact();
          if (this.crashed === undefined) this.run(actor, input);
          else this.runGuarded(actor, input, this.crashed);
        }
        this.compact();
        for (const task of this.afterTurn) task();
        if (this.queue.length === 0) break;
      }
    } finally {
      this.draining = false;
    }
    this.setAlarm();
  }

  private compact(): void {
    this.queue = this.head >= this.queue.length ? [] : this.queue.slice(this.head);
    this.head = 0;
  }

  private runGuarded(actor: RunningMachine, input: unknown, crashed: (actor: Actor, error: unknown) => void): void {
    try {
      this.run(actor, input);
    } catch (error) {
      actor.stop();
      crashed(actor, error);
    }
  }

  private run(actor: RunningMachine, input: unknown): void {
    if (actor.stopped) return;
    const now = this.clock.now();
    this.observer?.input?.(actor, input, now);
    const outputs = actor.machine.handle(input, now);
    this.deadlines.arm(actor);
    for (const output of outputs) {
      this.observer?.output?.(actor, output, now);
      actor.perform(output);
    }
  }

  private setAlarm(): void {
    if (!this.stopped) this.clock.setAlarm(this.deadlines.next(), this.ring);
  }

  private readonly ring = (): void => {
    const now = this.clock.now();
    for (let due = this.deadlines.takeDue(now); due !== undefined; due = this.deadlines.takeDue(now)) {
      this.queue.push({ actor: due, input: TIMEOUT });
    }
    if (!this.draining) this.drain();
  };
}

class RunningMachine implements Actor<unknown>, Deadlined {
  readonly name: string;
  readonly machine: Machine<unknown, unknown>;
  readonly perform: (output: unknown) => void;
  queuedAt: Millis = Number.POSITIVE_INFINITY;
  stopped = false;
  private readonly loop: HostLoop;

  constructor(loop: HostLoop, name: string, machine: Machine<unknown, unknown>, perform: (output: unknown) => void) {
    this.loop = loop;
    this.name = name;
    this.machine = machine;
    this.perform = perform;
  }

  deadline(): Millis | undefined {
    return this.stopped ? undefined : this.machine.nextTimeout();
  }

  post(input: unknown): void {
    this.loop.enqueue(this, input);
  }

  stop(): void {
    this.stopped = true;
  }
}
