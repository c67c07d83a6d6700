import type { ByteReader } from '../../bytes/index.ts';
import type { Element } from './element.ts';

const SLOTS = 64;
const MOST_OCTETS = 64;

interface Slot<Value> {
  readonly octets: Uint8Array;
  readonly consumed: number;
  readonly value: Value;
}

/**
 * The same element, whose decoder returns one frozen value for the same octets again and again: thousands of phones
 * send the same capabilities and stand in the same tracking areas. The value must not hold views of the octets.
 */
export function interned<Value>(inner: Element<Value>): Element<Value> {
  const slots: (Slot<Value> | undefined)[] = new Array(SLOTS).fill(undefined);
  const decode = (reader: ByteReader): Value => {
    const { bytes, position: start, remaining: length } = reader;
    if (length > MOST_OCTETS) return inner.decode(reader);
    let hash = length;
    for (let i = start; i < reader.end; i++) hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
    const index = (hash ^ (hash >>> 7) ^ (hash >>> 17)) & (SLOTS - 1);
    const slot = slots[index];
    if (slot !== undefined && sameOctets(slot.octets, bytes, start, length)) {
      reader.position = start + slot.consumed;
      return slot.value;
    }
    const value = deepFrozen(inner.decode(reader));
    slots[index] = { octets: bytes.slice(start, start + length), consumed: reader.position - start, value };
    return value;
  };
  return { ...inner, decode };
}

function sameOctets(octets: Uint8Array, bytes: Uint8Array, start: number, length: number): boolean {
  if (octets.length !== length) return false;
  for (let i = 0; i < length; i++) if (octets[i] !== bytes[start + i]) return false;
  return true;
}

function deepFrozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFrozen(part);
  return Object.freeze(value);
}
