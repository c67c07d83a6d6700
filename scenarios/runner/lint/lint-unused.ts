import type { GivenNodes, LoadedFile, ScenarioCase } from '../cases/index.ts';
import type { Findings } from '../source/finding.ts';
import {
  entryOf,
  formatPlace,
  type MapEntry,
  type MapNode,
  type Place,
  type SourceNode,
} from '../source/source-node.ts';

/** What a file makes and nothing looks at: variables, rows of a matrix, parameters, fixtures. */
export function lintUnused(file: LoadedFile, findings: Findings): void {
  for (const document of file.documents) lintNames(document, findings);
  lintFixtures(file.cases, findings);
}

/** Names that expressions read: `vars.x`, `matrix["x"]`; all of them where one is computed. */
function lintNames(document: MapNode, findings: Findings): void {
  const texts = textsIn(document).join('\n');
  const blocks = [document, ...casesOf(document)];
  for (const [key, namespace, what] of [
    ['vars', 'vars', 'variable'],
    ['parameters', 'vars', 'parameter'],
    ['matrix', 'matrix', 'value'],
  ] as const) {
    if (new RegExp(`\\b${namespace}\\s*\\[\\s*[^"'\\s]`).test(texts)) continue;
    for (const { name, place } of blocks.flatMap(block => namesUnder(block, key))) {
      if (isRead(namespace, name, texts)) continue;
      findings.warning('unused', `nothing reads the ${what} '${name}'`, place, {
        hint: `\${{ ${namespace}.${name} }} reads it`,
      });
    }
  }
}

function casesOf(document: MapNode): MapNode[] {
  const cases = entryOf(document, 'cases');
  return cases?.type === 'map' ? cases.entries.flatMap(({ value }) => (value.type === 'map' ? [value] : [])) : [];
}

function namesUnder(block: MapNode, key: string): { readonly name: string; readonly place: Place }[] {
  const node = entryOf(block, key);
  if (node?.type === 'list') {
    return node.items.flatMap(item => (item.type === 'text' ? [{ name: item.text, place: item.place }] : []));
  }
  if (node?.type !== 'map') return [];
  const isMatrix = key === 'matrix';
  return node.entries.flatMap((entry: MapEntry) => {
    if (isMatrix && entry.key === 'file') return [];
    if (!isMatrix || (entry.key !== 'include' && entry.key !== 'exclude'))
      return [{ name: entry.key, place: entry.keyPlace }];
    const first = entry.key === 'include' && entry.value.type === 'list' ? entry.value.items[0] : undefined;
    return first?.type === 'map' ? first.entries.map(({ key: name, keyPlace }) => ({ name, place: keyPlace })) : [];
  });
}

function isRead(namespace: string, name: string, texts: string): boolean {
  const escaped = name.replaceAll(/[^A-Za-z0-9_]/g, '\\$&');
  return new RegExp(`\\b${namespace}\\s*(?:\\.\\s*${escaped}(?![\\w-])|\\[\\s*["']${escaped}["'])`).test(texts);
}

/** A fixture is used where its name stands as a word, in a step or in another fixture. Those of a suite need one case that does. */
function lintFixtures(cases: readonly ScenarioCase[], findings: Findings): void {
  const unused = new Map<string, { readonly name: string; readonly place: Place }>();
  const used = new Set<string>();
  for (const scenario of cases) {
    const words = wordsOf(scenario);
    for (const { name, namePlace } of allOf(scenario.given)) {
      const id = `${formatPlace(namePlace)} ${name}`;
      if (words.has(name)) used.add(id);
      else unused.set(id, { name, place: namePlace });
    }
  }
  for (const [id, { name, place }] of unused) {
    if (used.has(id)) continue;
    findings.warning('unused', `nothing uses the fixture '${name}'`, place, {
      hint: 'take it away: it is made and removed for nothing',
    });
  }
}

function allOf(given: GivenNodes) {
  return [...given.sims.values(), ...given.bts.values(), ...given.ues.values()];
}

function wordsOf(scenario: ScenarioCase): Set<string> {
  const { steps, teardown, fragments, vars, given } = scenario;
  const fragmentSteps = [...fragments.values()].flatMap(fragment => [fragment.vars, ...fragment.steps]);
  const nodes = [...steps, ...teardown, ...fragmentSteps, vars, ...allOf(given).map(({ node }) => node)];
  const texts = nodes.flatMap(node => [...textsIn(node)]);
  return new Set(texts.flatMap(text => text.match(/[A-Za-z][A-Za-z0-9_-]*/g) ?? []));
}

/** Keys and texts of a tree. */
function textsIn(node: SourceNode): string[] {
  switch (node.type) {
    case 'text':
      return [node.text];
    case 'list':
      return node.items.flatMap(textsIn);
    case 'map':
      return node.entries.flatMap(({ key, value }) => [key, ...textsIn(value)]);
    case 'value':
      return [];
  }
}
