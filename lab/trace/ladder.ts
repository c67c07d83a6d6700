import type { TraceEvent, TraceNode } from '../../emulator/vocabulary/index.ts';
import { arrangeColumns, type Label, labelsOf, roleOf, SHARED_NAMES } from './ladder-columns.ts';
import { LadderDrawing } from './ladder-drawing.ts';
import type { Terminal } from './terminal.ts';

export interface LadderOptions {
  readonly terminal: Terminal;
  /** `signalling` (the default) leaves out what only carries other messages: NAS transport, G-PDUs, air, SCTP. */
  readonly detail?: 'signalling' | 'all';
  /** Show changes of state at the lifelines; true when it is left out. */
  readonly states?: boolean;
  /** Only what concerns this UE (IMSI or name), and what concerns none. */
  readonly ue?: string;
}

const CARRIERS: ReadonlySet<string> = new Set([
  'InitialUEMessage',
  'UplinkNASTransport',
  'DownlinkNASTransport',
  'GPdu',
  'G-PDU',
]);
/** Phones with a lifeline of their own in a live ladder; those that come later share one. */
const MOST_PHONES = 4;
const CARRYING_PROTOCOLS: ReadonlySet<string> = new Set(['air', 'sctp']);

/** The whole run as a ladder; its columns are as wide as its own messages want. Lines end with \n. */
export function renderLadder(events: readonly TraceEvent[], options: LadderOptions): string {
  const shown = events.filter(event => isShown(event, options));
  const nodes = events.find(event => event.kind === 'run')?.nodes ?? [];
  const ladder = new LadderDrawing(options.terminal, arrangeColumns(labelsOf(shown), nodes, options.terminal.width));
  return [...shown.flatMap(event => ladder.rows(event)), ...ladder.foot()].map(line => `${line}\n`).join('');
}

/**
 * A ladder that is printed while the run goes on: its columns follow from the nodes, wide enough for what these use to say to
 * one another. A node that comes later makes it draw its head anew.
 */
export class LiveLadder {
  private readonly options: LadderOptions;
  private readonly nodes: TraceNode[] = [];
  /** Phones that share a lifeline. */
  private readonly crowd = new Set<string>();
  private ladder: LadderDrawing | undefined;

  constructor(options: LadderOptions, nodes: readonly TraceNode[]) {
    this.options = options;
    for (const node of nodes) this.meet(node);
  }

  /** The lines to print for an event; none for one that is not shown. */
  lines(event: TraceEvent): string[] {
    if (!isShown(event, this.options)) return [];
    if (event.kind === 'run') for (const node of event.nodes ?? []) this.meet(node);
    if (event.kind === 'message')
      for (const name of [event.from, event.to]) this.meet({ name, role: roleOf(name, []) });
    const told = this.inCrowd(event);
    let before: string[] = [];
    if (this.ladder === undefined || !this.ladder.knows(told)) {
      before = this.foot();
      this.ladder = new LadderDrawing(
        this.options.terminal,
        arrangeColumns(usualLabels(this.nodes), this.nodes, this.options.terminal.width),
      );
    }
    return [...before, ...this.ladder.rows(told)];
  }

  /** The last line, unless a verdict ended the ladder. */
  foot(): string[] {
    return this.ladder?.foot() ?? [];
  }

  private meet(node: TraceNode): void {
    if (this.crowd.has(node.name) || this.nodes.some(known => known.name === node.name)) return;
    if (node.role === 'ue' && this.nodes.filter(known => known.role === 'ue').length >= MOST_PHONES) {
      this.crowd.add(node.name);
      if (this.crowd.size === 1) this.nodes.push({ name: SHARED_NAMES.ue, role: 'ue' });
    } else this.nodes.push(node);
  }

  /** The event with the crowd's lifeline in place of a phone that has none of its own, and its name among the facts. */
  private inCrowd(event: TraceEvent): TraceEvent {
    if (event.kind === 'message') {
      const { from, to, ue, summary } = event;
      const phone = [from, to].find(name => this.crowd.has(name));
      if (phone === undefined) return event;
      const facts = [ue ?? phone, summary].filter(part => part !== undefined).join('  ');
      const place = (name: string) => (this.crowd.has(name) ? SHARED_NAMES.ue : name);
      return { ...event, from: place(from), to: place(to), summary: facts };
    }
    if ('node' in event && event.node !== undefined && this.crowd.has(event.node))
      return { ...event, node: SHARED_NAMES.ue };
    return event;
  }
}

const USUAL_FACTS = 40;

/** What neighbours in the network use to say to one another, for the width of the columns. */
function usualLabels(nodes: readonly TraceNode[]): Label[] {
  const named = (role: string) => nodes.filter(node => node.role === role).map(node => node.name);
  const between = (a: string, b: string, text: string): Label[] =>
    named(a).flatMap(from => named(b).map(to => ({ from, to, text, facts: USUAL_FACTS })));
  return [
    ...nodes.map(({ name }) => ({ from: name, to: name, text: '', facts: 0 })),
    ...between('ue', 'mme', 'AuthenticationResponse'),
    ...between('bts', 'mme', 'InitialContextSetupResponse'),
    ...between('mme', 'hss', 'UpdateLocationRequest'),
    ...between('mme', 'hss', 'AuthenticationInformationRequest'),
    ...between('mme', 'gateway', 'CreateSessionResponse'),
  ];
}

function isShown(event: TraceEvent, options: LadderOptions): boolean {
  if (options.ue !== undefined && 'ue' in event && event.ue !== undefined && event.ue !== options.ue) return false;
  if (event.kind === 'state') return options.states ?? true;
  if (event.kind !== 'message' || options.detail === 'all') return true;
  return !CARRIERS.has(event.message) && !CARRYING_PROTOCOLS.has(event.protocol);
}
