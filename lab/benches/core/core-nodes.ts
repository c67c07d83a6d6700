import type { FaultKind } from '../../../scenarios/runner/index.ts';

/** Nodes of a core that can be made to fail from outside: containers, where it is one of ours. */
export interface CoreNodes {
  /** The name under which a node ails and is healed. @throws UserError with the nodes that there are */
  nameOf(node: string): string;
  /** Every name that `nameOf` gives, for messages. */
  readonly names: readonly string[];
  /** Makes a node fail; resolves once it does. */
  fail(name: string, kind: FaultKind): Promise<void>;
  /** Resolves once the node is well again and its peers have it back. */
  heal(name: string): Promise<void>;
  /** `healthy`, or what is wrong with it that no fault of ours is. */
  health(name: string): Promise<string>;
}
