import { hasExpression } from '../expression/index.ts';
import { describeNode, type Reading } from '../shape/index.ts';
import { Findings } from '../source/finding.ts';
import type { MapEntry, MapNode, SourceNode } from '../source/source-node.ts';
import { KnownValues, knownVars, mapOf } from './apply-known.ts';
import { PARAMETER } from './file-keys.ts';
import { besideFile } from './read-file.ts';
import type { Shared } from './read-shared.ts';
import { readVars } from './read-shared.ts';
import type { Fragment, FragmentParameter } from './scenario-case.ts';

/** A `use:` in a list of steps. */
export interface Use {
  readonly file: SourceNode;
  readonly with?: SourceNode;
}

/** What a step uses; undefined when it uses nothing, or in a way that `use` itself reports. */
export function useOf(step: SourceNode): Use | undefined {
  const value = step.type === 'map' ? step.entries.find(({ key }) => key === 'use')?.value : undefined;
  if (value?.type === 'text') return { file: value };
  if (value?.type !== 'map') return undefined;
  const [file, given] = ['file', 'with'].map(key => value.entries.find(entry => entry.key === key)?.value);
  if (file === undefined) return undefined;
  return given === undefined ? { file } : { file, with: given };
}

/** Every `use:` of a list of steps, those inside other steps too. */
export function usesIn(steps: readonly SourceNode[]): Use[] {
  return steps.flatMap(step => {
    if (step.type === 'list') return usesIn(step.items);
    if (step.type !== 'map') return [];
    const own = useOf(step);
    const inner = step.entries.flatMap(({ key, value }) =>
      key === 'expect' || key === 'use' ? [] : usesInValue(value),
    );
    return own === undefined ? inner : [own, ...inner];
  });
}

/** Steps stand in lists: `parallel: […]`, `repeat: { steps: […] }`. */
function usesInValue(value: SourceNode): Use[] {
  if (value.type === 'list') return usesIn(value.items);
  if (value.type !== 'map') return [];
  return value.entries.flatMap(entry => (entry.value.type === 'list' ? usesIn(entry.value.items) : []));
}

/** The path and the name that `use: folder/file.yaml#name` means. */
export function targetOf(file: SourceNode): { readonly path: string; readonly name?: string } | undefined {
  if (file.type !== 'text' || file.text === '' || file.text.includes('${{')) return undefined;
  const [path = '', name] = file.text.split('#');
  const full = path === '' ? file.place.file : besideFile(file.place.file, path);
  return name === undefined ? { path: full } : { path: full, name };
}

/** Key of a fragment among those of a case. */
export function fragmentKey(path: string, name: string | undefined): string {
  return name === undefined ? path : `${path}#${name}`;
}

/** The fragment that a `use:` leads to, by its `file` node. */
export function fragmentOf(fragments: ReadonlyMap<string, Fragment>, file: SourceNode): Fragment | undefined {
  const target = targetOf(file);
  return target === undefined ? undefined : fragments.get(fragmentKey(target.path, target.name));
}

/** The parameters of a fragment: a list of names, or a map from names to default and documentation. */
export function readParameters(shared: Shared, reading: Reading): FragmentParameter[] {
  const node = shared.entries.find(({ key }) => key === 'parameters')?.value;
  if (node === undefined) return [];
  if (node.type === 'list') {
    return node.items.flatMap(item => {
      if (item.type === 'text' && item.text !== '') return [{ name: item.text }];
      reading.findings.error('value-invalid', `${describeNode(item)} is not the name of a parameter`, item.place, {
        expected: 'a name',
      });
      return [];
    });
  }
  return readVars(node, reading).map(({ key, value }) => ({ name: key, ...PARAMETER.read(value, reading) }));
}

const PARAMETER_ONLY = /^\$\{\{\s*vars\.([\w-]+)\s*\}\}$/;

/** Texts that are one parameter become what was given for it, with its place: what is wrong with it is wrong there. */
function putIn(node: SourceNode, given: ReadonlyMap<string, SourceNode>): SourceNode {
  if (!hasExpression(node)) return node;
  switch (node.type) {
    case 'text': {
      const value = given.get(PARAMETER_ONLY.exec(node.text)?.[1] ?? '');
      return value === undefined || hasExpression(value) ? node : value;
    }
    case 'list':
      return { ...node, items: node.items.map(item => putIn(item, given)) };
    case 'map':
      return { ...node, entries: node.entries.map(entry => ({ ...entry, value: putIn(entry.value, given) })) };
    case 'value':
      return node;
  }
}

/** A fragment with its parameters put in: in its steps they are `vars.NAME`. */
export interface BoundFragment {
  readonly name: string;
  /** Parameters, then the fragment's own variables; may hold expressions that are resolved where the step stands. */
  readonly vars: MapNode;
  readonly steps: readonly SourceNode[];
}

/**
 * Gives a fragment its parameters. `given` was resolved as far as it can be by the caller. Values that are known go into the steps.
 * Reports parameters that are missing or that do not exist.
 */
export function bindFragment(fragment: Fragment, use: Use, findings: Findings): BoundFragment {
  const { parameters } = fragment;
  const given = use.with?.type === 'map' ? use.with.entries : [];
  if (use.with !== undefined && use.with.type !== 'map') {
    findings.error('value-invalid', `${describeNode(use.with)} is not a map of parameters`, use.with.place, {
      expected: 'with: names and values',
    });
  }
  for (const { key, keyPlace } of given) {
    if (parameters.some(({ name }) => name === key)) continue;
    const names = parameters.map(({ name }) => name);
    findings.error('parameter-unknown', `${fragment.name} has no parameter '${key}'`, keyPlace, {
      expected: names.length === 0 ? 'no parameter' : `one of ${names.join(', ')}`,
    });
  }
  const entries = parameters.flatMap((parameter): MapEntry[] => {
    const { name, about } = parameter;
    const entry = given.find(({ key }) => key === name);
    if (entry !== undefined) return [entry];
    if (parameter.default !== undefined)
      return [{ key: name, keyPlace: parameter.default.place, value: parameter.default }];
    findings.error(
      'parameter-missing',
      `${fragment.name} needs '${name}'${about === undefined ? '' : `: ${about}`}`,
      use.file.place,
      {
        expected: `with: { ${name}: … }`,
      },
    );
    return [];
  });
  const quiet = new Findings(); // the fragment's own mistakes are told where it is loaded
  const nodes = new Map(entries.map(({ key, value }) => [key, value]));
  const vars = knownVars([...entries, ...fragment.vars.entries], {}, quiet);
  const steps = new KnownValues({ vars: vars.known }, quiet).inAll(fragment.steps.map(step => putIn(step, nodes)));
  return { name: fragment.name, vars: mapOf(vars.entries, fragment), steps };
}
