import { type ArrayNode, DocumentNode, type Node } from '../bson/index.ts';

/** What an update changed, path by path: what a change stream tells as `updateDescription`. */
export interface ChangeLog {
  /** Paths that got a value, with the node that now stands there. */
  readonly updated: Map<string, Node>;
  readonly removed: Set<string>;
  readonly truncated: { readonly field: string; readonly newSize: number }[];
}

export function emptyChangeLog(): ChangeLog {
  return { updated: new Map(), removed: new Set(), truncated: [] };
}

/** A place in an opened document where an operator acts: a field of a document or an item of an array. */
export interface Target {
  readonly container: DocumentNode | ArrayNode;
  readonly key: string;
  /** The full path with positions filled in. */
  readonly path: string;
  /** The nodes that must be made between `container` and the operator's own field, outermost first. */
  readonly missing: readonly string[];
}

/** The node that stands at the target; undefined where it, or something on the way to it, is missing. */
export function currentNode(target: Target): Node | undefined {
  if (target.missing.length > 0) return undefined;
  const { container, key } = target;
  return container instanceof DocumentNode ? container.get(key) : container.items[Number(key)];
}

/** Puts a node at the target, making the documents that are missing on the way, and notes it in the log. */
export function setNode(target: Target, node: Node, log: ChangeLog): void {
  let inner = node;
  for (let index = target.missing.length - 1; index >= 0; index--) {
    const made = new DocumentNode();
    made.set(target.missing[index]!, inner);
    inner = made;
  }
  place(target, inner);
  const logged = target.missing.length === 0 ? target.path : outerPath(target);
  log.updated.set(logged, inner);
}

/** Takes the target out of its document; in an array, null takes its place. */
export function removeNode(target: Target, nullNode: Node, log: ChangeLog): boolean {
  if (currentNode(target) === undefined) return false;
  if (target.container instanceof DocumentNode) {
    target.container.delete(target.key);
    log.removed.add(target.path);
  } else {
    target.container.items[Number(target.key)] = nullNode;
    log.updated.set(target.path, nullNode);
  }
  return true;
}

function place(target: Target, node: Node): void {
  const { container, key } = target;
  if (container instanceof DocumentNode) container.set(key, node);
  else container.items[Number(key)] = node;
}

function outerPath(target: Target): string {
  const parts = target.path.split('.');
  return parts.slice(0, parts.length - target.missing.length).join('.');
}
