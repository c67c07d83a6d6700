import type { DecodeError } from '../../bytes/index.ts';
import type { FieldTree } from '../tree.ts';

/** Collects sibling fields; offsets given to it count from the packet's start. */
export class FieldList {
  readonly children: FieldTree[] = [];
  readonly packet: Uint8Array;
  private readonly base: number;
  private end = 0;

  constructor(packet: Uint8Array, base: number) {
    this.packet = packet;
    this.base = base;
  }

  add(name: string, at: number, length: number, value: string | number, clause?: string): void {
    const field: FieldTree = { name, offset: this.base + at, length, value: String(value) };
    if (clause !== undefined) field.clause = clause;
    this.children.push(field);
    this.end = at + length;
  }

  /** Fields of an inner header under one node. */
  group(name: string, at: number, length: number, clause: string, fill: (fields: FieldList) => void): void {
    const inner = new FieldList(this.packet, this.base);
    fill(inner);
    this.children.push({ name, offset: this.base + at, length, clause, children: inner.children });
    this.end = at + length;
  }

  rest(name: string): void {
    const length = this.packet.length - this.end;
    if (length > 0) this.add(name, this.end, length, `${length} octets`);
  }

  malformed(error: DecodeError): void {
    // from behind the last field that could be read, where the offset may already be further on
    const at = Math.min(error.offset, this.end);
    this.add('malformed', at, this.packet.length - at, error.message);
  }
}

/** Big-endian 16 bit. */
export function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

/** Big-endian 32 bit. */
export function u32(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) * 0x10000 + u16(bytes, at + 2);
}

/** `0x0a0b`. */
export function hex16(value: number): string {
  return `0x${value.toString(16).padStart(4, '0')}`;
}

/** A checksum field and what it is worth. */
export function checksumText(bytes: Uint8Array, at: number, good: boolean): string {
  return `${hex16(u16(bytes, at))} (${good ? 'right' : 'wrong'})`;
}
