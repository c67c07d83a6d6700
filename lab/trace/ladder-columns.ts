import type { TraceEvent, TraceNode, TraceRole } from '../../emulator/vocabulary/index.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { abbreviate, cut } from './shorten.ts';

/** A lifeline of a ladder. */
export interface Column {
  readonly name: string;
  /** Place of the lifeline in the line, from 0. */
  readonly at: number;
  /** Several nodes share it, so a message must say which it means. */
  readonly shared: boolean;
}

/** The lifelines of a ladder and where the facts of a message go. */
export interface Columns {
  readonly columns: readonly Column[];
  /** Column of each node by its name; several phones may share one. */
  readonly byNode: ReadonlyMap<string, number>;
  /** Where the facts stand beside the ladder; undefined = under the arrows. */
  readonly factsAt: number | undefined;
  readonly width: number;
}

/** Characters of the time, with the blanks behind it. */
export const GUTTER = 10;
/** Characters of an arrow beside its label: its start, a dash and a blank, a blank, a dash and its head. */
export const ARROW_CHARACTERS = 5;
const LEAST_GAP = 9;
const LONGEST_NAME = 14;
/** Facts beside the ladder have this room, or as much as the longest needs. */
const LEAST_FACTS = 32;
/** Labels longer than this are abbreviated to make room for facts beside the ladder. */
const BESIDE_LABEL = 24;

const ORDER: readonly TraceRole[] = ['ue', 'bts', 'mme', 'hss', 'gateway', 'other'];
/** Names of lifelines that several nodes share. */
export const SHARED_NAMES: Readonly<Record<TraceRole, string>> = {
  ue: 'phones',
  bts: 'bts',
  mme: 'mme',
  hss: 'hss',
  gateway: 'gateway',
  other: 'others',
};

/** The role of a node: as the run's header says, or by its name. */
export function roleOf(name: string, nodes: readonly TraceNode[]): TraceRole {
  const known = nodes.find(node => node.name === name);
  if (known !== undefined) return known.role;
  if (/^(phone|ue)/i.test(name)) return 'ue';
  if (/^(bts|enb|gnb|cell)/i.test(name)) return 'bts';
  if (/^(mme|amf)/i.test(name)) return 'mme';
  if (/^(hss|udm)/i.test(name)) return 'hss';
  return /^(gateway|sgw|pgw|upf|smf)/i.test(name) ? 'gateway' : 'other';
}

/** What is written on an arrow between two nodes. */
export interface Label {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** Characters of the facts that go with it. */
  readonly facts: number;
}

/** Arranges the nodes of some messages, in the order of the network, as wide as their names and labels want and the line allows. */
export function arrangeColumns(labels: readonly Label[], nodes: readonly TraceNode[], width: number): Columns {
  const occurring = new Set(labels.flatMap(label => [label.from, label.to]));
  const sorted = [...occurring]
    .map((name, seen) => ({ name, seen, rank: ORDER.indexOf(roleOf(name, nodes)) }))
    .sort((a, b) => a.rank - b.rank || a.seen - b.seen);
  let groups: Group[] = sorted.map(({ name }) => ({ name: nameInBox(name, LONGEST_NAME), members: [name] }));
  if (leastWidth(groups) > width) {
    groups = ORDER.flatMap(role => {
      const members = sorted.filter(each => roleOf(each.name, nodes) === role).map(each => each.name);
      if (members.length === 0) return [];
      const name = members.length === 1 ? nameInBox(members[0]!, SHARED_NAMES.gateway.length) : SHARED_NAMES[role];
      return [{ name, members }];
    });
  }
  const byNode = new Map(groups.flatMap((group, column) => group.members.map(name => [name, column] as const)));
  const leastFacts = labels.reduce((most, label) => Math.min(LEAST_FACTS, Math.max(most, label.facts)), 0);
  const beside = place(groups, fitGaps(groups, labels, byNode, width - leastFacts - 2, BESIDE_LABEL));
  if (leastFacts > 0 && beside.fits && width - beside.end - 2 >= leastFacts)
    return { columns: beside.columns, byNode, factsAt: beside.end + 2, width };
  const { columns } = place(groups, fitGaps(groups, labels, byNode, width, Number.POSITIVE_INFINITY));
  return { columns, byNode, factsAt: undefined, width };
}

interface Group {
  readonly name: string;
  readonly members: readonly string[];
}

interface Gaps {
  readonly gaps: readonly number[];
  /** Every label has room, abbreviated if need be. */
  readonly fits: boolean;
}

function place(groups: readonly Group[], { gaps, fits }: Gaps): { columns: Column[]; end: number; fits: boolean } {
  const columns: Column[] = [];
  let at = GUTTER + halfBox(groups[0]?.name ?? '');
  for (const [column, { name, members }] of groups.entries()) {
    columns.push({ name, at, shared: members.length > 1 });
    at += gaps[column] ?? 0;
  }
  const end = (columns.at(-1)?.at ?? GUTTER) + halfBox(groups.at(-1)?.name ?? '');
  return { columns, end, fits };
}

/** Characters of a node's box left (and right) of its lifeline. */
export function halfBox(name: string): number {
  return Math.ceil((displayWidth(name) + 3) / 2);
}

/** Labels of the messages of some events, equal ones once. */
export function labelsOf(events: readonly TraceEvent[]): Label[] {
  const labels = new Map<string, Label>();
  for (const event of events) {
    if (event.kind !== 'message') continue;
    const { from, to, message: text, summary = '', fate = '' } = event;
    const key = `${from}\n${to}\n${text}`;
    const facts = Math.max(labels.get(key)?.facts ?? 0, displayWidth(summary) + fate.length);
    labels.set(key, { from, to, text, facts });
  }
  return [...labels.values()];
}

/** A user's own name of any length and characters, as it fits into a box. */
function nameInBox(name: string, most: number): string {
  return cut(name, most, '..');
}

function leastGap(left: string, right: string): number {
  return Math.max(LEAST_GAP, halfBox(left) + halfBox(right) + 2);
}

function leastWidth(groups: readonly Group[]): number {
  const gaps = groups.slice(1).map((group, i) => leastGap(groups[i]!.name, group.name));
  return GUTTER + halfBox(groups[0]?.name ?? '') + sum(gaps) + halfBox(groups.at(-1)?.name ?? '') + 1;
}

/**
 * Distances between neighbouring lifelines: the least, widened for abbreviated labels, then, as far as the line allows, for
 * whole ones (up to `mostLabel` characters), so that as many as possible are whole.
 */
function fitGaps(
  groups: readonly Group[],
  labels: readonly Label[],
  byNode: ReadonlyMap<string, number>,
  width: number,
  mostLabel: number,
): Gaps {
  const room = width - GUTTER - halfBox(groups[0]?.name ?? '') - halfBox(groups.at(-1)?.name ?? '') - 1;
  const least = groups.slice(1).map((group, i) => leastGap(groups[i]!.name, group.name));
  const spans = labels.map(({ from, to, text }) => {
    const [a, b] = [byNode.get(from)!, byNode.get(to)!];
    return { first: Math.min(a, b), last: Math.max(a, b), text };
  });
  spans.sort((a, b) => a.last - a.first - (b.last - b.first));
  const short = spans.map(span => ({ ...span, wanted: Math.min(mostLabel, abbreviate(span.text).length) }));
  const whole = spans.map(span => ({ ...span, wanted: Math.min(mostLabel, span.text.length) }));
  const enough = widen(least, short);
  if (sum(enough) > room) return { gaps: narrow(least, enough, room), fits: false };
  return { gaps: widenWhileRoom(enough, whole, room), fits: true };
}

interface Wish {
  readonly first: number;
  readonly last: number;
  readonly wanted: number;
}

function widen(gaps: readonly number[], wishes: readonly Wish[]): number[] {
  const wide = [...gaps];
  for (const { first, last, wanted } of wishes) {
    let missing = wanted + ARROW_CHARACTERS + 1 - sum(wide.slice(first, last));
    for (let gap = first; missing > 0 && gap < last; gap++) {
      const share = Math.ceil(missing / (last - gap));
      wide[gap]! += share;
      missing -= share;
    }
  }
  return wide;
}

/** Grants the wishes that the room has a place for, those that need least first. */
function widenWhileRoom(gaps: readonly number[], wishes: readonly Wish[], room: number): number[] {
  let granted = [...gaps];
  const missing = ({ first, last, wanted }: Wish) => wanted - sum(gaps.slice(first, last));
  for (const wish of wishes.toSorted((a, b) => missing(a) - missing(b))) {
    const wider = widen(granted, [wish]);
    if (sum(wider) <= room) granted = wider;
  }
  return granted;
}

/** As wide as `room` allows, between `least` and `most`, each gap giving up the same part of its surplus. */
function narrow(least: readonly number[], most: readonly number[], room: number): number[] {
  const surplus = sum(most) - sum(least);
  const allowed = Math.max(0, room - sum(least));
  if (surplus <= allowed) return [...most];
  return most.map((gap, i) => least[i]! + Math.floor(((gap - least[i]!) * allowed) / surplus));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
