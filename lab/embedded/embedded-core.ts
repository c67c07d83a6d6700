import {
  type Clock,
  CoreHost,
  type GtpuAddressBook,
  type HostLoop,
  openSctpOverUdp,
  SCTP_UDP_PORT,
  type SctpSocket,
} from '../../emulator/host/index.ts';
import type { ProtocolParameters } from '../../emulator/sctp/index.ts';
import { type MongoConnection, SUBSCRIBERS } from '../../provisioner/index.ts';
import type { Run } from '../run/run.ts';
import { type CoreWishes, coreConfig } from './core-config.ts';
import { HssDatabase } from './hss-database.ts';
import { LAB_ADDRESSES, type LabAddresses, openAt } from './loopback.ts';

const GTPU_PORT = 2152;

export interface EmbeddedCoreOptions extends CoreWishes {
  readonly loop: HostLoop;
  readonly run: Run;
  /** To the database with the `subscribers` collection; whoever opened it closes it. */
  readonly connection: MongoConnection;
  readonly addressBook: GtpuAddressBook;
  /** Follow changes that others make to subscribers, as Open5GS's HSS does with change streams. */
  readonly watchChanges: boolean;
  /** Where the core's nodes are; LAB_ADDRESSES by default. */
  readonly addresses?: LabAddresses;
  /** For the SCTP timers, with an alarm of its own; the system's by default. */
  readonly clock?: Clock;
  readonly sctpParameters?: Partial<ProtocolParameters>;
  /** Hears that the database did not do what the HSS asked. */
  readonly databaseFailed?: (reason: string) => void;
}

/** The embedded core with its sockets and its database, listening. */
export class EmbeddedCoreService {
  readonly host: CoreHost;
  /** Where base stations find the MME. */
  readonly mme: { readonly address: string; readonly udpPort: number };
  private readonly sctp: SctpSocket;
  private readonly database: HssDatabase;

  /** @throws LabError when a port cannot be had or the database does not answer */
  static async open(options: EmbeddedCoreOptions): Promise<EmbeddedCoreService> {
    const { loop, run, addressBook, addresses = LAB_ADDRESSES, clock, sctpParameters } = options;
    const sctp = await openAt(addresses.mme, SCTP_UDP_PORT, ({ address, port }) =>
      openSctpOverUdp({
        localAddress: address,
        udpPort: port,
        random: run.random,
        ...(clock === undefined ? {} : { clock }),
        ...(sctpParameters === undefined ? {} : { parameters: sctpParameters }),
      }),
    );
    const config = coreConfig({ ...options, gatewayAddress: addresses.gateway });
    const host = await openAt(addresses.gateway, GTPU_PORT, place =>
      CoreHost.open({
        loop,
        sctp,
        random: run.random,
        config,
        gtpu: { ...place, advertisedAddress: addresses.gateway, addressBook },
      }),
    );
    addressBook.enter(addresses.gateway, host.userPlane);
    host.listen();
    return new EmbeddedCoreService(host, sctp, options);
  }

  private constructor(host: CoreHost, sctp: SctpSocket, options: EmbeddedCoreOptions) {
    this.host = host;
    this.sctp = sctp;
    this.mme = { address: sctp.localAddress, udpPort: sctp.udpPort };
    this.database = new HssDatabase(options.connection.collection(SUBSCRIBERS), answer => {
      if (answer.type === 'failed') options.databaseFailed?.(answer.reason);
      host.answer(answer);
    });
    host.attachDatabase(this.database);
    if (options.watchChanges) {
      this.database.watch(
        change => host.changed(change),
        reason =>
          options.run.log.append({
            kind: 'note',
            node: 'hss',
            text: `changes of subscribers are not followed: ${reason}`,
          }),
      );
    }
  }

  async close(): Promise<void> {
    await this.host.close();
    await this.sctp.close();
    await this.database.close();
  }
}
