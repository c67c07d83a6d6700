import { toHex } from '../../bytes/index.ts';
import type { PerReader } from './reader.ts';
import type { Schema } from './schema.ts';

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
  value?: string;
  /** The clause that defines it. */
  clause?: string;
  readonly children: TraceNode[];
}

/** Collects the tree while a reader decodes. When decoding fails, the tree holds what was read until then. */
export class PerTrace {
  readonly root: TraceNode[] = [];
  private readonly stack: TraceNode[] = [];

  /** How many fields are open; `unwind` goes back to it. */
  get depth(): number {
    return this.stack.length;
  }

  open(name: string, reader: PerReader): TraceNode {
    const node: TraceNode = { name, offset: reader.offset, bit: reader.position & 7, length: 0, children: [] };
    (this.stack.at(-1)?.children ?? this.root).push(node);
    this.stack.push(node);
    return node;
  }

  close<T>(reader: PerReader, schema: Schema<T>, value: T): void {
    const node = this.stack.pop();
    if (node === undefined) return;
    const end = reader.base + ((reader.position + 7) >>> 3);
    node.length = reader.position === startOf(reader, node) ? 0 : end - node.offset;
    const text = schema.text?.(value) ?? textOf(value);
    if (text !== undefined) node.value = text;
  }

  /** Closes what an error left open, down to `depth`. */
  unwind(depth: number): void {
    this.stack.length = depth;
  }
}

function startOf(reader: PerReader, node: TraceNode): number {
  return (node.offset - reader.base) * 8 + node.bit;
}

/** Numbers, names and octets as text; undefined for objects, whose children tell it. */
function textOf(value: unknown): string | undefined {
  if (value === null) return undefined;
  if (value instanceof Uint8Array) return value.length === 0 ? '(empty)' : toHex(value);
  return typeof value === 'object' ? undefined : String(value);
}
