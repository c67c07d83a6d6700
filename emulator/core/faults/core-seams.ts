import type { Imsi } from '../../vocabulary/index.ts';
import type { DatabaseAnswer, DatabaseRequest } from '../database.ts';
import type { S6aMessage, S6aRequest, S6aResult } from '../s6a.ts';
import type { SessionMessage, SessionRequest } from '../session.ts';
import { alterVector } from './alterations.ts';
import type { FaultRegistry } from './fault-registry.ts';

const UNABLE_TO_COMPLY = 5012;
const NO_RESOURCES_AVAILABLE = 73;

/** What becomes of a message at a seam: it passes, it is lost, or another one goes in its place. */
export type Verdict<Message> = 'pass' | 'drop' | { readonly instead: Message };

/** Where messages go that were held back. */
export interface CoreSinks {
  toHss(message: S6aRequest): void;
  toDatabase(request: DatabaseRequest): void;
}

/** Faults between MME, HSS, database and gateway. */
export class CoreSeams {
  private readonly faults: FaultRegistry;
  private readonly sinks: CoreSinks;
  /** What a silent database was asked: it answers when it is well again, as one that was paused. */
  private held: DatabaseRequest[] = [];

  constructor(faults: FaultRegistry, sinks: CoreSinks) {
    this.faults = faults;
    this.sinks = sinks;
  }

  s6aRequest(message: S6aRequest): Verdict<S6aMessage> {
    const { imsi } = message;
    for (const fault of this.faults.acting(imsi)) {
      if ((fault.text('request') ?? message.type) !== message.type) continue;
      switch (fault.name) {
        case 'hss-silent':
          this.faults.act(fault, imsi);
          return 'drop';
        case 'hss-unreachable':
          this.faults.act(fault, imsi);
          return { instead: failed(message, { type: 'unreachable' }) };
        case 'hss-error': {
          const resultCode = fault.number('code') ?? UNABLE_TO_COMPLY;
          this.faults.act(fault, imsi);
          return { instead: failed(message, { type: 'error', resultCode }) };
        }
        case 'hss-slow':
          this.faults.schedule(fault.number('delayMs') ?? 0, () => this.sinks.toHss(message));
          this.faults.act(fault, imsi);
          return 'drop';
      }
    }
    return 'pass';
  }

  s6aAnswer(message: S6aMessage): Verdict<S6aMessage> {
    if (message.type !== 'AuthenticationInformationAnswer' || message.vector === undefined) return 'pass';
    for (const fault of this.faults.acting(message.imsi)) {
      if (fault.name !== 'hss-wrong-vector') continue;
      this.faults.act(fault, message.imsi);
      return { instead: { ...message, vector: alterVector(message.vector, fault.text('field') ?? '') } };
    }
    return 'pass';
  }

  databaseRequest(request: DatabaseRequest): Verdict<DatabaseAnswer> {
    const { imsi, id } = request;
    for (const fault of this.faults.acting(imsi)) {
      switch (fault.name) {
        case 'database-failing':
          this.faults.act(fault, imsi);
          return { instead: { type: 'failed', id, reason: 'fault database-failing' } };
        case 'database-silent':
          this.held.push(request);
          this.faults.act(fault, imsi);
          return 'drop';
        case 'database-slow':
          this.faults.schedule(fault.number('delayMs') ?? 0, () => this.sinks.toDatabase(request));
          this.faults.act(fault, imsi);
          return 'drop';
      }
    }
    return 'pass';
  }

  /** The database answers again. */
  databaseHealed(): void {
    for (const request of this.held.splice(0)) this.sinks.toDatabase(request);
  }

  sessionRequest(message: SessionRequest): Verdict<SessionMessage> {
    const { id, imsi, ebi } = message;
    for (const fault of this.faults.acting(imsi)) {
      if (fault.name === 'gateway-silent') {
        this.faults.act(fault, imsi);
        return 'drop';
      }
      if (fault.name === 'gateway-refuses' && message.type === 'CreateSessionRequest') {
        const cause = fault.number('cause') ?? NO_RESOURCES_AVAILABLE;
        this.faults.act(fault, imsi);
        return { instead: { type: 'CreateSessionResponse', id, imsi, ebi, cause } };
      }
    }
    return 'pass';
  }

  /** False: the packet is lost. */
  packet(direction: 'uplink' | 'downlink', imsi: Imsi | undefined): boolean {
    for (const fault of this.faults.acting(imsi)) {
      if (fault.name !== 'user-plane-drops' || (fault.text('direction') ?? direction) !== direction) continue;
      this.faults.act(fault, imsi, true);
      return false;
    }
    return true;
  }
}

const ANSWERS = {
  AuthenticationInformationRequest: 'AuthenticationInformationAnswer',
  UpdateLocationRequest: 'UpdateLocationAnswer',
  PurgeUeRequest: 'PurgeUeAnswer',
} as const;

function failed({ type, id, imsi }: S6aRequest, result: S6aResult): S6aMessage {
  return { type: ANSWERS[type], id, imsi, result };
}
