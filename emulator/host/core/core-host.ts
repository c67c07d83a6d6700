import {
  type CoreConfig,
  type CoreInput,
  type CoreOutput,
  checkFault,
  type DatabaseAnswer,
  type DatabaseRequest,
  EmbeddedCore,
  type FaultCommand,
  type SubscriberChange,
} from '../../core/index.ts';
import type { RandomBytes } from '../../machine/index.ts';
import { S1AP_PORT, S1AP_PPID, type UserPlaneBinding } from '../bts/bts.ts';
import { type GtpuSocket, openGtpuSocket } from '../gtpu/index.ts';
import type { SctpAssociation, SctpListener, SctpSocket } from '../links/index.ts';
import type { Actor, HostLoop } from '../loop/host-loop.ts';

/** Performs what the HSS asks of the subscriber database; the answers come back by `CoreHost.answer`. */
export interface CoreDatabase {
  request(request: DatabaseRequest): void;
}

export interface CoreHostOptions {
  readonly loop: HostLoop;
  readonly config: CoreConfig;
  readonly sctp: SctpSocket;
  readonly random: RandomBytes;
  readonly gtpu: UserPlaneBinding;
}

/** The embedded core at work: its machine between SCTP associations, a GTP-U socket and the database. */
export class CoreHost {
  readonly core: EmbeddedCore;
  private readonly actor: Actor<CoreInput>;
  private readonly gtpu: GtpuSocket;
  private readonly sctp: SctpSocket;
  private readonly associations = new Map<number, SctpAssociation>();
  private readonly numbers = new Map<SctpAssociation, number>();
  private lastNumber = 0;
  private listener: SctpListener | undefined;
  private database: CoreDatabase | undefined;

  /** Binds the user plane; `listen` opens the core to base stations. @throws LabError when a port cannot be had */
  static async open(options: CoreHostOptions): Promise<CoreHost> {
    let host: CoreHost | undefined;
    const socket = await openGtpuSocket({
      ...options.gtpu,
      received: ({ teid, packet }) => host?.actor.post({ type: 'gtpu', teid, packet }),
      hasTunnel: teid => host?.core.knowsTeid(teid) ?? false,
      errorIndication: ({ teid, address }) => host?.actor.post({ type: 'gtpuErrorIndication', teid, address }),
    });
    host = new CoreHost(options, socket);
    return host;
  }

  private constructor(options: CoreHostOptions, gtpu: GtpuSocket) {
    this.sctp = options.sctp;
    this.gtpu = gtpu;
    this.core = new EmbeddedCore(options.config, options.random);
    this.actor = options.loop.add<CoreInput, CoreOutput>('core', this.core, output => this.perform(output));
  }

  /** Where base stations find the gateway. */
  get userPlane(): { readonly address: string; readonly port: number } {
    return this.gtpu.local;
  }

  /** Takes base stations. @throws LabError when the SCTP port has a listener already */
  listen(sctpPort = S1AP_PORT): void {
    this.listener = this.sctp.listen(sctpPort, {
      up: (association, { outboundStreams, peer }) => {
        const enb = ++this.lastNumber;
        this.associations.set(enb, association);
        this.numbers.set(association, enb);
        this.actor.post({ type: 's1Up', enb, peer: peer.address, outboundStreams });
      },
      data: (association, stream, ppid, bytes) => {
        const enb = this.numbers.get(association);
        if (enb !== undefined && ppid === S1AP_PPID) this.actor.post({ type: 's1ap', enb, stream, bytes });
      },
      down: association => {
        const enb = this.numbers.get(association);
        if (enb === undefined) return;
        this.numbers.delete(association);
        this.associations.delete(enb);
        this.actor.post({ type: 's1Down', enb });
      },
    });
  }

  /** Takes base stations. */
  get isListening(): boolean {
    return this.listener !== undefined;
  }

  /**
   * The MME's process is gone, killed or ended in order: it has forgotten every phone, its associations are cut or shut down, and nobody
   * listens until `listen`. The gateway frees its sessions.
   */
  goAway(how: 'killed' | 'stopped'): void {
    this.listener?.close();
    this.listener = undefined;
    this.actor.post({
      type: 'fault',
      fault: { name: 'mme-restart', on: true, parameters: { keepAssociations: true } },
    });
    for (const association of [...this.associations.values()]) {
      if (how === 'killed') association.abort('the MME is gone');
      else association.shutdown();
    }
  }

  /** Where the HSS's requests go. */
  attachDatabase(database: CoreDatabase): void {
    this.database = database;
  }

  answer(answer: DatabaseAnswer): void {
    this.actor.post({ type: 'database', answer });
  }

  changed(change: SubscriberChange): void {
    this.actor.post({ type: 'change', change });
  }

  /** Makes or heals a named fault. @throws UserError for a name or parameter that the core does not know */
  fault(command: FaultCommand): void {
    checkFault(command);
    this.actor.post({ type: 'fault', fault: command });
  }

  /** Frees the user plane; the associations end with their socket. */
  async close(): Promise<void> {
    this.actor.stop();
    await this.gtpu.close();
  }

  private perform(output: CoreOutput): void {
    switch (output.type) {
      case 's1ap':
        this.associations.get(output.enb)?.send(output.stream, S1AP_PPID, output.bytes);
        break;
      case 's1Close':
        this.associations.get(output.enb)?.shutdown();
        break;
      case 'database':
        if (this.database !== undefined) this.database.request(output.request);
        else this.answer({ type: 'failed', id: output.request.id, reason: 'no database is attached' });
        break;
      case 'gtpu':
        this.gtpu.send(output.to, output.to.teid, output.packet);
        break;
      default:
        // Traces: the loop's observer sees them.
        break;
    }
  }
}
