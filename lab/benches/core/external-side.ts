import { HostLoop, type MmeTarget, SystemClock } from '../../../emulator/host/index.ts';
import { LabError, UserError } from '../../../emulator/vocabulary/index.ts';
import type { CoreState } from '../../../scenarios/runner/index.ts';
import { addressAfter, outsideAddressOfWorker } from '../../embedded/loopback.ts';
import type { BtsPlace } from '../fixtures/bts-fixture.ts';
import type { CoreNodes } from './core-nodes.ts';
import type { CoreSide } from './core-side.ts';
import { findGone } from './core-watch.ts';
import { open5gsState } from './open5gs-view.ts';

export interface ExternalSideOptions {
  readonly mme: MmeTarget;
  readonly localAddress: string | undefined;
  readonly gateway: CoreSide['gateway'];
  readonly metrics: readonly string[];
  readonly worker: number;
  /** Whether this core has answered when it was last called; shared by all cases of a run. */
  readonly acquaintance: { isThere: boolean };
  /** False: nobody moves volumes there. */
  readonly hasVolumeHost: (address: string) => Promise<boolean>;
  readonly nodes?: CoreNodes | undefined;
  /** Where the n-th base station of a worker goes, where the lab has a network of its own. */
  readonly ownPlace?: ((index: number, worker: number) => Promise<BtsPlace>) | undefined;
}

const COMES_BACK_WITHIN_MS = 15_000;

/** A core that somebody else runs: the lab's own part is its base stations and phones. */
export class ExternalSide implements CoreSide {
  readonly loop = new HostLoop(new SystemClock());
  readonly speed = 1;
  readonly host = undefined;
  /** Half of what a busy machine has been seen to carry through Open5GS's user plane without a loss. */
  readonly usualRateBps = 5_000_000;
  readonly mme: MmeTarget;
  readonly gateway: CoreSide['gateway'];
  readonly state: CoreSide['state'];
  readonly nodes: CoreNodes | undefined;
  private readonly options: ExternalSideOptions;

  constructor(options: ExternalSideOptions) {
    this.options = options;
    this.mme = options.mme;
    this.gateway = options.gateway;
    this.nodes = options.nodes;
    const { metrics } = options;
    this.state = metrics.length === 0 ? undefined : (): Promise<CoreState> => open5gsState(metrics);
  }

  clock(): SystemClock {
    return new SystemClock();
  }

  /** On the loopback network each base station has an address of its own; elsewhere there is the one, for one base station. */
  async place(index: number): Promise<BtsPlace> {
    const { localAddress, mme, worker, ownPlace } = this.options;
    if (ownPlace !== undefined) return ownPlace(index, worker);
    if (localAddress === undefined) {
      if (mme.address.startsWith('127.')) return { address: addressAfter(outsideAddressOfWorker(worker), index) };
      throw new UserError('local-address-missing', 'base stations need an address towards the core', {
        expected: 'an address of this machine that the core can reach',
        hint: 'give --local',
      });
    }
    if (localAddress.startsWith('127.')) return { address: addressAfter(localAddress, index) };
    if (index === 0) return { address: localAddress };
    throw new LabError('local-address-taken', 'a second base station needs a second address towards the core', {
      place: localAddress,
      hint: 'a case with several base stations needs a core on the loopback network',
    });
  }

  /** Functions are often restarted by what runs them: systemd, Docker. */
  get patienceMs(): number {
    return this.options.acquaintance.isThere ? COMES_BACK_WITHIN_MS : 0;
  }

  known(isThere: boolean): void {
    this.options.acquaintance.isThere = isThere;
  }

  async gone(): Promise<LabError | undefined> {
    const { mme, metrics } = this.options;
    return findGone({ mme, metrics });
  }

  async volumeHost(gateway: string): Promise<string> {
    if (await this.options.hasVolumeHost(gateway)) return gateway;
    throw new UserError('volume-host-missing', `nothing at ${gateway} sends and counts volumes for phones`, {
      expected: 'the gateway’s address on this machine, with UDP ports 9 and 19 free',
      hint: 'run the lab on the machine of the UPF, or leave data out for this core',
    });
  }

  async close(): Promise<void> {}
}
