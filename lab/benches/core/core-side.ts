import type { Clock, CoreHost, HostLoop, MmeTarget } from '../../../emulator/host/index.ts';
import type { LabError } from '../../../emulator/vocabulary/index.ts';
import type { CoreState } from '../../../scenarios/runner/index.ts';
import type { BtsPlace } from '../fixtures/bts-fixture.ts';
import type { CoreNodes } from './core-nodes.ts';

/** What a session needs to know of its core, whichever it is. */
export interface CoreSide {
  readonly loop: HostLoop;
  readonly mme: MmeTarget;
  /** Where phones find the host that answers pings and moves volumes. */
  readonly gateway: { readonly ipv4: string | undefined; readonly ipv6: string | undefined };
  /** Lab time for each unit of wall-clock time. */
  readonly speed: number;
  /** A clock of the lab's time with an alarm of its own. */
  clock(): Clock;
  /** Where the n-th base station goes. */
  place(index: number): Promise<BtsPlace>;
  /** The embedded core itself, for its faults; undefined when it is another's. */
  readonly host: CoreHost | undefined;
  /** Its nodes, where they can be made to fail from outside; undefined when nobody can, or when `host` does it. */
  readonly nodes?: CoreNodes | undefined;
  /** The core's own view; undefined when nobody can see into it. */
  state: (() => Promise<CoreState>) | undefined;
  /** Offered when a scenario names no rate; undefined = as fast as it goes. Through a real kernel and a real UPF, bursts are lost. */
  readonly usualRateBps: number | undefined;
  /** What has gone of a core that others run, though nobody took it away; undefined = nothing that can be seen. */
  gone(): Promise<LabError | undefined>;
  /** For how long a core that does not answer is called again: it was there before, and may be on its way back. Wall-clock ms. */
  readonly patienceMs: number;
  /** It has answered, or has not for as long as anybody would wait. */
  known(isThere: boolean): void;
  /** The address at which volumes are sent and counted, given the gateway's. */
  volumeHost(gateway: string): Promise<string>;
  close(): Promise<void>;
}
