import { toHex } from '../../bytes/index.ts';
import type { FieldTree } from '../tree.ts';
import type { TraceSink } from './reader.ts';

interface OpenField {
  readonly node: FieldTree;
  readonly start: number;
}

/** Collects the tree while a reader decodes. When decoding fails, the tree holds what was read until then. */
export class PerTrace implements TraceSink {
  readonly root: FieldTree[] = [];
  private readonly stack: OpenField[] = [];

  get depth(): number {
    return this.stack.length;
  }

  open(name: string, position: number): void {
    const node: FieldTree = { name, offset: position >>> 3, length: 0 };
    const parent = this.stack.at(-1)?.node;
    if (parent === undefined) this.root.push(node);
    else (parent.children ??= []).push(node);
    this.stack.push({ node, start: position });
  }

  close(position: number, value: unknown, text?: string, clause?: string): void {
    const top = this.stack.pop();
    if (top === undefined) return;
    const { node, start } = top;
    node.length = octetsTouched(start, position);
    const shown = text ?? textOf(value);
    if (shown !== undefined) node.value = shown;
    if (clause !== undefined) node.clause = clause;
  }

  fail(name: string, reason: string, position: number): void {
    for (const { node, start } of this.stack) node.length = octetsTouched(start, position);
    const parent = this.stack.at(-1)?.node;
    const node: FieldTree = { name, offset: position >>> 3, length: 0, value: reason };
    if (parent === undefined) this.root.push(node);
    else (parent.children ??= []).push(node);
    this.stack.length = 0;
  }

  unwind(depth: number): void {
    for (const { node } of this.stack.splice(depth)) node.value = 'not understood';
  }
}

/** Octets that hold a bit of the field; 0 for a field without bits. */
function octetsTouched(start: number, end: number): number {
  return end <= start ? 0 : ((end + 7) >>> 3) - (start >>> 3);
}

/** Numbers, names and octets as text; undefined for objects, whose children tell it. */
function textOf(value: unknown): string | undefined {
  if (value === null) return undefined;
  if (value instanceof Uint8Array) return value.length === 0 ? '(empty)' : toHex(value);
  return typeof value === 'object' ? undefined : String(value);
}
