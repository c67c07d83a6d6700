import type { PdnConnection } from '../port.ts';
import type { PacketFilter } from './traffic-flow-template.ts';

/** An active EPS bearer context. TS 24.301 §6.1.3.2 */
export interface EpsBearer {
  /** 5 … 15. */
  readonly ebi: number;
  /** The default bearer of the PDN connection: its own EBI for a default bearer. */
  readonly linkedEbi: number;
  /** PTI of the request that brought it, 0 when the network began: a repeated activation is known by it. */
  readonly pti: number;
  qci: number;
  /** The PDN connection, in its default bearer. */
  pdn: PdnConnection | undefined;
  /** Packet filters, by evaluation precedence; a default bearer has none as a rule. */
  filters: readonly PacketFilter[];
}
