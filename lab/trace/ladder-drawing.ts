import type { MessageTraceEvent, TraceEvent } from '../../emulator/vocabulary/index.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { visibleControls } from '../terminal/visible-controls.ts';
import { type Columns, GUTTER, halfBox } from './ladder-columns.ts';
import { ASCII_GLYPHS, type Glyphs, UNICODE_GLYPHS } from './ladder-glyphs.ts';
import { describeRun, stateText, styleOf, userPlaneText, verdictText } from './ladder-texts.ts';
import { cut, shortenName, wrap } from './shorten.ts';
import { type Style, StyledRow } from './styled-row.ts';
import type { Terminal } from './terminal.ts';

const HAS_LIFELINES: ReadonlySet<string> = new Set(['message', 'state', 'user-plane']);
const ENDS_LADDER: ReadonlySet<string> = new Set(['verdict', 'artefact']);
/** Silence that is worth a mark of its own. */
const PAUSE_MS = 1000;

/** Draws events on lifelines at fixed places. */
export class LadderDrawing {
  private readonly terminal: Terminal;
  private readonly glyphs: Glyphs;
  private readonly layout: Columns;
  private lastAt: number | undefined;
  private drawn = false;

  constructor(terminal: Terminal, layout: Columns) {
    this.terminal = terminal;
    this.glyphs = terminal.unicode ? UNICODE_GLYPHS : ASCII_GLYPHS;
    this.layout = layout;
  }

  /** True when every node of the event has a lifeline. */
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

  /** The end of the lifelines, unless an event ended them. */
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
      rows[1]!.put(left + 1 + Math.floor((inside - displayWidth(name)) / 2), name, 'bold');
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
        if (event.node !== undefined && this.drawn && this.layout.byNode.has(event.node))
          return [this.besideLifeline(event.node, event.text, event.t, glyphs.note)];
        return this.text(`${glyphs.note} ${event.text}`, 'dim', event.t);
      case 'error': {
        const rows = this.text(`${glyphs.bad} ${event.code}: ${event.text}`, 'bad', event.t);
        return event.hint === undefined ? rows : [...rows, ...this.text(`  ${event.hint}`, 'plain', undefined)];
      }
      case 'verdict': {
        const good = event.verdict === 'passed';
        const text = `${good ? glyphs.good : glyphs.bad} ${verdictText(event)}`;
        return this.text(text, good ? 'good' : 'bad', event.t);
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
    const shared = this.layout.columns[from]!.shared || this.layout.columns[to]!.shared;
    const facts = [shared ? event.ue : undefined, event.summary, event.fate]
      .filter(part => part !== undefined && part !== '')
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
    const indent = Math.min(left + 2, width - Math.min(40, displayWidth(visibleControls(facts))));
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
    const slack = inside - (tight ? 2 : 3) - displayWidth(label);
    row.put(left + (rightwards ? 2 : tight ? 2 : 3) + Math.max(0, Math.floor(slack / 2)), label, style);
  }

  private besideLifeline(node: string, text: string, at: number, mark = this.glyphs.state): StyledRow {
    const column = this.layout.byNode.get(node);
    const row = this.lifelines(at);
    if (column === undefined)
      return row.put(GUTTER, cut(text, this.layout.width - GUTTER, this.glyphs.ellipsis), 'state');
    const place = this.layout.columns[column]!.at;
    row.put(place, mark, 'plain');
    const length = displayWidth(visibleControls(text));
    const room = this.layout.width - place - 2;
    if (length <= room || room >= place - GUTTER)
      return row.put(place + 2, ` ${cut(text, room - 1, this.glyphs.ellipsis)} `, 'state');
    const short = cut(text, place - GUTTER - 3, this.glyphs.ellipsis);
    return row.put(place - 3 - displayWidth(short), ` ${short} `, 'state');
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
