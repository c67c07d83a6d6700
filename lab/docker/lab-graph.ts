import type { LabContainer } from './lab-containers.ts';
import { NETWORK_FUNCTIONS } from './network-functions.ts';

/** A lab as nodes and reference points. */
export interface LabGraph {
  readonly nodes: readonly LabNode[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly by: string }[];
}

export interface LabNode {
  readonly id: string;
  readonly title: string;
  /** Of a container; undefined for what the emulator is, and without a lab that is up. */
  readonly state?: string;
  readonly address?: string;
  readonly ports: readonly string[];
}

const EMULATED: readonly LabNode[] = [
  { id: 'ue', title: 'phones (emulated)', ports: [] },
  { id: 'bts', title: 'base stations (emulated)', ports: [] },
];

/** What the table says; with containers, what there is of it, each with its state. */
export function graphOf(containers: readonly LabContainer[] | undefined): LabGraph {
  const shown = NETWORK_FUNCTIONS.filter(({ name, profile }) =>
    containers === undefined ? profile === undefined : containers.some(container => container.name === name),
  );
  const nodes = shown.map(({ name, title, ports }): LabNode => {
    const container = containers?.find(each => each.name === name);
    return {
      id: name,
      title,
      ports,
      ...(container === undefined ? {} : { state: container.health === 'none' ? container.state : container.health }),
      ...(container?.address === undefined ? {} : { address: container.address }),
    };
  });
  const has = (name: string) => shown.some(each => each.name === name);
  const edges = shown.flatMap(({ name, peers }) =>
    peers.filter(({ to }) => has(to)).map(({ to, by }) => ({ from: name, to, by })),
  );
  const radio = [
    { from: 'ue', to: 'bts', by: 'Uu' },
    ...(has('mme') ? [{ from: 'bts', to: 'mme', by: 'S1-MME' }] : []),
    ...(has('sgwu') ? [{ from: 'bts', to: 'sgwu', by: 'S1-U' }] : []),
  ];
  return { nodes: [...EMULATED, ...nodes], edges: [...radio, ...edges] };
}

/** Mermaid's own words are no ids, and its labels are quoted. */
export function mermaidOf({ nodes, edges }: LabGraph): string {
  const lines = ['flowchart LR'];
  for (const { id, title, state, address } of nodes) {
    const label = [title, address, state].filter(part => part !== undefined).join('<br/>');
    const [open, close] = id === 'mongo' ? ['[(', ')]'] : ['[', ']'];
    lines.push(`  nf_${id.replaceAll('-', '_')}${open}"${label.replaceAll('"', '#quot;')}"${close}`);
  }
  for (const { from, to, by } of edges) {
    lines.push(`  nf_${from.replaceAll('-', '_')} -- "${by}" --- nf_${to.replaceAll('-', '_')}`);
  }
  const ill = nodes.filter(({ state }) => state !== undefined && state !== 'healthy' && state !== 'running');
  if (ill.length > 0) {
    lines.push('  classDef ill stroke:#c00,stroke-width:3px');
    lines.push(`  class ${ill.map(({ id }) => `nf_${id.replaceAll('-', '_')}`).join(',')} ill`);
  }
  return `${lines.join('\n')}\n`;
}
