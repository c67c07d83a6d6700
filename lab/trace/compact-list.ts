import type { TraceEvent } from '../../emulator/vocabulary/index.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { ASCII_GLYPHS, UNICODE_GLYPHS } from './ladder-glyphs.ts';
import { FAILING } from './ladder-texts.ts';
import { cut } from './shorten.ts';
import { type Style, StyledRow } from './styled-row.ts';
import type { Terminal } from './terminal.ts';

const NODES_AT = 13;
const NODES_WIDTH = 32;
const NAME_AT = 28;
/** Facts stand in a column of their own where the line is wide enough. */
const FACTS_AT = 54;
const WIDE = 110;

/** One line on one event: `31 ms  mme > phone  AuthenticationRequest  KSI 0`, in columns, as wide as the terminal at most. */
export function compactLine(event: TraceEvent, terminal: Terminal): string {
  const glyphs = terminal.unicode ? UNICODE_GLYPHS : ASCII_GLYPHS;
  const [allNodes, wholeName, facts, style] = columnsOf(event, glyphs.becomes);
  const nodes = cut(allNodes, NODES_WIDTH, glyphs.ellipsis);
  const row = new StyledRow()
    .put(0, `${event.t.toFixed(1)} ms`.padStart(NODES_AT - 2), 'dim')
    .put(NODES_AT, nodes, 'dim');
  const nameAt = Math.max(NAME_AT, NODES_AT + displayWidth(nodes) + 2);
  const name = cut(wholeName, terminal.width - nameAt, glyphs.ellipsis);
  row.put(nameAt, name, style);
  const factsAt = Math.max(terminal.width < WIDE ? 0 : FACTS_AT, nameAt + displayWidth(name) + 2);
  if (facts !== '') row.put(factsAt, cut(facts, terminal.width - factsAt, glyphs.ellipsis));
  return row.render(terminal.colour);
}

/** The run as a list, a line for each event; lines end with \n. */
export function renderCompactList(events: readonly TraceEvent[], terminal: Terminal): string {
  return events.map(event => `${compactLine(event, terminal)}\n`).join('');
}

function columnsOf(event: TraceEvent, becomes: string): [nodes: string, name: string, facts: string, style: Style] {
  switch (event.kind) {
    case 'run':
      return ['', `run ${event.run}`, `core ${event.core}, mvnolab ${event.version}, ${event.at}`, 'bold'];
    case 'message': {
      const failing = FAILING.test(event.message);
      const facts = [event.summary, event.fate].filter(part => part !== undefined && part !== '').join(', ');
      return [`${event.from} > ${event.to}`, event.message, facts, failing ? 'bad' : 'plain'];
    }
    case 'state':
      return [event.node, `${event.machine.toUpperCase()} ${event.from} ${becomes} ${event.to}`, '', 'state'];
    case 'user-plane': {
      const facts = `up ${event.uplinkPackets} packets ${event.uplinkOctets} octets, down ${event.downlinkPackets} packets ${event.downlinkOctets} octets`;
      return [event.node, event.ip ?? 'user plane', facts, 'user'];
    }
    case 'note':
      return [event.node ?? '', 'note', event.text, 'dim'];
    case 'error':
      return [event.node ?? '', event.code, event.text, 'bad'];
    case 'verdict':
      return [
        '',
        event.verdict,
        [event.of, event.reason].filter(Boolean).join(': '),
        event.verdict === 'passed' ? 'good' : 'bad',
      ];
    case 'artefact':
      return ['', event.name, event.path, 'dim'];
    default:
      // an event of a later release
      return ['', (event as { kind: string }).kind, '', 'dim'];
  }
}
