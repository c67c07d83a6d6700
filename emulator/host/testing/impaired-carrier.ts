import type { Millis } from '../../machine/index.ts';
import type { PeerAddress } from '../../sctp/index.ts';
import type { Cancel, Carrier } from '../links/index.ts';
import { type Clock, SystemClock } from '../loop/clock.ts';
import { Impairment } from './impairment.ts';

/** Impairments of a link by direction, as the owner of the carrier sees it. */
export interface CarrierImpairments {
  readonly sent?: Impairment;
  readonly received?: Impairment;
}

interface Delayed {
  readonly at: Millis;
  readonly pass: () => void;
}

/**
 * A carrier made worse, in real or virtual time: `openSctpOverUdp({ through: carrier => new ImpairedCarrier(carrier, {…}) })`.
 * `clock` is its own, with one alarm.
 */
export class ImpairedCarrier implements Carrier {
  private readonly carrier: Carrier;
  private readonly clock: Clock;
  private readonly sent: Impairment;
  private readonly received: Impairment;
  /** Ascending in time. */
  private readonly delayed: Delayed[] = [];
  receive: Carrier['receive'] = () => {};

  constructor(carrier: Carrier, impairments: CarrierImpairments, clock: Clock = new SystemClock()) {
    this.carrier = carrier;
    this.clock = clock;
    this.sent = impairments.sent ?? new Impairment();
    this.received = impairments.received ?? new Impairment();
    carrier.receive = (packet, from) => {
      this.pass(this.received, packet, bytes => this.receive(bytes, from));
    };
  }

  get localAddress(): string {
    return this.carrier.localAddress;
  }

  get udpPort(): number {
    return this.carrier.udpPort;
  }

  get congested(): boolean {
    return this.carrier.congested;
  }

  send(packet: Uint8Array, to: PeerAddress): void {
    this.pass(this.sent, packet, bytes => this.carrier.send(bytes, to));
  }

  watchUnreachable(to: PeerAddress, refused: (text: string) => void): Cancel {
    return this.carrier.watchUnreachable(to, refused);
  }

  /** Packets that are still under way are lost. */
  async close(): Promise<void> {
    this.delayed.length = 0;
    this.clock.setAlarm(undefined, this.ring);
    await this.carrier.close();
  }

  private pass(impairment: Impairment, packet: Uint8Array, deliver: (bytes: Uint8Array) => void): void {
    const now = this.clock.now();
    for (const { at, bytes } of impairment.apply(packet, now)) {
      const overtakesNothing = this.delayed[0] === undefined || this.delayed[0].at > now;
      if (at <= now && overtakesNothing) deliver(bytes);
      else this.delay({ at, pass: () => deliver(bytes) });
    }
  }

  private delay(delayed: Delayed): void {
    let index = this.delayed.length;
    while (index > 0 && this.delayed[index - 1]!.at > delayed.at) index--;
    this.delayed.splice(index, 0, delayed);
    this.clock.setAlarm(this.delayed[0]!.at, this.ring);
  }

  private readonly ring = (): void => {
    const now = this.clock.now();
    while (this.delayed.length > 0 && this.delayed[0]!.at <= now) this.delayed.shift()!.pass();
    this.clock.setAlarm(this.delayed[0]?.at, this.ring);
  };
}
