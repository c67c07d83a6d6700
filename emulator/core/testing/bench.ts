import {
  decodeS1ap,
  encodeS1ap,
  type S1apMessage,
  type S1apMessageName,
  type S1apPdu,
} from '../../codec/s1ap/index.ts';
import { parsePlmn, type STmsi, type Tai } from '../../vocabulary/index.ts';
import { EmbeddedCore } from '../core.ts';
import type { DatabaseRequest } from '../database.ts';
import type { CoreConfig, CoreInput, CoreOutput, MmeOutput } from '../port.ts';
import type { SessionMessage, SessionRequest } from '../session.ts';
import { MemoryStore } from './store.ts';

export const PLMN = parsePlmn('999-70');
export const TAI = { plmn: PLMN, tac: 1 };
export const CGI = { plmn: PLMN, cellId: 0x1079baf };

export const CONFIG: CoreConfig = {
  mme: {
    name: 'open5gs-mme0',
    mmegi: 2,
    mmec: 1,
    servedTais: [TAI],
    eiaOrder: [2, 1, 0],
    eeaOrder: [0, 1, 2],
    networkFullName: 'Open5GS',
    networkShortName: '',
    utcAtStartMs: Date.UTC(2026, 10, 22, 3, 10, 13),
    t3412Ms: 540_000,
    relativeCapacity: 255,
    maxUes: 1024,
    accessControl: [],
    imitates: '2.8.0',
  },
  hss: { host: 'hss.localdomain', mmeHost: 'mme.localdomain', realm: 'localdomain' },
  gateway: {
    s1u: { address: '127.0.0.6' },
    ipv4Pool: '10.45.0.0/16',
    ipv6Pool: '2001:db8:cafe::/48',
    dns: ['8.8.8.8', '8.8.4.4', '2001:4860:4860::8888'],
    mtu: 1400,
    internetHost: '10.99.0.1',
    apns: [],
  },
  trace: true,
};

/** A core with its database, and base stations that say what the test tells them. */
export class Bench {
  readonly core: EmbeddedCore;
  readonly store = new MemoryStore();
  now = 0;
  /** Where base stations say that phones are. */
  tai: Tai = TAI;
  /** What each base station has received and no test has taken yet. */
  readonly received = new Map<number, S1apPdu[]>();
  readonly outputs: CoreOutput[] = [];
  /** The database does not answer for now. */
  holdDatabase = false;
  private readonly held: DatabaseRequest[] = [];
  private seed = 1;

  constructor(config: Partial<CoreConfig['mme']> = {}, gateway: Partial<CoreConfig['gateway']> = {}) {
    const whole = { ...CONFIG, mme: { ...CONFIG.mme, ...config }, gateway: { ...CONFIG.gateway, ...gateway } };
    this.core = new EmbeddedCore(whole, length => this.random(length));
  }

  feed(input: CoreInput): void {
    this.perform(this.core.handle(input, this.now));
  }

  private perform(outputs: readonly CoreOutput[]): void {
    for (const output of outputs) {
      this.outputs.push(output);
      if (output.type === 's1ap') this.inbox(output.enb).push(decodeS1ap(output.bytes));
      else if (output.type === 'database') {
        if (this.holdDatabase) this.held.push(output.request);
        else this.feed({ type: 'database', answer: this.store.answer(output.request) });
      }
    }
  }

  /** The database answers what it was asked meanwhile. */
  releaseDatabase(): void {
    this.holdDatabase = false;
    for (const request of this.held.splice(0)) {
      this.feed({ type: 'database', answer: this.store.answer(request) });
    }
  }

  /** Virtual time goes on; every timer on the way runs out. */
  advance(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const at = this.core.nextTimeout();
      if (at === undefined || at > end) break;
      this.now = Math.max(this.now, at);
      this.feed({ type: 'timeout' });
    }
    this.now = end;
  }

  send(enb: number, pdu: S1apPdu): void {
    this.feed({ type: 's1ap', enb, stream: 0, bytes: encodeS1ap(pdu) });
  }

  /** The next message that base station `enb` received; it must be of that name. */
  take<Name extends S1apMessageName>(name: Name, enb = 1): S1apMessage<Name> {
    const pdu = this.inbox(enb).shift();
    if (pdu?.message !== name) throw new Error(`${pdu?.message ?? 'nothing'} instead of ${name}`);
    return pdu as S1apMessage<Name>;
  }

  /** Names of what base station `enb` received and nobody took yet. */
  names(enb = 1): string[] {
    return this.inbox(enb).map(pdu => pdu.message);
  }

  /** Names of all that base station `enb` received and nobody took; takes them. */
  rest(enb = 1): string[] {
    return this.inbox(enb)
      .splice(0)
      .map(pdu => pdu.message);
  }

  up(enb = 1, tac = 1, enbId = 0x54f64 + enb): void {
    this.feed({ type: 's1Up', enb, peer: `127.0.1.${enb}:36412`, outboundStreams: 10 });
    this.send(enb, {
      message: 'S1SetupRequest',
      globalEnbId: { plmn: PLMN, enbId: { type: 'macroEnbId', value: enbId } },
      enbName: `enb-${enb}`,
      supportedTas: [{ tac, broadcastPlmns: [PLMN] }],
      defaultPagingDrx: 'v64',
    });
  }

  initial(nasPdu: Uint8Array, enbUeS1apId = 1, { enb = 1, sTmsi }: { enb?: number; sTmsi?: STmsi } = {}): void {
    this.send(enb, {
      message: 'InitialUEMessage',
      enbUeS1apId,
      nasPdu,
      tai: this.tai,
      eutranCgi: CGI,
      rrcEstablishmentCause: 'mo-Signalling',
      ...(sTmsi === undefined ? {} : { sTmsi: { mmec: sTmsi.mmec, mTmsi: sTmsi.mTmsi } }),
    });
  }

  /** A message of the gateway that nobody asked for. */
  gatewaySays(message: SessionMessage): void {
    this.perform(this.core.inject({ to: 'mme', input: { type: 'session', message } }, this.now));
  }

  /** What MME and gateway have said to one another, of one type. */
  sessions<Type extends (SessionRequest | SessionMessage)['type']>(
    type: Type,
  ): Extract<SessionRequest | SessionMessage, { type: Type }>[] {
    return this.outputs.flatMap(output =>
      output.type === 'session' && output.message.type === type
        ? [output.message as Extract<SessionRequest | SessionMessage, { type: Type }>]
        : [],
    );
  }

  /** The S1AP messages among some outputs of the MME. */
  decoded(outputs: readonly MmeOutput[]): S1apPdu[] {
    return outputs.flatMap(output => (output.type === 's1ap' ? [decodeS1ap(output.bytes)] : []));
  }

  private inbox(enb: number): S1apPdu[] {
    let inbox = this.received.get(enb);
    if (inbox === undefined) this.received.set(enb, (inbox = []));
    return inbox;
  }

  private random(length: number): Uint8Array {
    const octets = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      this.seed = (Math.imul(this.seed, 1103515245) + 12345) >>> 0;
      octets[i] = this.seed >>> 16;
    }
    return octets;
  }
}
