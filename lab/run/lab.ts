import type { CoreRelease } from '../../emulator/core/index.ts';
import {
  Bts,
  EmulatedPhone,
  GtpuAddressBook,
  HostLoop,
  type MmeTarget,
  openSctpOverUdp,
  type SctpSocket,
  SystemClock,
} from '../../emulator/host/index.ts';
import type { UeConfig } from '../../emulator/ue/index.ts';
import { formatPlmn, LabError, type Plmn } from '../../emulator/vocabulary/index.ts';
import { type EmbeddedMongo, spawnEmbeddedMongo } from '../../provisioner/embedded-mongo/index.ts';
import { type MongoConnection, openMongoConnection, SubscriberStore } from '../../provisioner/index.ts';
import { EmbeddedCoreService } from '../embedded/embedded-core.ts';
import { addressAfter, LAB_ADDRESSES, ONLY_ADDRESS, placeFor } from '../embedded/loopback.ts';
import { captureGtpu, captureSctpOf, enbConfig, GTPU_PORT } from './base-station.ts';
import type { Run } from './run.ts';

/** Which core answers. */
export type CoreChoice =
  | {
      readonly type: 'embedded';
      readonly imitates?: CoreRelease;
      readonly eiaOrder?: readonly number[];
      readonly eeaOrder?: readonly number[];
    }
  | {
      readonly type: 'external';
      readonly mme: MmeTarget;
      /** Our own address towards that core, S1-MME and S1-U; 127.0.0.1 by default. */
      readonly localAddress?: string;
    };

/** Where the subscribers are. */
export type DatabaseChoice =
  /** `started`: a store that is on its way up already. */
  | { readonly type: 'memory'; readonly started?: Promise<EmbeddedMongo> }
  | { readonly type: 'folder'; readonly folder: string }
  | { readonly type: 'uri'; readonly uri: string }
  /** An external core whose database is none of our business. */
  | { readonly type: 'none' };

export interface LabOptions {
  readonly run: Run;
  readonly plmn: Plmn;
  readonly tac: number;
  readonly core: CoreChoice;
  readonly database: DatabaseChoice;
}

type Closing = () => Promise<void> | void;

/** A lab at work: database, core, base stations and phones of one run. Everything that it opened it closes, last first. */
export class Lab {
  readonly run: Run;
  readonly loop = new HostLoop(new SystemClock());
  readonly plmn: Plmn;
  readonly tac: number;
  /** undefined with an external core whose database is not ours. */
  subscribers: SubscriberStore | undefined;
  /** undefined with an external core. */
  core: EmbeddedCoreService | undefined;
  databaseUri: string | undefined;
  private connection: MongoConnection | undefined;
  private mme!: MmeTarget;
  private localAddress = ONLY_ADDRESS;
  private readonly addressBook = new GtpuAddressBook();
  private readonly closings: Closing[] = [];
  private sctp: SctpSocket | undefined;
  private lastEnbId = 0x19b;
  private btsCount = 0;

  /** @throws LabError or UserError; what was opened until then is closed */
  static async open(options: LabOptions): Promise<Lab> {
    const lab = new Lab(options);
    try {
      await lab.openDatabase(options.database);
      await lab.openCore(options.core);
    } catch (error) {
      await lab.close();
      throw error;
    }
    return lab;
  }

  private constructor(options: LabOptions) {
    this.run = options.run;
    this.plmn = options.plmn;
    this.tac = options.tac;
    this.run.observe(this.loop);
    this.run.tracer.name('core', { role: 'core' });
  }

  /** A base station, S1 set up. @throws LabError when the core does not answer or refuses it, with the cause */
  async addBts(
    options: {
      readonly name?: string;
      readonly tac?: number;
      readonly plmn?: Plmn;
      readonly enforceAmbr?: boolean;
    } = {},
  ): Promise<Bts> {
    const index = this.btsCount++;
    const name = options.name ?? (index === 0 ? 'bts' : `bts-${index + 1}`);
    const { plmn = this.plmn, tac = this.tac, enforceAmbr = true } = options;
    this.sctp ??= await this.openSctp();
    const isEmbedded = this.core !== undefined;
    const advertised = isEmbedded ? addressAfter(LAB_ADDRESSES.bts, index) : this.localAddress;
    const place = isEmbedded ? await placeFor(advertised, GTPU_PORT) : { address: this.localAddress, port: GTPU_PORT };
    const bts = await Bts.open({
      loop: this.loop,
      sctp: this.sctp,
      config: enbConfig({ name, enbId: this.lastEnbId++, plmn, tacs: [tac], s1uAddress: advertised, enforceAmbr }),
      gtpu: {
        ...place,
        advertisedAddress: advertised,
        addressBook: this.addressBook,
        tap: captureGtpu(this.run),
      },
    });
    this.closings.push(() => bts.close());
    if (isEmbedded) this.addressBook.enter(advertised, bts.userPlane);
    this.run.tracer.name(name, { role: 'bts' });
    if (isEmbedded) this.run.capture?.name(name, advertised);
    const outcome = await bts.connect(this.mme);
    if (outcome.type === 'accepted') return bts;
    const place1 = `MME ${this.mme.address}`;
    if (outcome.type === 'no-answer') {
      throw new LabError('s1-setup-unanswered', 'the core took the SCTP association but does not answer S1 Setup', {
        place: place1,
        hint: 'check that what listens there is an MME, and its log',
      });
    }
    throw new LabError('s1-setup-refused', `the core refused S1 Setup: ${outcome.cause}`, {
      place: place1,
      expected: `a PLMN and TAC that the MME serves; offered were ${formatPlmn(plmn)} and ${tac}`,
      hint: 'use --plmn and --tac as in the MME’s configuration (mme.yaml: gummei, tai)',
    });
  }

  /** A phone with its card, on a cell, switched off. */
  addPhone(bts: Bts, name: string, config: UeConfig): EmulatedPhone {
    this.run.tracer.name(name, { role: 'ue', imsi: config.usim.imsi });
    this.run.protect(config.usim.ki);
    this.run.protect(config.usim.opc);
    const phone = new EmulatedPhone({ loop: this.loop, name, config, random: this.run.random });
    phone.camp(bts);
    return phone;
  }

  /** Closes everything, last opened first; each thing is closed even when another fails. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (let closing = this.closings.pop(); closing !== undefined; closing = this.closings.pop()) {
      try {
        await closing();
      } catch (error) {
        failures.push(error);
      }
    }
    this.loop.stop();
    if (failures.length > 0) throw failures[0];
  }

  private async openDatabase(choice: DatabaseChoice): Promise<void> {
    if (choice.type === 'none') return;
    if (choice.type === 'uri') this.databaseUri = choice.uri;
    else {
      const server = await (choice.type === 'folder'
        ? spawnEmbeddedMongo({ folder: choice.folder })
        : (choice.started ?? spawnEmbeddedMongo()));
      this.closings.push(() => server.close());
      this.databaseUri = server.uri;
    }
    const connection = await openMongoConnection(this.databaseUri);
    this.closings.push(() => connection.close());
    this.connection = connection;
    this.subscribers = new SubscriberStore(connection);
  }

  private async openCore(choice: CoreChoice): Promise<void> {
    if (choice.type === 'external') {
      this.mme = choice.mme;
      this.localAddress = choice.localAddress ?? ONLY_ADDRESS;
      return;
    }
    if (this.connection === undefined) throw new Error('the embedded core needs a database');
    const { imitates, eiaOrder, eeaOrder } = choice;
    const core = await EmbeddedCoreService.open({
      loop: this.loop,
      run: this.run,
      connection: this.connection,
      addressBook: this.addressBook,
      watchChanges: true,
      plmn: this.plmn,
      tacs: [this.tac],
      trace: true,
      ...(imitates === undefined ? {} : { imitates }),
      ...(eiaOrder === undefined ? {} : { eiaOrder }),
      ...(eeaOrder === undefined ? {} : { eeaOrder }),
    });
    this.closings.push(() => core.close());
    this.core = core;
    this.mme = core.mme;
    this.run.capture?.name('mme', core.mme.address);
    this.run.capture?.name('gateway', LAB_ADDRESSES.gateway);
  }

  private async openSctp(): Promise<SctpSocket> {
    const localAddress = this.core === undefined ? this.localAddress : (await placeFor(LAB_ADDRESSES.bts, 0)).address;
    const socket = await openSctpOverUdp({ localAddress, random: this.run.random });
    this.closings.push(() => socket.close());
    captureSctpOf(this.run, socket);
    return socket;
  }
}
