import type {
  MessageTraceEvent,
  RunTraceEvent,
  StateTraceEvent,
  UserPlaneTraceEvent,
  VerdictTraceEvent,
} from '../../emulator/vocabulary/index.ts';
import type { Glyphs } from './ladder-glyphs.ts';
import type { Style } from './styled-row.ts';

/** Messages by which something fails. */
export const FAILING = /Reject|Failure|ErrorIndication|Error Indication/;

/** Colour of a message: its protocol's, or a warning. */
export function styleOf(event: MessageTraceEvent): Style {
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

/** The header on one line. */
export function describeRun(event: RunTraceEvent, dot: string): string {
  const parts = [`run ${event.run}`, event.title, `core ${event.core}`, `mvnolab ${event.version}`, event.at];
  if (event.seed !== undefined) parts.push(`seed ${event.seed}`);
  return parts.filter(part => part !== undefined).join(` ${dot} `);
}

/** `EMM DEREGISTERED → REGISTERED-INITIATED`: the machine's name is not repeated in its states. */
export function stateText(event: StateTraceEvent, glyphs: Glyphs): string {
  const machine = event.machine.toUpperCase();
  const short = (state: string) => (state.startsWith(`${machine}-`) ? state.slice(machine.length + 1) : state);
  return `${machine} ${short(event.from)} ${glyphs.becomes} ${short(event.to)}`;
}

/** Counters of a bearer on one line. */
export function userPlaneText(event: UserPlaneTraceEvent, glyphs: Glyphs): string {
  const way = (arrow: string, packets: number, octets: number) =>
    `${arrow} ${packets} packet${packets === 1 ? '' : 's'}, ${octets} octets`;
  const ways = [
    way(glyphs.up, event.uplinkPackets, event.uplinkOctets),
    way(glyphs.down, event.downlinkPackets, event.downlinkOctets),
  ];
  if (event.droppedPackets !== undefined && event.droppedPackets > 0) ways.push(`${event.droppedPackets} dropped`);
  return [event.ip, event.apn, ...ways].filter(part => part !== undefined).join('  ');
}

/** `attach failed: no AttachAccept`. */
export function verdictText(event: VerdictTraceEvent): string {
  const verdict = event.of === undefined ? event.verdict : `${event.of} ${event.verdict}`;
  return event.reason === undefined ? verdict : `${verdict}: ${event.reason}`;
}
