import type { Machine, Millis, RandomBytes } from '../machine/index.ts';
import { Gateway } from './gateway/gateway.ts';
import { Hss } from './hss/hss.ts';
import { Mme } from './mme/mme.ts';
import type { CoreConfig, CoreInput, CoreOutput, GatewayInput, HssInput, MmeInput } from './port.ts';
import type { S6aMessage, S6aRequest } from './s6a.ts';
import type { SessionMessage, SessionRequest } from './session.ts';

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
  private readonly trace: boolean;
  private readonly steps: Step[] = [];
  private outputs: CoreOutput[] = [];

  /** @throws UserError when an address pool of the configuration is unusable */
  constructor(config: CoreConfig, random: RandomBytes) {
    this.trace = config.trace;
    this.mme = new Mme(config.mme, random, config.trace);
    this.hss = new Hss(config.hss, random);
    this.gateway = new Gateway(config.gateway, random);
  }

  nextTimeout(): Millis | undefined {
    const mme = this.mme.nextTimeout();
    const gateway = this.gateway.nextTimeout();
    return mme === undefined || (gateway !== undefined && gateway < mme) ? gateway : mme;
  }

  handle(input: CoreInput, now: Millis): CoreOutput[] {
    const { steps } = this;
    switch (input.type) {
      case 'timeout':
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
      case 'gtpuErrorIndication':
        steps.push({ to: 'gateway', input });
        break;
      case 'fault':
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

  private run(now: Millis): CoreOutput[] {
    const { steps } = this;
    for (let next = 0; next < steps.length; next++) this.perform(steps[next]!, now);
    steps.length = 0;
    const { outputs } = this;
    this.outputs = [];
    return outputs;
  }

  private perform(step: Step, now: Millis): void {
    switch (step.to) {
      case 'mme':
        for (const output of this.mme.handle(step.input, now)) {
          if (output.type === 's6a') this.toHss(output.message);
          else if (output.type === 'session') this.toGateway(output.message);
          else this.outputs.push(output);
        }
        return;
      case 'hss':
        for (const output of this.hss.handle(step.input)) {
          if (output.type === 's6a') this.fromHss(output.message);
          else this.outputs.push(output);
        }
        return;
      case 'gateway':
        for (const output of this.gateway.handle(step.input, now)) {
          if (output.type === 'session') this.fromGateway(output.message);
          else this.outputs.push(output);
        }
    }
  }

  private toHss(message: S6aRequest): void {
    if (this.trace) this.outputs.push({ type: 's6a', message });
    this.steps.push({ to: 'hss', input: { type: 's6a', message } });
  }

  private fromHss(message: S6aMessage): void {
    if (this.trace) this.outputs.push({ type: 's6a', message });
    this.steps.push({ to: 'mme', input: { type: 's6a', message } });
  }

  private toGateway(message: SessionRequest): void {
    if (this.trace) this.outputs.push({ type: 'session', message });
    this.steps.push({ to: 'gateway', input: { type: 'session', message } });
  }

  private fromGateway(message: SessionMessage): void {
    if (this.trace) this.outputs.push({ type: 'session', message });
    this.steps.push({ to: 'mme', input: { type: 'session', message } });
  }
}
