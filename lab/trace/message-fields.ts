import { toHex } from '../../emulator/bytes/index.ts';
import type { TraceFields } from '../../emulator/vocabulary/index.ts';

/** Octet strings longer than this say only how long they are: capabilities and containers tell nobody anything in hex. */
const MAX_HEX_OCTETS = 32;

/**
 * The facts of a decoded message, flat, for matching: nested names joined with dots, octets as hex, lists of scalars joined
 * with commas. Names in `skip` are left out at every level.
 */
export function fieldsOf(message: object, skip: ReadonlySet<string> = NOTHING): TraceFields {
  const fields: Record<string, string | number | boolean> = {};
  collect(message, '', fields, skip);
  return fields;
}

const NOTHING: ReadonlySet<string> = new Set();

function collect(
  value: object,
  prefix: string,
  fields: Record<string, string | number | boolean>,
  skip: ReadonlySet<string>,
): void {
  for (const [name, member] of Object.entries(value)) {
    if (skip.has(name) || member === undefined || member === null) continue;
    const path = prefix + name;
    if (typeof member === 'string' || typeof member === 'number' || typeof member === 'boolean') fields[path] = member;
    else if (member instanceof Uint8Array) {
      fields[path] = member.length <= MAX_HEX_OCTETS ? toHex(member) : `${member.length} octets`;
    } else if (Array.isArray(member)) {
      if (member.every(item => typeof item !== 'object')) fields[path] = member.join(',');
      else for (const [index, item] of member.entries()) if (item) collect(item, `${path}.${index}.`, fields, skip);
    } else if (typeof member === 'object') collect(member, `${path}.`, fields, skip);
  }
}
