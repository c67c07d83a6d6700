import type { FaultName } from '../../../emulator/core/index.ts';
import { didYouMean, UserError } from '../../../emulator/vocabulary/index.ts';
import type { FaultKind } from '../../../scenarios/runner/index.ts';

/** Nodes of the core that can be made to fail. */
export const NODES = ['hss', 'mongodb', 'mme', 'gateway'] as const;
export type NodeName = (typeof NODES)[number];

/** What a node is called elsewhere. */
const ALIASES: Readonly<Record<string, NodeName>> = {
  database: 'mongodb',
  mongo: 'mongodb',
  smf: 'gateway',
  upf: 'gateway',
  sgw: 'gateway',
  sgwc: 'gateway',
  sgwu: 'gateway',
  pgw: 'gateway',
};

export const CONDITIONS: Readonly<Record<FaultKind, string>> = {
  kill: 'killed',
  stop: 'stopped',
  pause: 'paused',
  partition: 'partitioned',
};

/**
 * What a fault of a node is in the embedded core: faults of its table that are on while it lasts, or something that happens to the MME's
 * process or to its links. The gateway keeps its sessions through all of them: its state is lost with the MME only.
 */
export type NodePlan =
  | { readonly type: 'core-faults'; readonly faults: readonly FaultName[] }
  | { readonly type: 'process'; readonly how: 'killed' | 'stopped' }
  | { readonly type: 'links' };

const on = (...faults: FaultName[]): NodePlan => ({ type: 'core-faults', faults });
const GATEWAY = on('gateway-silent', 'user-plane-drops');

export const NODE_PLANS: Readonly<Record<NodeName, Readonly<Record<FaultKind, NodePlan>>>> = {
  hss: {
    kill: on('hss-unreachable'),
    stop: on('hss-unreachable'),
    pause: on('hss-silent'),
    partition: on('hss-unreachable'),
  },
  mongodb: {
    kill: on('database-failing'),
    stop: on('database-failing'),
    pause: on('database-silent'),
    partition: on('database-silent'),
  },
  mme: {
    kill: { type: 'process', how: 'killed' },
    stop: { type: 'process', how: 'stopped' },
    pause: on('mme-silent'),
    partition: { type: 'links' },
  },
  gateway: { kill: GATEWAY, stop: GATEWAY, pause: GATEWAY, partition: GATEWAY },
};

/** @throws UserError with the nodes that there are */
export function nodeName(name: string): NodeName {
  const lower = name.toLowerCase();
  const node = NODES.find(known => known === lower) ?? ALIASES[lower];
  if (node !== undefined) return node;
  const guess = didYouMean(name, NODES);
  throw new UserError('node-unknown', `'${name}' is no node of the core`, {
    expected: `one of ${NODES.join(', ')}`,
    ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
  });
}
