import type { AirDownlink } from '../../air/index.ts';
import {
  type AirRef,
  Enb,
  type EnbConfig,
  type EnbInput,
  type EnbOutput,
  type S1SetupOutcome,
} from '../../enb/index.ts';
import { LabError } from '../../vocabulary/index.ts';
import { type GtpuAddressBook, type GtpuSocket, type GtpuTap, openGtpuSocket } from '../gtpu/index.ts';
import type { SctpAssociation, SctpSocket } from '../links/index.ts';
import type { Actor, HostLoop } from '../loop/host-loop.ts';

/** SCTP payload protocol identifier of S1AP. TS 36.412 §7 */
export const S1AP_PPID = 18;
/** SCTP port of S1AP. TS 36.412 §7 */
export const S1AP_PORT = 36412;

/**
 * How long the association and the answer to S1 Setup may take together; SCTP by itself would try for minutes, and the base
 * station's own guard of S1 Setup runs out before.
 */
const ASSOCIATION_GUARD_MS = 12_000;
/** How long an orderly end of the association may take. */
const SHUTDOWN_GUARD_MS = 5_000;
const NO_ASSOCIATION = 'something may listen there, but no SCTP association came up within 12 s';

/** Where an MME listens. */
export interface MmeTarget {
  readonly address: string;
  /** UDP port of the SCTP encapsulation; 9899 by default. */
  readonly udpPort?: number;
  /** 36412 by default. */
  readonly sctpPort?: number;
}

/** Where a GTP-U socket is bound. */
export interface UserPlaneBinding {
  readonly address: string;
  /** 2152 by default, 0 = any free one. */
  readonly port?: number;
  /** The address that peers know this endpoint by, when it is not the one that is bound. */
  readonly advertisedAddress?: string;
  readonly addressBook?: GtpuAddressBook;
  readonly tap?: GtpuTap;
}

export interface BtsOptions {
  readonly loop: HostLoop;
  readonly config: EnbConfig;
  readonly sctp: SctpSocket;
  readonly gtpu: UserPlaneBinding;
}

/** What the base station tells whoever runs it. */
export type BtsEvent =
  | { readonly type: 's1Setup'; readonly outcome: S1SetupOutcome }
  | { readonly type: 's1Down'; readonly reason: string };

interface CampedPhone {
  readonly cell: number;
  readonly receive: (message: AirDownlink) => void;
}

/** A base station at work: the eNB machine between its SCTP association, its GTP-U socket and its phones. */
export class Bts {
  readonly name: string;
  private readonly sctp: SctpSocket;
  private readonly enb: Enb;
  private readonly actor: Actor<EnbInput>;
  private readonly gtpu: GtpuSocket;
  private readonly phones: (CampedPhone | undefined)[] = [];
  private readonly freeRefs: AirRef[] = [];
  private association: SctpAssociation | undefined;
  private waiters: ((event: BtsEvent) => void)[] = [];
  /** Hears of S1 Setup and of the loss of S1, whoever caused them. */
  onEvent: ((event: BtsEvent) => void) | undefined;

  /** Binds the user plane; `connect` reaches for the MME. @throws LabError when the GTP-U port cannot be had */
  static async open(options: BtsOptions): Promise<Bts> {
    const { gtpu } = options;
    let bts: Bts | undefined;
    const socket = await openGtpuSocket({
      ...gtpu,
      received: ({ teid, packet }) => bts?.actor.post({ type: 'gtpu', teid, packet }),
      hasTunnel: teid => bts?.enb.knowsTeid(teid) ?? false,
      errorIndication: ({ teid, address }) => bts?.actor.post({ type: 'gtpuErrorIndication', teid, address }),
    });
    bts = new Bts(options, socket);
    return bts;
  }

  private constructor(options: BtsOptions, gtpu: GtpuSocket) {
    const { config } = options;
    this.name = config.name;
    this.sctp = options.sctp;
    this.gtpu = gtpu;
    this.enb = new Enb(config);
    this.actor = options.loop.add<EnbInput, EnbOutput>(config.name, this.enb, output => this.perform(output));
  }

  get connectedUes(): number {
    return this.enb.connectedUes;
  }

  /** Octets of S1AP that the core has not acknowledged. */
  get unacknowledgedOctets(): number {
    return this.association?.statistics()?.bufferedOctets ?? 0;
  }

  /** Where the gateway finds this base station. */
  get userPlane(): Required<{ address: string; port: number }> {
    return this.gtpu.local;
  }

  /**
   * Opens the association and sets S1 up; resolves with what the MME said.
   * @throws LabError when nothing listens there, saying which address, over which transport and what to check
   */
  async connect(mme: MmeTarget): Promise<S1SetupOutcome> {
    const outcome = this.nextEvent();
    const { address, sctpPort = S1AP_PORT, udpPort } = mme;
    this.association = this.sctp.connect(
      { address, sctpPort, ...(udpPort === undefined ? {} : { udpPort }) },
      {
        up: (_, { outboundStreams }) => this.actor.post({ type: 's1Up', outboundStreams }),
        data: (_, stream, ppid, bytes) => this.receive(stream, ppid, bytes),
        down: (_, reason) => {
          this.association = undefined;
          this.actor.post({ type: 's1Down', reason: reason.text });
          this.tell({ type: 's1Down', reason: reason.text });
        },
      },
    );
    const association = this.association;
    const guard = setTimeout(() => association.abort(NO_ASSOCIATION), ASSOCIATION_GUARD_MS);
    const event = await outcome;
    clearTimeout(guard);
    if (event.type === 's1Setup') return event.outcome;
    const place = `${address}, SCTP port ${sctpPort} over UDP port ${udpPort ?? 9899}`;
    throw new LabError('core-unreachable', `no MME answers at ${place}: ${event.reason}`, {
      place: `MME address ${address}`,
      hint: 'check that the core runs, that its S1AP address is this one, and that it speaks SCTP over UDP (RFC 6951)',
    });
  }

  /** Puts a phone on a cell; it hears the cell's system information at once, after `placed`, and may answer from within. */
  camp(receive: (message: AirDownlink) => void, cell: number, placed: (ref: AirRef) => void): void {
    const ref = this.freeRefs.pop() ?? this.phones.length;
    this.phones[ref] = { receive, cell };
    placed(ref);
    this.actor.post({ type: 'camp', ue: ref, cell });
  }

  /** Takes a phone off its cell, as if it had gone out of reach. */
  leave(ref: AirRef): void {
    this.actor.post({ type: 'leave', ue: ref });
    this.phones[ref] = undefined;
    this.freeRefs.push(ref);
  }

  /** Feeds the eNB: messages of phones, and what a user can do to a base station. */
  post(input: Extract<EnbInput, { type: 'air' | 'releaseUe' | 'reset' | 'configurationUpdate' }>): void {
    this.actor.post(input);
  }

  /** Ends the association in order; `connect` opens another. A peer that does not answer is given up after `patienceMs`. */
  async disconnect(patienceMs = SHUTDOWN_GUARD_MS): Promise<void> {
    const { association } = this;
    if (association === undefined) return;
    const down = this.nextEvent('s1Down');
    association.shutdown();
    const guard = setTimeout(() => association.abort('no answer to SHUTDOWN'), patienceMs);
    await down;
    clearTimeout(guard);
  }

  /** Ends the association as a base station that is switched off, then frees its user plane. */
  async close(patienceMs?: number): Promise<void> {
    await this.disconnect(patienceMs);
    this.actor.stop();
    await this.gtpu.close();
  }

  /** Cuts the association with SCTP's ABORT. */
  abort(reason: string): void {
    this.association?.abort(reason);
  }

  private receive(stream: number, ppid: number, bytes: Uint8Array): void {
    // The PPID is checked as TS 36.412 §7 asks; Open5GS does not check it.
    if (ppid === S1AP_PPID) this.actor.post({ type: 's1ap', stream, bytes });
  }

  private perform(output: EnbOutput): void {
    switch (output.type) {
      case 's1ap':
        this.association?.send(output.stream, S1AP_PPID, output.bytes);
        break;
      case 's1Close':
        this.association?.shutdown();
        break;
      case 'air':
        this.phones[output.ue]?.receive(output.message);
        break;
      case 'broadcast':
        for (const phone of this.phones) {
          if (phone === undefined || (output.cell !== undefined && phone.cell !== output.cell)) continue;
          phone.receive(output.message);
        }
        break;
      case 'gtpu':
        this.gtpu.send({ address: output.address }, output.teid, output.packet);
        break;
      case 's1Setup':
        this.tell(output);
        break;
      case 'tunnelEnded':
      case 'state':
      case 'note':
        break;
    }
  }

  private nextEvent(type?: BtsEvent['type']): Promise<BtsEvent> {
    return new Promise(resolve => {
      const wait = (event: BtsEvent): void => {
        if (type === undefined || event.type === type) resolve(event);
        else this.waiters.push(wait);
      };
      this.waiters.push(wait);
    });
  }

  private tell(event: BtsEvent): void {
    const { waiters } = this;
    this.waiters = [];
    for (const wait of waiters) wait(event);
    this.onEvent?.(event);
  }
}
