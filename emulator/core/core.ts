import type { Machine, Millis, RandomBytes } from '../machine/index.ts';
import type { Imsi } from '../vocabulary/index.ts';
import { Faults } from './faults/faults.ts';
import { Gateway } from './gateway/gateway.ts';
import type { Usage } from './gateway/session-table.ts';
import { Hss } from './hss/hss.ts';
import { Mme } from './mme/mme.ts';
import type {
  CoreConfig,
  CoreInput,
  CoreOutput,
  GatewayInput,
  GatewayOutput,
  HssInput,
  HssOutput,
  MmeInput,
  MmeOutput,
} from './port.ts';
import type { S6aMessage, S6aRequest } from './s6a.ts';
import { S6A_METRICS } from './s6a-metrics.ts';
import type { SessionMessage, SessionRequest } from './session.ts';
import { countersOf, type EnbView, type UeView, viewOfEnb, viewOfUe } from './views.ts';

/** What one part of the core has for another. */
export type Step =
  | { readonly to: 'mme'; readonly input: MmeInput }
  | { readonly to: 'hss'; readonly input: HssInput }
  | { readonly to: 'gateway'; readonly input: GatewayInput };

/** MME, HSS and gateway as one machine; what they say to one another goes through one queue, in order. */
export class EmbeddedCore implements Machine<CoreInput, CoreOutput> {
  readonly mme: Mme;
  readonly hss: Hss;
  readonly gateway: Gateway;
  private readonly faults: Faults;
  private readonly trace: boolean;
  private readonly steps: Step[] = [];
  private outputs: CoreOutput[] = [];

  /** @throws UserError when an address pool of the configuration is unusable */
  constructor(config: CoreConfig, random: RandomBytes) {
    this.trace = config.trace;
    this.mme = new Mme(config.mme, random, config.trace);
    this.hss = new Hss(config.hss, random);
    this.gateway = new Gateway(config.gateway, random);
    this.faults = new Faults(this.mme, {
      toHss: message => this.steps.push({ to: 'hss', input: { type: 's6a', message } }),
      toDatabase: request => this.outputs.push({ type: 'database', request }),
      toEnb: output => this.outputs.push(output),
      fromEnb: (enb, stream, bytes) => this.steps.push({ to: 'mme', input: { type: 's1ap', enb, stream, bytes } }),
      mmeSpoke: () => this.takeFromMme(),
      tell: note => this.outputs.push(note),
    });
  }

  nextTimeout(): Millis | undefined {
    let earliest = this.mme.nextTimeout();
    for (const at of [this.gateway.nextTimeout(), this.faults.nextTimeout()]) {
      if (at !== undefined && (earliest === undefined || at < earliest)) earliest = at;
    }
    return earliest;
  }

  handle(input: CoreInput, now: Millis): CoreOutput[] {
    const { steps } = this;
    switch (input.type) {
      case 'timeout':
        this.faults.timeout(now);
        steps.push({ to: 'mme', input }, { to: 'gateway', input });
        break;
      case 's1Up':
      case 's1Down':
      case 's1ap':
        steps.push({ to: 'mme', input });
        break;
      case 'database':
      case 'change':
        steps.push({ to: 'hss', input });
        break;
      case 'gtpu':
        if (!this.faults.areOn || this.faults.seams.packet('uplink', this.gateway.imsiOf(input.teid))) {
          steps.push({ to: 'gateway', input });
        }
        break;
      case 'gtpuErrorIndication':
        steps.push({ to: 'gateway', input });
        break;
      case 'fault':
        this.faults.command(input.fault, now);
        break;
    }
    return this.run(now);
  }

  /** Puts a message into one part as if another part had sent it: for tests. */
  inject(step: Step, now: Millis): CoreOutput[] {
    this.steps.push(step);
    return this.run(now);
  }

  /** True when `teid` is the gateway's end of a living tunnel. */
  knowsTeid(teid: number): boolean {
    return this.gateway.knowsTeid(teid);
  }

  /** Every phone whose IMSI the MME knows, detached ones with a kept context too. */
  ues(): UeView[] {
    return [...this.mme.state.ues()].flatMap(ue => viewOfUe(ue) ?? []);
  }

  ue(imsi: Imsi): UeView | undefined {
    const ue = this.mme.state.ofImsi(imsi);
    return ue && viewOfUe(ue);
  }

  enbs(): EnbView[] {
    return [...this.mme.state.enbs.values()].map(viewOfEnb);
  }

  /** Gauges and counters by name; Open5GS's names where it has them. */
  counters(): Readonly<Record<string, number>> {
    return countersOf(this.mme.state, this.gateway.sessionCount);
  }

  /** What a subscriber's PDN connections have carried since they were made. */
  usageOf(imsi: Imsi): Usage {
    return this.gateway.usageOf(imsi);
  }

  private run(now: Millis): CoreOutput[] {
    const { steps } = this;
    for (let next = 0; next < steps.length; next++) this.perform(steps[next]!, now);
    steps.length = 0;
    const { outputs } = this;
    this.outputs = [];
    return outputs;
  }

  private perform(step: Step, now: Millis): void {
    const { faults } = this;
    const hadFaults = faults.areOn;
    if (hadFaults) faults.at(now);
    switch (step.to) {
      case 'mme':
        for (const output of this.mme.handle(step.input, now)) this.fromMme(output);
        if (hadFaults) faults.settle();
        return;
      case 'hss':
        for (const output of this.hss.handle(step.input)) this.fromHss(output);
        return;
      case 'gateway':
        for (const output of this.gateway.handle(step.input, now)) this.fromGateway(output);
    }
  }

  /** What the MME has said at a time of its own, or by a fault. */
  private takeFromMme(): void {
    for (const output of this.mme.state.take()) this.fromMme(output);
  }

  private fromMme(output: MmeOutput): void {
    if (output.type === 's6a') this.toHss(output.message);
    else if (output.type === 'session') this.toGateway(output.message);
    else this.outputs.push(output);
  }

  private toHss(message: S6aRequest): void {
    this.count(S6A_METRICS[message.type]);
    if (this.trace) this.outputs.push({ type: 's6a', message });
    const verdict = this.faults.areOn ? this.faults.seams.s6aRequest(message) : 'pass';
    if (verdict === 'pass') this.steps.push({ to: 'hss', input: { type: 's6a', message } });
    else if (verdict !== 'drop') this.answerMme(verdict.instead);
  }

  private fromHss(output: HssOutput): void {
    switch (output.type) {
      case 's6a': {
        const verdict = this.faults.areOn ? this.faults.seams.s6aAnswer(output.message) : 'pass';
        return this.answerMme(typeof verdict === 'object' ? verdict.instead : output.message);
      }
      case 'database': {
        const verdict = this.faults.areOn ? this.faults.seams.databaseRequest(output.request) : 'pass';
        if (verdict === 'pass') this.outputs.push(output);
        else if (verdict !== 'drop')
          this.steps.push({ to: 'hss', input: { type: 'database', answer: verdict.instead } });
        return;
      }
      default:
        this.outputs.push(output);
    }
  }

  private answerMme(message: S6aMessage): void {
    this.count(S6A_METRICS[message.type]);
    if ('result' in message && message.result.type !== 'success') this.count(`${S6A_METRICS[message.type]}_error`);
    if (this.trace) this.outputs.push({ type: 's6a', message });
    this.steps.push({ to: 'mme', input: { type: 's6a', message } });
  }

  private toGateway(message: SessionRequest): void {
    if (this.trace) this.outputs.push({ type: 'session', message });
    const verdict = this.faults.areOn ? this.faults.seams.sessionRequest(message) : 'pass';
    if (verdict === 'pass') this.steps.push({ to: 'gateway', input: { type: 'session', message } });
    else if (verdict !== 'drop') this.sessionToMme(verdict.instead);
  }

  private fromGateway(output: GatewayOutput): void {
    if (output.type === 'session') return this.sessionToMme(output.message);
    const isLost =
      output.type === 'gtpu' &&
      this.faults.areOn &&
      !this.faults.seams.packet('downlink', this.gateway.imsiTo(output.packet));
    if (!isLost) this.outputs.push(output);
  }

  private sessionToMme(message: SessionMessage): void {
    if (this.trace) this.outputs.push({ type: 'session', message });
    this.steps.push({ to: 'mme', input: { type: 'session', message } });
  }

  private count(metric: string): void {
    this.mme.state.counters.add(metric);
  }
}
