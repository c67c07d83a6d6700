import type { TraceEvent } from '../../emulator/vocabulary/index.ts';
import { labelsOf, roleOf } from './ladder-columns.ts';

/**
 * The run's messages, states and notes as a Mermaid sequence diagram (GitHub and many wikis draw it). `maxMessages` keeps the text
 * within what Mermaid draws; what is left out is said in a note.
 */
export function renderMermaid(events: readonly TraceEvent[], maxMessages = 400): string {
  const nodes = events.find(event => event.kind === 'run')?.nodes ?? [];
  const order = ['ue', 'bts', 'mme', 'hss', 'gateway', 'other'];
  const names = [...new Set(labelsOf(events).flatMap(label => [label.from, label.to]))].sort(
    (a, b) => order.indexOf(roleOf(a, nodes)) - order.indexOf(roleOf(b, nodes)),
  );
  const ids = new Map(names.map((name, i) => [name, `n${i}`]));
  const lines = ['sequenceDiagram', ...names.map(name => `  participant ${ids.get(name)} as ${escapeText(name)}`)];
  let messages = 0;
  for (const event of events) {
    if (event.kind === 'message' && ++messages > maxMessages) continue;
    lines.push(...linesOf(event, ids));
  }
  const [first] = names;
  if (messages > maxMessages && first !== undefined)
    lines.push(`  Note over ${ids.get(first)}: ${messages - maxMessages} further messages are left out`);
  return `${lines.join('\n')}\n`;
}

function linesOf(event: TraceEvent, ids: ReadonlyMap<string, string>): string[] {
  const [first] = ids.values();
  switch (event.kind) {
    case 'message': {
      const lost = event.fate === 'dropped' || event.fate === 'discarded';
      const arrow = lost ? '--x' : event.ciphered === true ? '-->>' : '->>';
      const facts = [event.summary, event.fate].filter(part => part !== undefined && part !== '').join(', ');
      const text = facts === '' ? event.message : `${event.message}<br/>${escapeText(facts)}`;
      return [`  ${ids.get(event.from)}${arrow}${ids.get(event.to)}: ${text}`];
    }
    case 'state': {
      const id = ids.get(event.node);
      if (id === undefined) return [];
      return [`  Note over ${id}: ${escapeText(`${event.machine.toUpperCase()} ${event.to}`)}`];
    }
    case 'note':
      return first === undefined
        ? []
        : [`  Note over ${ids.get(event.node ?? '') ?? first}: ${escapeText(event.text)}`];
    case 'error':
      return first === undefined ? [] : [`  Note over ${first}: ${escapeText(`${event.code}: ${event.text}`)}`];
    default:
      return [];
  }
}

/** Characters that mean something to Mermaid become entity codes. */
function escapeText(text: string): string {
  return text.replace(/[\p{Cc}]/gu, ' ').replace(/[#;<>{}"`%]/g, character => `#${character.codePointAt(0)};`);
}
