import type { StoredValue } from '../port/index.ts';
import { plainOf, type SourceNode } from '../source/source-node.ts';
import { describeNode, type Shape } from './shape.ts';

/** A value for the database: text, number, true or false; `{ bson: int64, value: 32 }` says its type; `absent` takes it away. */
const STORED: Shape<StoredValue | 'absent'> = {
  expects: 'a value, { bson: TYPE, value: … }, or absent',
  read(node, reading) {
    if (reading.isDeferred(node)) return undefined;
    const stored = storedOf(node);
    if (stored !== undefined) return stored;
    reading.findings.error('value-invalid', `${describeNode(node)} cannot be stored`, node.place, {
      expected: 'a value, { bson: int64, value: 32 }, a list, or absent',
    });
    return undefined;
  },
  jsonSchema: () => ({}),
};

function storedOf(node: SourceNode): StoredValue | 'absent' | undefined {
  if (node.type === 'text')
    return node.text === 'absent' && !node.quoted ? 'absent' : storedText(node.text, node.quoted);
  if (node.type === 'value') return storedPlain(node.value);
  if (node.type === 'list') {
    const items = node.items.map(storedOf);
    return items.some(item => item === undefined || item === 'absent')
      ? undefined
      : { bson: 'array', items: items as StoredValue[] };
  }
  const bson = node.entries.find(({ key }) => key === 'bson')?.value;
  if (bson !== undefined) return typed(String(plainOf(bson)), node.entries.find(({ key }) => key === 'value')?.value);
  const members = node.entries.map(({ key, value }) => [key, storedOf(value)] as const);
  if (members.some(([, value]) => value === undefined || value === 'absent')) return undefined;
  return { bson: 'document', members: Object.fromEntries(members) as Record<string, StoredValue> };
}

/** Unquoted digits that fit are int32, as Open5GS writes numbers; anything else is text. */
function storedText(text: string, quoted: boolean): StoredValue {
  if (quoted) return { bson: 'string', value: text };
  if (text === 'true' || text === 'false') return { bson: 'bool', value: text === 'true' };
  const number = /^(0|-?[1-9]\d{0,9})$/.test(text) ? Number(text) : undefined;
  if (number !== undefined && number === (number | 0)) return { bson: 'int32', value: number };
  return { bson: 'string', value: text };
}

function storedPlain(value: unknown): StoredValue | undefined {
  if (typeof value === 'boolean') return { bson: 'bool', value };
  if (typeof value === 'string') return { bson: 'string', value };
  if (typeof value === 'number') {
    if (value === (value | 0)) return { bson: 'int32', value };
    return Number.isInteger(value) ? { bson: 'int64', value: String(value) } : { bson: 'double', value };
  }
  return undefined;
}

function typed(bson: string, value: SourceNode | undefined): StoredValue | undefined {
  const text = value === undefined ? '' : String(plainOf(value));
  switch (bson) {
    case 'int32':
    case 'double':
      return text !== '' && Number.isFinite(Number(text)) ? { bson, value: Number(text) } : undefined;
    case 'int64':
      return /^-?\d+$/.test(text) ? { bson, value: text } : undefined;
    case 'string':
      return { bson, value: text };
    case 'bool':
      return text === 'true' || text === 'false' ? { bson, value: text === 'true' } : undefined;
    case 'null':
      return { bson };
    default:
      return undefined;
  }
}

/** Paths of the subscriber's document with the values that they get. */
export function storedPaths(): Shape<Readonly<Record<string, StoredValue | 'absent'>>> {
  return PATHS;
}

const PATHS: Shape<Readonly<Record<string, StoredValue | 'absent'>>> = {
  expects: 'a map from paths of the document to values',
  read(node, reading) {
    if (node.type !== 'map' || node.entries.length === 0) {
      reading.findings.error('value-invalid', `${describeNode(node)} is not a map of paths`, node.place, {
        expected: 'paths of the subscriber document, such as { security.sqn: { bson: int64, value: 32 } }',
      });
      return undefined;
    }
    const values = node.entries.map(({ key, value }) => [key, STORED.read(value, reading)] as const);
    return values.some(([, value]) => value === undefined)
      ? undefined
      : Object.fromEntries(values as [string, StoredValue][]);
  },
  jsonSchema: () => ({ type: 'object', minProperties: 1 }),
};
