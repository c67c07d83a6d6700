import { holdsExpression } from '../expression/index.ts';
import { entryOf, type MapNode, type Place, type SourceNode } from '../source/source-node.ts';

/** Names under `save:`, of steps inside others too. */
export function savedIn(steps: readonly SourceNode[]): string[] {
  return mapsIn(steps).flatMap(map => {
    const save = entryOf(map, 'save');
    return save?.type === 'map' ? save.entries.map(({ key }) => key) : [];
  });
}

/** Ids of steps; undefined when one is computed. */
export function idsIn(steps: readonly SourceNode[]): readonly string[] | undefined {
  return textsUnder(mapsIn(steps), 'id');
}

/** Names of armed triggers; undefined when one is computed. */
export function armedIn(steps: readonly SourceNode[]): readonly string[] | undefined {
  const arms = mapsIn(steps).flatMap(map => {
    const arm = entryOf(map, 'arm');
    return arm?.type === 'map' ? [arm] : [];
  });
  return textsUnder(arms, 'name');
}

/** Where expectations look at a trigger: `arm.cut.fired`. */
export function triggersIn(steps: readonly SourceNode[]): { readonly name: string; readonly place: Place }[] {
  return mapsIn(steps).flatMap(map =>
    map.entries.flatMap(({ key, keyPlace }) => {
      const [, name] = /^arm\.(.+)\.fired$/.exec(key) ?? [];
      return name === undefined || holdsExpression(name) ? [] : [{ name, place: keyPlace }];
    }),
  );
}

function textsUnder(maps: readonly MapNode[], key: string): readonly string[] | undefined {
  const nodes = maps.flatMap(map => entryOf(map, key) ?? []);
  const texts = nodes.flatMap(node => (node.type === 'text' ? [node.text] : []));
  return texts.some(holdsExpression) ? undefined : texts;
}

function mapsIn(nodes: readonly SourceNode[]): MapNode[] {
  return nodes.flatMap(node => {
    if (node.type === 'list') return mapsIn(node.items);
    return node.type === 'map' ? [node, ...mapsIn(node.entries.map(({ value }) => value))] : [];
  });
}
