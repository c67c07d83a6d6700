/**
 * Plain data as JSON that keeps what JSON loses: members that are there and undefined (an `hss.set` without a value), and numbers that are
 * none (the average of no round trips). Such a value is `{"$": "undefined"}`, `{"$": "NaN"}`, `{"$": "Infinity"}`, `{"$": "-Infinity"}`; an object
 * that has a member `$` of its own is `{"$": {…}}`.
 */
const MARK = '$';

const SPECIAL: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['undefined', undefined],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** Deeper than anything that the port has. */
const MAX_DEPTH = 64;

/** JSON text of a value: text, numbers, truth values, null, undefined, lists and objects of them. @throws TypeError for anything else */
export function encodePlain(value: unknown): string {
  return JSON.stringify(toJson(value, 0));
}

/** The value of a JSON text. @throws SyntaxError for text that is not JSON, is nested too deeply, or has a mark that is none */
export function decodePlain(text: string): unknown {
  return fromJson(JSON.parse(text), 0);
}

function toJson(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new TypeError('plain data is nested too deeply');
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : { [MARK]: String(value) };
    case 'undefined':
      return { [MARK]: 'undefined' };
    case 'object': {
      if (value === null) return null;
      if (Array.isArray(value)) return value.map(item => toJson(item, depth + 1));
      const members = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item, depth + 1)]));
      return Object.hasOwn(members, MARK) ? { [MARK]: members } : members;
    }
    default:
      throw new TypeError(`a ${typeof value} is no plain data`);
  }
}

function fromJson(value: unknown, depth: number): unknown {
  if (depth > 2 * MAX_DEPTH) throw new SyntaxError('it is nested too deeply');
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(item => fromJson(item, depth + 1));
  if (!Object.hasOwn(value, MARK)) return membersFrom(value, depth);
  const marked = (value as Readonly<Record<string, unknown>>)[MARK];
  if (typeof marked === 'object' && marked !== null && !Array.isArray(marked)) return membersFrom(marked, depth);
  if (typeof marked !== 'string' || !SPECIAL.has(marked)) throw new SyntaxError(`"${MARK}" marks no value here`);
  return SPECIAL.get(marked);
}

/** Own members only, whatever they are called: `__proto__` stays a member. */
function membersFrom(value: object, depth: number): unknown {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromJson(item, depth + 1)]));
}
