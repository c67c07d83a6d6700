import { DecodeError } from '../../emulator/bytes/index.ts';
import { describeIp } from '../../emulator/codec/ip/index.ts';
import type { CoreOutput } from '../../emulator/core/index.ts';
import type { EnbInput, EnbOutput } from '../../emulator/enb/index.ts';
import type { Actor, LoopObserver } from '../../emulator/host/index.ts';
import type { UeInput, UeOutput } from '../../emulator/ue/index.ts';
import type { Capture } from './capture.ts';
import { s6aRecord, sessionRecord } from './core-record.ts';
import type { EventLog } from './event-log.ts';
import { nasRecord } from './nas-record.ts';
import { s1apRecord } from './s1ap-record.ts';

/** What an actor of the loop is, for the trace. */
export type TracedRole =
  | { readonly role: 'ue'; readonly imsi: string }
  | { readonly role: 'bts' }
  | { readonly role: 'core' };

/**
 * Turns what the machines of a loop take and return into trace records: NAS as the phone sees it, S1AP as the base station
 * does, S6a and sessions where the core is our own. So the trace is the same whichever core answers.
 */
export class LoopTracer implements LoopObserver {
  private readonly log: EventLog;
  private readonly capture: Capture | undefined;
  private readonly actors = new Map<string, TracedRole>();

  constructor(log: EventLog, capture?: Capture) {
    this.log = log;
    this.capture = capture;
  }

  /** Actors that are not named are not traced. */
  name(actor: string, role: TracedRole): void {
    this.actors.set(actor, role);
  }

  input(actor: Actor, input: unknown): void {
    const role = this.roleOf(actor);
    if (role?.role === 'bts') this.btsInput(actor.name, input as EnbInput);
    else if (role?.role === 'ue') this.ueInput(actor.name, role.imsi, input as UeInput);
  }

  output(actor: Actor, output: unknown): void {
    const role = this.roleOf(actor);
    if (role?.role === 'ue') this.ueOutput(actor.name, role.imsi, output as UeOutput);
    else if (role?.role === 'bts') this.btsOutput(actor.name, output as EnbOutput);
    else if (role?.role === 'core') this.coreOutput(output as CoreOutput);
  }

  private roleOf(actor: Actor): TracedRole | undefined {
    return this.log.listening || this.capture !== undefined ? this.actors.get(actor.name) : undefined;
  }

  private btsInput(bts: string, input: EnbInput): void {
    if (input.type === 's1ap') this.log.append(s1apRecord(input.bytes, 'mme', bts, this.log.redactor));
  }

  private btsOutput(bts: string, output: EnbOutput): void {
    if (output.type === 's1ap') this.log.append(s1apRecord(output.bytes, bts, 'mme', this.log.redactor));
    else if (output.type === 'note') this.log.append({ kind: 'note', node: bts, text: output.text });
    else if (output.type === 'state' && output.machine === 's1') {
      this.log.append({ kind: 'state', node: bts, machine: 'S1', from: output.from, to: output.to });
    }
  }

  private ueInput(phone: string, ue: string, input: UeInput): void {
    if (input.type === 'packet') this.packet(phone, 'gateway', ue, input.packet);
  }

  private ueOutput(phone: string, imsi: string, output: UeOutput): void {
    switch (output.type) {
      case 'nas': {
        this.log.append(nasRecord(output, phone, 'mme', imsi));
        const [from, to] = output.direction === 'uplink' ? [phone, 'mme'] : ['mme', phone];
        this.capture?.pdu('nas-eps_plain', from, to, output.plain, `UE ${imsi}, deciphered copy`);
        break;
      }
      case 'packet':
        this.packet('gateway', phone, imsi, output.packet);
        break;
      case 'state': {
        const machine = output.machine.toUpperCase();
        const to = output.substate === undefined ? output.to : `${output.to}.${output.substate}`;
        this.log.append({ kind: 'state', node: phone, ue: imsi, machine, from: output.from, to });
        break;
      }
      case 'aka': {
        const { verdict, sqn, sqnMs, mac, xmac } = output.outcome;
        const detail =
          verdict === 'mac-failure' ? `MAC ${mac}, XMAC ${xmac}` : `SQN ${sqn}, highest accepted before ${sqnMs}`;
        const fields = { topic: 'aka', ...output.outcome };
        this.log.append({ kind: 'note', node: phone, ue: imsi, text: `USIM: ${verdict} (${detail})`, fields });
        break;
      }
      case 'note':
        this.log.append({ kind: 'note', node: phone, ue: imsi, text: output.text });
        break;
      default:
        break;
    }
  }

  private coreOutput(output: CoreOutput): void {
    switch (output.type) {
      case 's6a':
        this.log.append(s6aRecord(output.message));
        break;
      case 'session':
        this.log.append(sessionRecord(output.message));
        break;
      case 'fault':
        this.log.append({
          kind: 'note',
          text: `fault ${output.name}: ${output.event}`,
          ...(output.imsi === undefined ? {} : { ue: output.imsi }),
        });
        break;
      case 'note':
        this.log.append({
          kind: 'note',
          node: output.node,
          text: output.text,
          ...(output.imsi === undefined ? {} : { ue: output.imsi }),
        });
        break;
      default:
        break;
    }
  }

  /** Control packets of IP are told; volume is counted elsewhere. */
  private packet(from: string, to: string, ue: string, packet: Uint8Array): void {
    if (!isIcmp(packet)) return;
    let summary: string;
    try {
      summary = describeIp(packet);
    } catch (error) {
      if (error instanceof DecodeError) return;
      throw error;
    }
    const message = /echo request/i.test(summary) ? 'EchoRequest' : /echo reply/i.test(summary) ? 'EchoReply' : 'ICMP';
    this.log.append({ kind: 'message', protocol: 'ip', from, to, message, summary, ue });
  }
}

function isIcmp(packet: Uint8Array): boolean {
  const version = (packet[0] ?? 0) >> 4;
  return version === 4 ? packet[9] === 1 : version === 6 && packet[6] === 58;
}
