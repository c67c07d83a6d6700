import type { CoreRelease } from '../../../emulator/core/index.ts';
import { GtpuAddressBook, HostLoop, type ScaledClock } from '../../../emulator/host/index.ts';
import { OPEN5GS_PARAMETERS } from '../../../emulator/sctp/index.ts';
import { LabError, type Plmn } from '../../../emulator/vocabulary/index.ts';
import type { MongoConnection } from '../../../provisioner/index.ts';
import type { CoreState, LabSettings } from '../../../scenarios/runner/index.ts';
import { EmbeddedCoreService } from '../../embedded/embedded-core.ts';
import { addressAfter, addressesOfWorker, type LabAddresses } from '../../embedded/loopback.ts';
import type { Run } from '../../run/run.ts';
import type { BtsPlace } from '../fixtures/bts-fixture.ts';
import { coreStateOf } from '../witnesses/core-state.ts';
import type { CoreSide } from './core-side.ts';

export interface EmbeddedSideOptions {
  readonly run: Run;
  readonly clock: ScaledClock;
  readonly connection: MongoConnection;
  readonly worker: number;
  readonly plmn: Plmn;
  readonly tacs: readonly number[];
  readonly lab: LabSettings;
  readonly imitates: CoreRelease;
  readonly failed: (error: LabError) => void;
}

/** A fresh embedded core for one session. */
export class EmbeddedSide implements CoreSide {
  readonly loop: HostLoop;
  readonly speed: number;
  readonly service: EmbeddedCoreService;
  readonly usualRateBps = undefined;
  private readonly own: ScaledClock;
  private readonly addresses: LabAddresses;
  private readonly addressBook: GtpuAddressBook;

  /** @throws LabError when a port cannot be had */
  static async open(options: EmbeddedSideOptions): Promise<EmbeddedSide> {
    const { run, clock, connection, plmn, tacs, lab, imitates } = options;
    const loop = new HostLoop(clock);
    run.observe(loop);
    run.tracer.name('core', { role: 'core' });
    const addresses = addressesOfWorker(options.worker);
    const addressBook = new GtpuAddressBook();
    const { eiaOrder, eeaOrder, accessControlCause } = lab;
    const service = await EmbeddedCoreService.open({
      loop,
      run,
      connection,
      addressBook,
      addresses,
      clock: clock.sibling(),
      sctpParameters: OPEN5GS_PARAMETERS,
      watchChanges: true,
      trace: true,
      plmn,
      tacs,
      imitates,
      databaseFailed: reason =>
        options.failed(new LabError('database-failed', `the subscriber database failed: ${reason}`)),
      ...(eiaOrder === undefined ? {} : { eiaOrder }),
      ...(eeaOrder === undefined ? {} : { eeaOrder }),
      ...(accessControlCause === undefined ? {} : { accessControlCause }),
    });
    run.capture?.name('mme', addresses.mme);
    run.capture?.name('gateway', addresses.gateway);
    return new EmbeddedSide(loop, clock, service, addresses, addressBook);
  }

  private constructor(
    loop: HostLoop,
    clock: ScaledClock,
    service: EmbeddedCoreService,
    addresses: LabAddresses,
    addressBook: GtpuAddressBook,
  ) {
    this.loop = loop;
    this.own = clock;
    this.speed = clock.speed;
    this.service = service;
    this.addresses = addresses;
    this.addressBook = addressBook;
  }

  get host() {
    return this.service.host;
  }

  get mme() {
    return this.service.mme;
  }

  get gateway() {
    const { gateway } = this.service.host.core;
    return { ipv4: gateway.ipv4Address, ipv6: gateway.ipv6Address };
  }

  clock(): ScaledClock {
    return this.own.sibling();
  }

  async place(index: number): Promise<BtsPlace> {
    return { address: addressAfter(this.addresses.bts, index), addressBook: this.addressBook };
  }

  state = async (): Promise<CoreState> => coreStateOf(this.service.host.core);

  /** Its death is noticed where it happens. */
  readonly patienceMs = 0;

  async gone(): Promise<undefined> {}

  known(): void {}

  /** The embedded gateway does it itself. */
  async volumeHost(gateway: string): Promise<string> {
    return gateway;
  }

  async close(): Promise<void> {
    await this.service.close();
  }
}
