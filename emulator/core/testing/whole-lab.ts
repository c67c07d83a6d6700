import type { AirDownlink } from '../../air/index.ts';
import { ipv4EchoRequest, parseIpv4 } from '../../codec/ip/index.ts';
import { Enb, type EnbConfig, type EnbInput, type EnbOutput } from '../../enb/index.ts';
import { Ue, type UeConfig, type UeInput, type UeOutput } from '../../ue/index.ts';
import { type Imsi, parseSecret } from '../../vocabulary/index.ts';
import { EmbeddedCore } from '../core.ts';
import { checkFault } from '../faults/check-fault.ts';
import type { CoreConfig, CoreInput, CoreOutput, FaultCommand } from '../port.ts';
import { CONFIG, PLMN } from './bench.ts';
import { K, MemoryStore, OPC, subscriberDocument } from './store.ts';

const UE_CONFIG: Omit<UeConfig, 'usim'> = {
  imei: '353490069873319',
  imeiSoftwareVersion: '01',
  pdnType: 'ipv4v6',
  eea: [0, 1, 2, 3],
  eia: [0, 1, 2, 3],
  esmInformationTransfer: true,
  attachType: 'eps',
  traceNas: false,
};

/** Real phones, real base stations and the core, joined in virtual time: one queue, no host. */
export class WholeLab {
  readonly core: EmbeddedCore;
  readonly store = new MemoryStore();
  readonly enbs: Enb[] = [];
  readonly phones: Ue[] = [];
  readonly heard: UeOutput[][] = [];
  readonly outputs: CoreOutput[] = [];
  now = 0;
  private readonly queue: (() => void)[] = [];
  private readonly camps: number[] = [];
  private running = false;
  private seed = 7;

  constructor(config: Partial<CoreConfig['mme']> = {}, trace = true) {
    this.core = new EmbeddedCore({ ...CONFIG, trace, mme: { ...CONFIG.mme, ...config } }, length =>
      this.random(length),
    );
  }

  addEnb(config: Partial<EnbConfig> = {}): number {
    const index = this.enbs.length;
    const enb = new Enb({
      name: `bts-${index}`,
      enbId: 0x100 + index,
      globalPlmn: PLMN,
      supportedTas: [{ tac: 1, plmns: [PLMN] }],
      defaultPagingDrx: 128,
      s1uAddress: `127.0.1.${index + 1}`,
      outboundStreams: 8,
      eeaPreference: [0],
      eiaPreference: [2, 1],
      enforceAmbr: false,
      ...config,
    });
    this.enbs.push(enb);
    this.post(() => this.core_({ type: 's1Up', enb: index, peer: `bts-${index}`, outboundStreams: 8 }));
    this.post(() => this.enb_(index, { type: 's1Up', outboundStreams: 8 }));
    this.run();
    return index;
  }

  addPhone(imsi: Imsi, on = 0, more: Partial<UeConfig> = {}): number {
    const index = this.phones.length;
    if (!this.store.documents.has(imsi)) this.store.documents.set(imsi, subscriberDocument(imsi));
    const usim = { imsi, ki: parseSecret('Ki', K), opc: parseSecret('OPc', OPC), homePlmn: PLMN };
    this.phones.push(new Ue({ ...UE_CONFIG, usim, ...more }, length => this.random(length)));
    this.heard.push([]);
    this.camps.push(on);
    return index;
  }

  /** Tells a phone something, and lets everything that follows happen. */
  tell(phone: number, input: UeInput): UeOutput[] {
    const from = this.heard[phone]!.length;
    this.post(() => this.ue_(phone, input));
    this.run();
    return this.heard[phone]!.slice(from);
  }

  powerOn(phone: number): UeOutput[] {
    this.post(() => this.ue_(phone, { type: 'powerOn' }));
    this.post(() => this.enb_(this.camps[phone]!, { type: 'camp', ue: phone }));
    const from = this.heard[phone]!.length;
    this.run();
    return this.heard[phone]!.slice(from);
  }

  /** The base station ends the connection, as by inactivity. */
  idle(phone: number): void {
    this.post(() => this.enb_(this.camps[phone]!, { type: 'releaseUe', ue: phone, cause: 'user-inactivity' }));
    this.run();
  }

  /** Switches a fault on or off. */
  fault(name: string, parameters: FaultCommand['parameters'] = {}, on = true): void {
    this.toCore({ type: 'fault', fault: checkFault({ name, on, parameters }) });
  }

  toCore(input: CoreInput): void {
    this.post(() => this.core_(input));
    this.run();
  }

  advance(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const next = this.nextTimeout();
      if (next === undefined || next > end) break;
      this.now = Math.max(this.now, next);
      if ((this.core.nextTimeout() ?? Infinity) <= this.now) this.post(() => this.core_({ type: 'timeout' }));
      for (const [i, enb] of this.enbs.entries()) {
        if ((enb.nextTimeout() ?? Infinity) <= this.now) this.post(() => this.enb_(i, { type: 'timeout' }));
      }
      for (const [i, phone] of this.phones.entries()) {
        if ((phone.nextTimeout() ?? Infinity) <= this.now) this.post(() => this.ue_(i, { type: 'timeout' }));
      }
      this.run();
    }
    this.now = end;
  }

  /** An ICMP echo request from a phone to the gateway; true when the reply came. */
  ping(phone: number, ipv4: string): boolean {
    const packet = this.echo(ipv4, this.core.gateway.ipv4Address);
    const outputs = this.tell(phone, { type: 'packet', ebi: 5, packet });
    return outputs.some(output => output.type === 'packet' && output.packet[20] === 0);
  }

  echo(from: string, to: string): Uint8Array {
    return ipv4EchoRequest(parseIpv4(from), parseIpv4(to), 1, 1, new Uint8Array(8));
  }

  s1Loss(enb: number): void {
    this.post(() => this.core_({ type: 's1Down', enb }));
    this.post(() => this.enb_(enb, { type: 's1Down', reason: 'test' }));
    this.run();
  }

  s1Recover(enb: number): void {
    this.post(() => this.core_({ type: 's1Up', enb, peer: `bts-${enb}`, outboundStreams: 8 }));
    this.post(() => this.enb_(enb, { type: 's1Up', outboundStreams: 8 }));
    this.run();
  }

  /** The phone leaves one cell and camps on another. */
  move(phone: number, enb: number): void {
    this.post(() => this.enb_(this.camps[phone]!, { type: 'leave', ue: phone }));
    this.post(() => {
      this.camps[phone] = enb;
      this.enb_(enb, { type: 'camp', ue: phone });
    });
    this.run();
  }

  private nextTimeout(): number | undefined {
    let earliest: number | undefined;
    for (const machine of [this.core, ...this.enbs, ...this.phones]) {
      const at = machine.nextTimeout();
      if (at !== undefined && (earliest === undefined || at < earliest)) earliest = at;
    }
    return earliest;
  }

  private post(step: () => void): void {
    this.queue.push(step);
  }

  private run(): void {
    if (this.running) return;
    this.running = true;
    for (let step = this.queue.shift(); step !== undefined; step = this.queue.shift()) step();
    this.running = false;
  }

  private core_(input: CoreInput): void {
    for (const output of this.core.handle(input, this.now)) {
      this.outputs.push(output);
      if (output.type === 's1ap') {
        const { stream, bytes } = output;
        this.post(() => this.enb_(output.enb, { type: 's1ap', stream, bytes }));
      } else if (output.type === 's1Close') {
        this.post(() => this.s1Loss(output.enb));
      } else if (output.type === 'database') {
        this.post(() => this.core_({ type: 'database', answer: this.store.answer(output.request) }));
      } else if (output.type === 'gtpu') {
        const index = Number(output.to.address.split('.')[3]) - 1;
        this.post(() => this.enb_(index, { type: 'gtpu', teid: output.to.teid, packet: output.packet }));
      }
    }
  }

  private enb_(index: number, input: EnbInput): void {
    for (const output of this.enbs[index]!.handle(input, this.now)) this.enbSaid(index, output);
  }

  private enbSaid(index: number, output: EnbOutput): void {
    switch (output.type) {
      case 's1ap':
        return this.post(() => this.core_({ type: 's1ap', enb: index, stream: output.stream, bytes: output.bytes }));
      case 'air':
        return this.toPhone(output.ue, output.message);
      case 'broadcast':
        for (const [phone, camp] of this.camps.entries()) if (camp === index) this.toPhone(phone, output.message);
        return;
      case 'gtpu':
        if (this.core.knowsTeid(output.teid)) {
          return this.post(() => this.core_({ type: 'gtpu', teid: output.teid, packet: output.packet }));
        }
        return this.post(() =>
          this.enb_(index, { type: 'gtpuErrorIndication', teid: output.teid, address: output.address }),
        );
      default:
        return;
    }
  }

  private toPhone(phone: number, message: AirDownlink): void {
    this.post(() => this.ue_(phone, { type: 'air', message }));
  }

  private ue_(phone: number, input: UeInput): void {
    for (const output of this.phones[phone]!.handle(input, this.now)) {
      this.heard[phone]!.push(output);
      if (output.type === 'air') {
        this.post(() => this.enb_(this.camps[phone]!, { type: 'air', ue: phone, message: output.message }));
      }
    }
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
