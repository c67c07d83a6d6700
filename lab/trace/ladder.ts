import type {
  MessageTraceEvent,
  StateTraceEvent,
  TraceEvent,
  TraceNode,
  UserPlaneTraceEvent,
} from '../../emulator/vocabulary/index.ts';
import { arrangeColumns, type Columns, GUTTER, halfBox, type Label, labelsOf, roleOf } from './ladder-columns.ts';
import { ASCII_GLYPHS, type Glyphs, UNICODE_GLYPHS } from './ladder-glyphs.ts';
import { cut, shortenName, wrap } from './shorten.ts';
import { type Style, StyledRow } from './styled-row.ts';
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
const CARRYING_PROTOCOLS: ReadonlySet<string> = new Set(['air', 'sctp']);
const HAS_LIFELINES: ReadonlySet<string> = new Set(['message', 'state', 'user-plane']);
const ENDS_LADDER: ReadonlySet<string> = new Set(['verdict', 'artefact']);
/** Silence that is worth a mark of its own. */
const PAUSE_MS = 1000;

/** The whole run as a ladder; its columns are as wide as its own messages want. Lines end with \n. */
export function renderLadder(events: readonly TraceEvent[], options: LadderOptions): string {
  const shown = events.filter(event => isShown(event, options));
  const nodes = events.find(event => event.kind === 'run')?.nodes ?? [];
  const ladder = new Ladder(options, arrangeColumns(labelsOf(shown), nodes, options.terminal.width));
  return [...shown.flatMap(event => ladder.rows(event)), ...ladder.foot()].map(line => `${line}\n`).join('');
}

/**
 * A ladder that is printed while the run goes on: its columns follow from the nodes, wide enough for what these use to say to
 * one another. A node that comes later makes it draw its head anew.
 */
export class LiveLadder {
  private readonly options: LadderOptions;
  private readonly nodes: TraceNode[];
  private ladder: Ladder | undefined;

  constructor(options: LadderOptions, nodes: readonly TraceNode[]) {
    this.options = options;
    this.nodes = [...nodes];
  }

  /** The lines to print for an event; none for one that is not shown. */
  lines(event: TraceEvent): string[] {
    if (!isShown(event, this.options)) return [];
    if (event.kind === 'run') this.nodes.push(...(event.nodes ?? []).filter(node => !this.has(node.name)));
    if (event.kind === 'message') {
      for (const name of [event.from, event.to]) if (!this.has(name)) this.nodes.push({ name, role: roleOf(name, []) });
    }
    if (this.ladder === undefined || !this.ladder.knows(event)) {
      this.ladder = new Ladder(
        this.options,
        arrangeColumns(usualLabels(this.nodes), this.nodes, this.options.terminal.width),
      );
    }
    return this.ladder.rows(event);
  }

  /** The last line, unless a verdict ended the ladder. */
  foot(): string[] {
    return this.ladder?.foot() ?? [];
  }

  private has(name: string): boolean {
    return this.nodes.some(node => node.name === name);
  }
}

/** What neighbours in the network use to say to one another, for the width of the columns. */
function usualLabels(nodes: readonly TraceNode[]): Label[] {
  const named = (role: string) => nodes.filter(node => node.role === role).map(node => node.name);
  const between = (a: string, b: string, text: string): Label[] =>
    named(a).flatMap(from => named(b).map(to => ({ from, to, text })));
  return [
    ...nodes.map(({ name }) => ({ from: name, to: name, text: '' })),
    ...between('ue', 'mme', 'AuthenticationResponse'),
    ...between('bts', 'mme', 'InitialContextSetupRequest'),
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

class Ladder {
  private readonly terminal: Terminal;
  private readonly glyphs: Glyphs;
  private readonly layout: Columns;
  private lastAt: number | undefined;
  private drawn = false;

  constructor(options: LadderOptions, layout: Columns) {
    this.terminal = options.terminal;
    this.glyphs = options.terminal.unicode ? UNICODE_GLYPHS : ASCII_GLYPHS;
    this.layout = layout;
  }

  knows(event: TraceEvent): boolean {
    if (event.kind !== 'message') return true;
    return this.layout.byNode.has(event.from) && this.layout.byNode.has(event.to);
  }

  /** The lines of an event; the first with lifelines draws the nodes above it, the first without ends the lifelines. */
  rows(event: TraceEvent): string[] {
    const rows = [...this.paused(event), ...this.eventRows(event)];
    if (rows.length > 0 && HAS_LIFELINES.has(event.kind)) rows.unshift(...this.head());
    if (ENDS_LADDER.has(event.kind)) rows.unshift(...this.end());
    return rows.map(row => row.render(this.terminal.colour));
  }

  foot(): string[] {
    return this.end().map(row => row.render(this.terminal.colour));
  }

  private head(): StyledRow[] {
    if (this.drawn) return [];
    this.drawn = true;
    const { corners, horizontal, vertical, tee } = this.glyphs;
    const rows = [new StyledRow(), new StyledRow().put(GUTTER - 4, 'ms', 'dim'), new StyledRow()];
    for (const { name, at } of this.layout.columns) {
      const half = halfBox(name);
      const left = at - half;
      const inside = 2 * half - 1;
      const line = horizontal.repeat(inside);
      rows[0]!.put(left, corners[0] + line + corners[1], 'dim');
      rows[1]!.put(left, vertical, 'dim').put(left + inside + 1, vertical, 'dim');
      rows[1]!.put(left + 1 + Math.floor((inside - name.length) / 2), name, 'bold');
      rows[2]!.put(left, corners[2] + line + corners[3], 'dim').put(at, tee, 'dim');
    }
    return rows;
  }

  private end(): StyledRow[] {
    if (!this.drawn) return [];
    this.drawn = false;
    const row = new StyledRow();
    for (const { at } of this.layout.columns) row.put(at, this.glyphs.end, 'dim');
    return [row];
  }

  private eventRows(event: TraceEvent): StyledRow[] {
    const { glyphs } = this;
    switch (event.kind) {
      case 'run':
        return this.text(describeRun(event, glyphs.dot), 'dim', undefined);
      case 'message':
        return this.message(event);
      case 'state':
        return [this.besideLifeline(event.node, stateText(event, glyphs), event.t)];
      case 'user-plane':
        return [this.besideLifeline(event.node, userPlaneText(event, glyphs), event.t)];
      case 'note':
        return this.text(`${glyphs.note} ${event.text}`, 'dim', event.t);
      case 'error': {
        const rows = this.text(`${glyphs.bad} ${event.code}: ${event.text}`, 'bad', event.t);
        return event.hint === undefined ? rows : [...rows, ...this.text(`  ${event.hint}`, 'plain', undefined)];
      }
      case 'verdict': {
        const good = event.verdict === 'passed';
        const parts = [good ? glyphs.good : glyphs.bad, event.of, event.verdict, event.reason];
        return this.text(parts.filter(part => part !== undefined).join(' '), good ? 'good' : 'bad', event.t);
      }
      case 'artefact':
        return this.text(`${glyphs.note} ${event.name} ${event.path}`, 'dim', event.t);
      default:
        // an event of a later release
        return [];
    }
  }

  private paused(event: TraceEvent): StyledRow[] {
    const silence = event.kind === 'run' || this.lastAt === undefined ? 0 : event.t - this.lastAt;
    if (event.kind !== 'run') this.lastAt = event.t;
    if (silence < PAUSE_MS || !this.drawn) return [];
    const row = new StyledRow();
    for (const { at } of this.layout.columns) row.put(at, this.glyphs.pause, 'dim');
    return [row.put(0, `+${(silence / 1000).toFixed(1)} s`.padStart(GUTTER - 2), 'dim')];
  }

  private message(event: MessageTraceEvent): StyledRow[] {
    const from = this.layout.byNode.get(event.from);
    const to = this.layout.byNode.get(event.to);
    if (from === undefined || to === undefined) return [];
    const row = this.lifelines(event.t);
    const shared = this.layout.columns.some(
      (column, i) => (i === from || i === to) && !this.layout.byNode.has(column.name),
    );
    const facts = [shared ? event.ue : undefined, event.summary, event.fate]
      .filter(part => part !== undefined)
      .join('  ');
    const left = this.layout.columns[Math.min(from, to)]!.at;
    if (from === to)
      row.put(left + 2, cut(event.message, this.layout.width - left - 2, this.glyphs.ellipsis), styleOf(event));
    else this.arrow(row, event, from, to);
    if (facts === '') return [row];
    const { factsAt, width } = this.layout;
    if (factsAt !== undefined) {
      const lines = wrap(facts, width - factsAt, 2, this.glyphs.ellipsis);
      row.put(factsAt, lines[0]!, 'dim');
      return [row, ...lines.slice(1).map(line => this.lifelines().put(factsAt, line, 'dim'))];
    }
    const indent = Math.min(left + 2, width - Math.min(40, Array.from(facts).length));
    return [
      row,
      ...wrap(facts, width - indent, 2, this.glyphs.ellipsis).map(line => this.lifelines().put(indent, line, 'dim')),
    ];
  }

  private arrow(row: StyledRow, event: MessageTraceEvent, from: number, to: number): void {
    const { columns } = this.layout;
    const { glyphs } = this;
    const rightwards = from < to;
    const first = Math.min(from, to);
    const last = Math.max(from, to);
    const left = columns[first]!.at;
    const right = columns[last]!.at;
    const style = styleOf(event);
    const lost = event.fate === 'dropped' || event.fate === 'discarded';
    const line = lost ? glyphs.broken : event.ciphered === true ? glyphs.double : glyphs.horizontal;
    row.put(left + 1, line.repeat(right - left - 1), style);
    for (const { at } of columns.slice(first + 1, last)) row.put(at, glyphs.cross, style);
    row.put(rightwards ? left : right, rightwards ? glyphs.startRight : glyphs.startLeft, style);
    const head = lost ? glyphs.bad : rightwards ? glyphs.headRight : glyphs.headLeft;
    row.put(rightwards ? right - 1 : left + 1, head, lost ? 'bad' : style);
    const inside = right - left - 1;
    // blanks around the label and a dash at each end, unless the label needs their places
    const loose = shortenName(event.message, inside - 5, glyphs.ellipsis);
    const tight = loose.endsWith(glyphs.ellipsis);
    const label = tight ? shortenName(event.message, inside - 2, glyphs.ellipsis) : ` ${loose} `;
    const slack = inside - (tight ? 2 : 3) - label.length;
    row.put(left + (rightwards ? 2 : tight ? 2 : 3) + Math.max(0, Math.floor(slack / 2)), label, style);
  }

  private besideLifeline(node: string, text: string, at: number): StyledRow {
    const column = this.layout.byNode.get(node);
    const row = this.lifelines(at);
    if (column === undefined)
      return row.put(GUTTER, cut(text, this.layout.width - GUTTER, this.glyphs.ellipsis), 'state');
    const place = this.layout.columns[column]!.at;
    row.put(place, this.glyphs.state, 'plain');
    const length = Array.from(text).length;
    const room = this.layout.width - place - 2;
    if (length <= room || room >= place - GUTTER)
      return row.put(place + 2, ` ${cut(text, room - 1, this.glyphs.ellipsis)} `, 'state');
    const short = cut(text, place - GUTTER - 3, this.glyphs.ellipsis);
    return row.put(place - 3 - Array.from(short).length, ` ${short} `, 'state');
  }

  /** A text across the ladder, without lifelines. */
  private text(text: string, style: Style, at: number | undefined): StyledRow[] {
    return wrap(text, this.layout.width - GUTTER, 6, this.glyphs.ellipsis).map((line, i) =>
      (i === 0 && at !== undefined ? this.timed(at) : new StyledRow()).put(GUTTER, line, style),
    );
  }

  private lifelines(at?: number): StyledRow {
    const row = at === undefined ? new StyledRow() : this.timed(at);
    for (const column of this.layout.columns) row.put(column.at, this.glyphs.vertical, 'dim');
    return row;
  }

  private timed(at: number): StyledRow {
    return new StyledRow().put(0, at.toFixed(at < 1e6 ? 1 : 0).padStart(GUTTER - 2), 'dim');
  }
}

const FAILING = /Reject|Failure|ErrorIndication|Error Indication/;

function styleOf(event: MessageTraceEvent): Style {
  if (FAILING.test(event.message)) return 'bad';
  switch (event.protocol) {
    case 'nas-eps':
      return 'nas';
    case 's1ap':
      return 's1ap';
    case 's6a':
    case 'gtpv2':
      return 's6a';
    case 'gtpu':
    case 'ip':
      return 'user';
    default:
      return 'plain';
  }
}

function describeRun(event: TraceEvent & { kind: 'run' }, dot: string): string {
  const parts = [`run ${event.run}`, event.title, `core ${event.core}`, `mvnolab ${event.version}`, event.at];
  if (event.seed !== undefined) parts.push(`seed ${event.seed}`);
  return parts.filter(part => part !== undefined).join(` ${dot} `);
}

function stateText(event: StateTraceEvent, glyphs: Glyphs): string {
  const machine = event.machine.toUpperCase();
  const short = (state: string) => (state.startsWith(`${machine}-`) ? state.slice(machine.length + 1) : state);
  return `${machine} ${short(event.from)} ${glyphs.becomes} ${short(event.to)}`;
}

function userPlaneText(event: UserPlaneTraceEvent, glyphs: Glyphs): string {
  const way = (arrow: string, packets: number, octets: number) => `${arrow} ${packets} packets, ${octets} octets`;
  const ways = [
    way(glyphs.up, event.uplinkPackets, event.uplinkOctets),
    way(glyphs.down, event.downlinkPackets, event.downlinkOctets),
  ];
  if (event.droppedPackets !== undefined && event.droppedPackets > 0) ways.push(`${event.droppedPackets} dropped`);
  return [event.ip, event.apn, ...ways].filter(part => part !== undefined).join('  ');
}
