import {
  type PdnConnection,
  PhoneStack,
  type PingReply,
  type PingSummary,
  type StackInput,
  type StackOutput,
  type VolumeSummary,
} from '../../ue/index.ts';
import { LabError } from '../../vocabulary/index.ts';
import type { Actor, HostLoop } from '../loop/host-loop.ts';

type Without<Request, Names extends string> = Request extends unknown ? Omit<Request, Names> : never;

/** What can be asked of a phone's applications; `id` is the stack's own business. */
export type PingOptions = Without<Extract<StackInput, { type: 'ping' }>, 'type' | 'id'>;
export type FlowOptions = Without<Extract<StackInput, { type: 'download' | 'upload' }>, 'type' | 'id'>;

/** How a ping went, with every answer. */
export interface PingReport extends Omit<PingSummary, 'type' | 'id'> {
  readonly replies: readonly PingReply[];
}

/** The applications of one phone: its IP stack in the loop, asked by promises. */
export class PhoneTraffic {
  private readonly actor: Actor<StackInput>;
  private readonly send: (ebi: number, packet: Uint8Array) => void;
  private readonly waiting = new Map<string, (output: StackOutput) => void>();
  private pdns: readonly PdnConnection[] = [];
  private lastId = 0;
  /** Addresses that router advertisements brought, by EPS bearer identity. */
  readonly ipv6Addresses = new Map<number, string>();

  constructor(loop: HostLoop, name: string, send: (ebi: number, packet: Uint8Array) => void) {
    this.send = send;
    this.actor = loop.add<StackInput, StackOutput>(name, new PhoneStack(), output => this.perform(output));
  }

  /** The PDN connections that there are now. */
  setPdns(pdns: readonly PdnConnection[]): void {
    for (const { ebi } of this.pdns) if (!pdns.some(pdn => pdn.ebi === ebi)) this.actor.post({ type: 'down', ebi });
    for (const pdn of pdns) if (!this.pdns.includes(pdn)) this.actor.post({ type: 'up', pdn });
    this.pdns = pdns;
  }

  receive(ebi: number, packet: Uint8Array): void {
    this.actor.post({ type: 'packet', ebi, packet });
  }

  /** @throws LabError when it cannot begin: no PDN connection, an address of another family */
  async ping(options: PingOptions): Promise<PingReport> {
    const replies: PingReply[] = [];
    const end = await this.ask({ type: 'ping', id: this.nextId(), ...options }, output => {
      if (output.type === 'pingReply') replies.push(output);
      return output.type === 'pingDone';
    });
    if (end.type !== 'pingDone') throw new Error(`unexpected ${end.type}`);
    const { type: _, id: __, ...summary } = end;
    return { ...summary, replies };
  }

  /** Moves a volume from the lab's source to the phone. @throws LabError when it cannot begin */
  download(options: FlowOptions): Promise<VolumeSummary> {
    return this.flow({ type: 'download', id: this.nextId(), ...options });
  }

  /** Moves a volume from the phone to the lab's sink. @throws LabError when it cannot begin */
  upload(options: FlowOptions): Promise<VolumeSummary> {
    return this.flow({ type: 'upload', id: this.nextId(), ...options });
  }

  stop(): void {
    this.actor.stop();
  }

  private async flow(request: Extract<StackInput, { type: 'download' | 'upload' }>): Promise<VolumeSummary> {
    const end = await this.ask(request, output => output.type === 'volumeDone');
    if (end.type !== 'volumeDone') throw new Error(`unexpected ${end.type}`);
    return end;
  }

  /** Resolves with the output that `isEnd` takes for the last. */
  private ask(
    request: Extract<StackInput, { id: string; type: 'ping' | 'download' | 'upload' }>,
    isEnd: (output: StackOutput) => boolean,
  ): Promise<StackOutput> {
    return new Promise((resolve, reject) => {
      this.waiting.set(request.id, output => {
        if (output.type === 'failed') {
          this.waiting.delete(request.id);
          reject(new LabError('traffic-impossible', output.detail));
        } else if (isEnd(output)) {
          this.waiting.delete(request.id);
          resolve(output);
        }
      });
      this.actor.post(request);
    });
  }

  private nextId(): string {
    return String(++this.lastId);
  }

  private perform(output: StackOutput): void {
    if (output.type === 'packet') this.send(output.ebi, output.packet);
    else if (output.type === 'ipv6Address') this.ipv6Addresses.set(output.ebi, output.address);
    else this.waiting.get(output.id)?.(output);
  }
}
