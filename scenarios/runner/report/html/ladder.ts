import type { MessageTraceEvent, TraceEvent } from '../../../../emulator/vocabulary/index.ts';
import type { AttemptResult, StepResult } from '../../results/index.ts';
import { stepName } from '../text/failure-text.ts';
import { html, Markup } from './escape.ts';

/** Messages that only carry others; the ladder shows what they carry. */
const CARRIERS: ReadonlySet<string> = new Set([
  'InitialUEMessage',
  'UplinkNASTransport',
  'DownlinkNASTransport',
  'GPdu',
  'G-PDU',
]);
const CARRYING_PROTOCOLS: ReadonlySet<string> = new Set(['air', 'sctp']);
/** A page that holds hundreds of ladders must stay one that opens; the event log has everything. */
const MOST_ROWS = 400;
const MOST_PHONES = 6;
const ORDER = ['ue', 'bts', 'mme', 'hss', 'gateway'] as const;

/** What the ladder of an attempt shows, in order: messages, remarks, and where a step begins. */
type Row =
  | { readonly t: number; readonly type: 'message'; readonly event: MessageTraceEvent }
  | { readonly t: number; readonly type: 'text'; readonly text: string; readonly tone: 'note' | 'error' | 'state' }
  | { readonly t: number; readonly type: 'step'; readonly step: StepResult };

/** The signalling of an attempt as a ladder; nothing when no message was seen. */
export function renderLadder(attempt: AttemptResult): Markup | undefined {
  const rows = rowsOf(attempt);
  const lanes = lanesOf(rows, attempt.nodes);
  if (lanes.length < 2) return undefined;
  const shown = rows.slice(0, MOST_ROWS);
  const divergence = divergenceOf(attempt);
  const heads = lanes.map(
    (lane, i) =>
      html`<span class="lane" role="columnheader" style="grid-column:${2 * i + 1}/span 2"><b>${lane}</b></span>`,
  );
  const left = rows.length - shown.length;
  return html`<div class="ladder" style="--lanes:${lanes.length}" role="table" aria-label="Signalling, oldest first" tabindex="0">
<div class="row head" role="row"><span class="ms" role="columnheader">ms</span><div class="lanes">${heads}</div></div>
${shown.map(row => rowMarkup(row, lanes, divergence))}
${left > 0 && html`<div class="row"><span class="ms"></span><div class="lanes"><p class="text note">${left} further events are in the event log</p></div></div>`}
</div>`;
}

function rowMarkup(row: Row, lanes: readonly string[], divergence: number | undefined): Markup {
  if (row.type === 'step')
    return html`<div class="row stepline ${row.step.verdict}" role="row"><span class="ms" role="cell">${ms(row.t)}</span><div class="lanes"><p class="text" role="cell">${stepName(row.step)}</p></div></div>`;
  if (row.type === 'text')
    return html`<div class="row" role="row"><span class="ms" role="cell">${ms(row.t)}</span><div class="lanes"><p class="text ${row.tone}" role="cell">${row.text}</p></div></div>`;
  return messageMarkup(row.event, lanes, divergence);
}

function messageMarkup(event: MessageTraceEvent, lanes: readonly string[], divergence: number | undefined): Markup {
  const { from, to, message, summary, ciphered, fate, t } = event;
  const [a, b] = [laneOf(from, lanes), laneOf(to, lanes)];
  // lane i stands in the middle of half columns 2i+1 and 2i+2
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  const place = a === b ? `${2 * a + 1}/span 2` : `${2 * low + 2}/${2 * high + 2}`;
  const classes = [
    'msg',
    a <= b ? 'right' : 'left',
    ciphered === true && 'ciphered',
    fate !== undefined && 'lost',
    event.seq === divergence && 'diverges',
  ].filter(each => each !== false);
  const facts = [summary, fate === undefined ? undefined : `[${fate}]`].filter(each => each !== undefined).join(' ');
  return html`<div class="row" role="row"><span class="ms" role="cell">${ms(t)}</span><div class="lanes"><div class="${classes.join(' ')}" role="cell" style="grid-column:${place}"><span class="sr">${from} to ${to}: </span><b>${breakable(message)}</b>${facts !== '' && html`<small>${facts}</small>`}</div></div></div>`;
}

function rowsOf(attempt: AttemptResult): Row[] {
  // the runner's own remark that a step begins would repeat the line of that step
  const begins = new Set(attempt.steps.map(({ text }) => text));
  const rows = attempt.events.flatMap(event => (event.kind === 'note' && begins.has(event.text) ? [] : rowOf(event)));
  const steps = attempt.steps.map((step): Row => ({ t: step.startMs, type: 'step', step }));
  return [...rows, ...steps].sort((a, b) => a.t - b.t || Number(b.type === 'step') - Number(a.type === 'step'));
}

function rowOf(event: TraceEvent): Row[] {
  const { t } = event;
  switch (event.kind) {
    case 'message':
      return CARRIERS.has(event.message) || CARRYING_PROTOCOLS.has(event.protocol)
        ? []
        : [{ t, type: 'message', event }];
    case 'note':
      return [{ t, type: 'text', tone: 'note', text: named(event.node, event.text) }];
    case 'state':
      return event.machine === 'EMM' ? [{ t, type: 'text', tone: 'state', text: `${event.node}: ${event.to}` }] : [];
    case 'error':
      return [{ t, type: 'text', tone: 'error', text: named(event.node, event.text) }];
    default:
      return [];
  }
}

function named(node: string | undefined, text: string): string {
  return node === undefined ? text : `${node}: ${text}`;
}

/** Lifelines in the order of the network; phones that come late share one. */
function lanesOf(rows: readonly Row[], nodes: readonly string[]): string[] {
  const seen = [...new Set(rows.flatMap(row => (row.type === 'message' ? [row.event.from, row.event.to] : [])))];
  const known = [...nodes.filter(node => seen.includes(node)), ...seen.filter(node => !nodes.includes(node))];
  const role = (name: string): number => {
    const index = ORDER.indexOf(roleOf(name, rows));
    return index < 0 ? ORDER.length : index;
  };
  const sorted = known.sort((a, b) => role(a) - role(b));
  const phones = sorted.filter(name => roleOf(name, rows) === 'ue');
  if (phones.length <= MOST_PHONES) return sorted;
  return [...phones.slice(0, MOST_PHONES - 1), OTHERS, ...sorted.filter(name => !phones.includes(name))];
}

const OTHERS = 'other phones';

function laneOf(name: string, lanes: readonly string[]): number {
  const at = lanes.indexOf(name);
  return at >= 0 ? at : Math.max(0, lanes.indexOf(OTHERS));
}

/** By what a node says and to whom: the network's names are fixed, phones speak NAS, the rest are base stations. */
function roleOf(name: string, rows: readonly Row[]): (typeof ORDER)[number] {
  if (name === 'mme' || name === 'hss' || name === 'gateway') return name;
  const speaksNas = rows.some(
    row =>
      row.type === 'message' &&
      /^(nas|ip)/.test(row.event.protocol) &&
      (row.event.from === name || row.event.to === name),
  );
  return speaksNas ? 'ue' : 'bts';
}

/** `seq` of the message at which an ordered expectation first was not met. */
function divergenceOf(attempt: AttemptResult): number | undefined {
  for (const { expectation, step: number } of attempt.problems) {
    const { flow } = expectation ?? {};
    const observed = flow?.divergence === undefined ? undefined : flow.observed[flow.divergence];
    const step = attempt.steps.find(each => each.number === number && each.phase === 'steps');
    if (observed === undefined || step === undefined) continue;
    const found = attempt.events.find(
      event =>
        event.kind === 'message' &&
        event.message === observed.message &&
        event.from === observed.from &&
        Math.abs(event.t - step.startMs - observed.atMs) <= 0.1,
    );
    if (found !== undefined) return found.seq;
  }
  return undefined;
}

function ms(t: number): string {
  return t.toFixed(1);
}

/** `AuthenticationInformationRequest` may be broken before its capitals. */
function breakable(name: string): Markup {
  return html`${name.split(/(?<=[a-z])(?=[A-Z])/).map((word, i) => html`${i > 0 && new Markup('<wbr>')}${word}`)}`;
}
