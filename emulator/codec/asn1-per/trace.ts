import { toHex } from '../../bytes/index.ts';
import type { TraceSink } from './reader.ts';

/** A field in the tree of a decoded message. */
export interface TraceNode {
  readonly name: string;
  /** The octet of the outermost buffer that holds the field's first bit. */
  readonly offset: number;
  /** The first bit in that octet, 0 the highest. */
  readonly bit: number;
  /** Octets touched; 0 for a field without bits. */
  length: number;
  /** The value in words; undefined for what only has children. */
  value?: string | undefined;
  /** The clause that defines it. */
  clause?: string;
  readonly children: TraceNode[];
}

/** Collects the tree while a reader decodes. When decoding fails, the tree holds what was read until then. */
export class PerTrace implements TraceSink {
  readonly root: TraceNode[] = [];
  private readonly stack: TraceNode[] = [];

  get depth(): number {
    return this.stack.length;
  }

  open(name: string, position: number): void {
    const node: TraceNode = { name, offset: position >>> 3, bit: position & 7, length: 0, children: [] };
    (this.stack.at(-1)?.children ?? this.root).push(node);
    this.stack.push(node);
  }

  close(position: number, value: unknown, text: string | undefined): void {
    const node = this.stack.pop();
    if (node === undefined) return;
    const start = node.offset * 8 + node.bit;
    node.length = position === start ? 0 : ((position + 7) >>> 3) - node.offset;
    node.value = text ?? textOf(value);
  }

  unwind(depth: number): void {
    this.stack.length = depth;
  }
}

/** Numbers, names and octets as text; undefined for objects, whose children tell it. */
function textOf(value: unknown): string | undefined {
  if (value === null) return undefined;
  if (value instanceof Uint8Array) return value.length === 0 ? '(empty)' : toHex(value);
  return typeof value === 'object' ? undefined : String(value);
}
