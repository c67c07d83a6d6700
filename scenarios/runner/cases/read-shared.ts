import { describeNode, type Fields, type Reading, readEntries } from '../shape/index.ts';
import { isEmpty, type MapEntry, type MapNode, type Place, type SourceNode } from '../source/source-node.ts';
import { GIVEN_KEYS, type SkipText } from './file-keys.ts';
import { type MatrixRow, readMatrix } from './matrix.ts';
import type { ReadFile } from './read-file.ts';
import type { GivenGroup, GivenNode, GivenNodes, Skip } from './scenario-case.ts';

/** What a scenario, a suite and a case can say alike, as far as it could be read. */
export interface Shared {
  readonly title?: SourceNode;
  readonly notes?: SourceNode;
  readonly tags: readonly string[];
  readonly requires: readonly string[];
  readonly timeoutMs?: number;
  readonly exclusive: readonly string[];
  readonly skip?: Skip;
  readonly lab?: MapNode;
  readonly vars: readonly MapEntry[];
  /** Undefined = no matrix; empty = one that is wrong. */
  readonly rows?: readonly MatrixRow[];
  readonly given: GivenNodes;
  readonly teardown: readonly SourceNode[];
  readonly properties: Readonly<Record<string, string>>;
  /** Of scenario and case. */
  readonly steps: readonly SourceNode[];
  /** Whatever else the document holds: `cases`, `parameters`. */
  readonly entries: readonly MapEntry[];
}

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** Reads what can be read of a document or case; the findings say what is wrong with the rest. */
export function readShared(
  node: SourceNode,
  fields: Fields,
  what: string,
  reading: Reading,
  readFile: ReadFile,
): Shared {
  const { findings } = reading;
  const read = readEntries(node, fields, what, reading);
  if (read === undefined) {
    findings.error('value-invalid', `${describeNode(node)} is not ${what}`, node.place, {
      expected: `a map with ${Object.keys(fields).join(', ')}`,
    });
  }
  const values = (read?.values ?? {}) as Readonly<Record<string, never>>;
  const entries = node.type === 'map' ? node.entries : [];
  const of = (key: string): SourceNode | undefined =>
    Object.hasOwn(fields, key) ? entries.find(entry => entry.key === key)?.value : undefined;
  const matrix = of('matrix');
  const lab = mapIn(of('lab'), 'lab: settings of the core', reading);
  const skip = values.skip as SkipText | undefined;
  const [title, notes] = [of('title'), of('notes')];
  return {
    tags: values.tags ?? [],
    requires: values.requires ?? [],
    exclusive: values.exclusive ?? [],
    vars: readVars(of('vars'), reading),
    given: readGivenNodes(of('given'), reading),
    teardown: readSteps(of('teardown'), 'teardown', reading),
    steps: readSteps(of('steps'), 'steps', reading),
    properties: values.properties ?? {},
    entries,
    ...(title === undefined ? {} : { title }),
    ...(notes === undefined ? {} : { notes }),
    ...(values.timeout === undefined ? {} : { timeoutMs: values.timeout }),
    ...(skip === undefined ? {} : { skip: { ...skip, place: of('skip')!.place } }),
    ...(lab === undefined ? {} : { lab }),
    ...(matrix === undefined ? {} : { rows: readMatrix(matrix, readFile, findings) ?? [] }),
  };
}

function mapIn(node: SourceNode | undefined, expected: string, { findings }: Reading): MapNode | undefined {
  if (node === undefined || isEmpty(node)) return undefined;
  if (node.type === 'map') return node;
  findings.error('value-invalid', `${describeNode(node)} is not a map`, node.place, { expected });
  return undefined;
}

export function readVars(node: SourceNode | undefined, reading: Reading): readonly MapEntry[] {
  const entries = mapIn(node, 'vars: names and values', reading)?.entries ?? [];
  return entries.filter(({ key, keyPlace }) => checkName(key, 'a value', VARIABLE, keyPlace, reading));
}

/** The items of a list of steps; whether they are steps is for whoever knows the verbs. */
export function readSteps(node: SourceNode | undefined, key: string, { findings }: Reading): readonly SourceNode[] {
  if (node === undefined) return [];
  if (node.type === 'list' && node.items.length > 0) return node.items;
  const what = node.type === 'list' ? 'an empty list' : describeNode(node);
  findings.error('steps-invalid', `${what} is not a list of steps`, node.place, {
    expected: `${key}: a list, each item a verb and what it needs, such as - attach: { ue: phone }`,
  });
  return [];
}

function readGivenNodes(node: SourceNode | undefined, reading: Reading): GivenNodes {
  const groups = mapIn(node, 'given: a map with sims, bts and ues', reading);
  if (groups !== undefined) readEntries(groups, keysOnly(GIVEN_KEYS), 'given', reading);
  const group = (key: GivenGroup): ReadonlyMap<string, GivenNode> => {
    const value = groups?.entries.find(entry => entry.key === key)?.value;
    const entries = mapIn(value, `${key}: a map from names to fixtures`, reading)?.entries ?? [];
    return new Map(
      entries.map(({ key: name, keyPlace, value: fixture }) => {
        checkFixtureName(name, keyPlace, reading);
        return [name, { name, namePlace: keyPlace, node: fixture }] as const;
      }),
    );
  };
  return { sims: group('sims'), bts: group('bts'), ues: group('ues') };
}

/** The keys alone: what they hold is read when the suite's part is in it. */
function keysOnly(fields: Fields): Fields {
  const anything = { expects: 'a map', read: (node: SourceNode) => node, jsonSchema: () => ({}) };
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, { ...field, shape: anything }]));
}

const FIXTURE = /^[A-Za-z][A-Za-z0-9_-]*$/;
/** Words that mean something else where fixtures are named: in expectations and in flows. */
const RESERVED: readonly string[] = [
  'core',
  'aka',
  'step',
  'arm',
  'lab',
  'error',
  'hss',
  'flow',
  'mme',
  'gateway',
  'auto',
];

function checkFixtureName(name: string, place: Place, reading: Reading): void {
  if (!checkName(name, 'a fixture', FIXTURE, place, reading) || !RESERVED.includes(name)) return;
  reading.findings.error('name-reserved', `'${name}' means something else in expectations`, place, {
    expected: `a name other than ${RESERVED.join(', ')}`,
  });
}

function checkName(name: string, what: string, fits: RegExp, place: Place, { findings }: Reading): boolean {
  if (fits.test(name)) return true;
  findings.error('name-invalid', `'${name}' cannot be the name of ${what}`, place, {
    expected: 'letters, digits, _ and -, a letter first',
  });
  return false;
}
