import type { AssociationStatistics, EndpointInput } from '../../sctp/index.ts';
import type { Cancel } from './carrier.ts';
import type { AssociationDetails, SctpAssociation, SctpHandlers } from './sctp-socket.ts';

/** What a handle asks of its socket. */
export interface HandleOwner {
  feed(input: EndpointInput): void;
  send(id: number, stream: number, ppid: number, bytes: Uint8Array, unordered: boolean): boolean;
  statistics(id: number): AssociationStatistics | undefined;
  bufferedOctets(id: number): number;
}

/** One association as its user sees it, and what the socket remembers of it. */
export class AssociationHandle implements SctpAssociation {
  private readonly owner: HandleOwner;
  readonly id: number;
  readonly handlers: SctpHandlers;
  details: AssociationDetails | undefined;
  unwatch: Cancel | undefined;

  constructor(owner: HandleOwner, id: number, handlers: SctpHandlers) {
    this.owner = owner;
    this.id = id;
    this.handlers = handlers;
  }

  get bufferedOctets(): number {
    return this.owner.bufferedOctets(this.id);
  }

  send(stream: number, ppid: number, bytes: Uint8Array, options?: { readonly unordered?: boolean }): boolean {
    return this.owner.send(this.id, stream, ppid, bytes, options?.unordered ?? false);
  }

  pause(): void {
    this.tell({ type: 'pause' });
  }

  resume(): void {
    this.tell({ type: 'resume' });
  }

  shutdown(): void {
    this.tell({ type: 'shutdown' });
  }

  abort(reason: string): void {
    this.tell({ type: 'abort', reason });
  }

  statistics(): AssociationStatistics | undefined {
    return this.owner.statistics(this.id);
  }

  private tell(input: Extract<EndpointInput, { type: 'to' }>['input']): void {
    this.owner.feed({ type: 'to', association: this.id, input });
  }
}
