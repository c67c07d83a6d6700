import { deriveOpc, generateEpsVector, Milenage, verifyAuts } from '../../crypto/index.ts';
import type { Machine, Millis, RandomBytes } from '../../machine/index.ts';
import { encodePlmn, type Imsi, Secret } from '../../vocabulary/index.ts';
import type { DatabaseAnswer, DatabaseRequest, SubscriberChange, SubscriberDocument } from '../database.ts';
import type { HssConfig, HssInput, HssOutput } from '../port.ts';
import type { S6aMessage, S6aRequest, S6aResult } from '../s6a.ts';
import {
  AUTHENTICATION_FIELDS,
  type AuthenticationInfo,
  readAuthenticationInfo,
  readSubscription,
  SUBSCRIPTION_FIELDS,
} from './subscriber.ts';

/** Result codes of TS 29.272 §7.4 and RFC 6733 §7.1 that this HSS sends. */
const AUTHENTICATION_DATA_UNAVAILABLE = 4181;
const USER_UNKNOWN = 5001;
const UNKNOWN_EPS_SUBSCRIPTION = 5420;
const UNABLE_TO_DELIVER = 3002;

const SQN_MODULUS = 2 ** 48;
/** After resynchronisation the next vector uses SQN_MS + 32 + 1: the next SEQ and the next IND. TS 33.102 §C.3.4 */
const RESYNCHRONISATION_STEP = 33;

/** Paths whose change the HSS tells the MME (Insert-Subscriber-Data), as Open5GS watches them. */
const WATCHED_PATHS =
  /^(access_restriction_data|subscriber_status|operator_determined_barring|network_access_mode|ambr|subscribed_rau_tau_timer|slice)/;

/** One request at work; requests for the same IMSI wait for one another, so no two vectors share a SQN. */
interface Task {
  readonly request: S6aRequest;
  readonly step: 'find' | 'stepSqn' | 'setServingMme';
  readonly answer?: S6aMessage;
}

/**
 * HSS with AuC: the same documents, the same reading of BSON types and the same writes as Open5GS's HSS. Every find and write is an
 * output that a shell performs on MongoDB.
 */
export class Hss implements Machine<HssInput, HssOutput> {
  private readonly config: HssConfig;
  private readonly random: RandomBytes;
  private readonly tasks = new Map<number, Task>();
  private readonly waiting = new Map<Imsi, S6aRequest[]>();
  private nextId = 1;

  constructor(config: HssConfig, random: RandomBytes) {
    this.config = config;
    this.random = random;
  }

  nextTimeout(): Millis | undefined {
    return undefined;
  }

  handle(input: HssInput): HssOutput[] {
    switch (input.type) {
      case 's6a':
        return this.accept(input.message);
      case 'database':
        return this.handleDatabase(input.answer);
      case 'change':
        return this.handleChange(input.change);
      case 'timeout':
        return [];
    }
  }

  private accept(request: S6aRequest): HssOutput[] {
    const queue = this.waiting.get(request.imsi);
    if (queue !== undefined) {
      queue.push(request);
      return [];
    }
    this.waiting.set(request.imsi, []);
    return [this.find(request)];
  }

  private find(request: S6aRequest): HssOutput {
    const { imsi } = request;
    const fields = FIELDS[request.type];
    return this.ask({ request, step: 'find' }, id => ({ type: 'findSubscriber', id, imsi, fields }));
  }

  private ask(task: Task, make: (id: number) => DatabaseRequest): HssOutput {
    const id = this.nextId++;
    this.tasks.set(id, task);
    return { type: 'database', request: make(id) };
  }

  private handleDatabase(answer: DatabaseAnswer): HssOutput[] {
    const task = this.tasks.get(answer.id);
    if (task === undefined) return [];
    this.tasks.delete(answer.id);
    const { request } = task;
    if (answer.type === 'failed') {
      const note: HssOutput = { type: 'note', node: 'hss', imsi: request.imsi, text: `database: ${answer.reason}` };
      return [note, ...this.finish(request, refusal(request, failureCode(task.step)))];
    }
    if (answer.type === 'done') return this.finish(request, task.answer ?? refusal(request, UNABLE_TO_DELIVER));
    if (answer.document === undefined) return this.finish(request, refusal(request, USER_UNKNOWN));
    switch (request.type) {
      case 'AuthenticationInformationRequest':
        return this.drawVector(request, answer.document);
      case 'UpdateLocationRequest':
        return this.updateLocation(request, answer.document);
      case 'PurgeUeRequest':
        return [this.storeServingMme(request, true, { type: 'PurgeUeAnswer', ...head(request), result: SUCCESS })];
    }
  }

  private drawVector(
    request: Extract<S6aRequest, { type: 'AuthenticationInformationRequest' }>,
    document: SubscriberDocument,
  ): HssOutput[] {
    const info = readAuthenticationInfo(document);
    if (info === undefined) return this.finish(request, refusal(request, USER_UNKNOWN));
    const milenage = new Milenage(info.k, info.opc ?? deriveOpc(info.k, info.op));
    const { resynchronisation } = request;
    let { sqn } = info;
    if (resynchronisation !== undefined) {
      const sqnMs = verifyAuts(milenage, resynchronisation.rand, resynchronisation.auts);
      if (sqnMs === undefined) {
        const note: HssOutput = {
          type: 'note',
          node: 'hss',
          imsi: request.imsi,
          text: 'resynchronisation: MAC-S is wrong',
        };
        return [note, ...this.finish(request, refusal(request, AUTHENTICATION_DATA_UNAVAILABLE))];
      }
      sqn = (sqnMs + RESYNCHRONISATION_STEP) % SQN_MODULUS;
    }
    const rand = resynchronisation === undefined && info.rand !== undefined ? info.rand : this.random(16);
    const answer = this.vectorAnswer(request, milenage, info, sqn, rand);
    return [
      this.ask({ request, step: 'stepSqn', answer }, id => ({ type: 'stepSqn', id, imsi: request.imsi, base: sqn })),
    ];
  }

  private vectorAnswer(
    request: Extract<S6aRequest, { type: 'AuthenticationInformationRequest' }>,
    milenage: Milenage,
    info: AuthenticationInfo,
    sqn: number,
    rand: Uint8Array,
  ): S6aMessage {
    const snId = encodePlmn(request.visitedPlmn);
    const vector = generateEpsVector(milenage, { rand, sqn: sqn % SQN_MODULUS, amfField: info.amfField, snId });
    return {
      type: 'AuthenticationInformationAnswer',
      ...head(request),
      result: SUCCESS,
      vector: { rand, xres: vector.xres, autn: vector.autn, kasme: new Secret('KASME', vector.kasme) },
    };
  }

  private updateLocation(
    request: Extract<S6aRequest, { type: 'UpdateLocationRequest' }>,
    document: SubscriberDocument,
  ): HssOutput[] {
    const subscription = readSubscription(document);
    const answer: S6aMessage =
      subscription === undefined
        ? refusal(request, UNKNOWN_EPS_SUBSCRIPTION)
        : { type: 'UpdateLocationAnswer', ...head(request), result: SUCCESS, subscription };
    return [this.storeServingMme(request, false, answer)];
  }

  private storeServingMme(
    request: Extract<S6aRequest, { type: 'UpdateLocationRequest' | 'PurgeUeRequest' }>,
    purged: boolean,
    answer: S6aMessage,
  ): HssOutput {
    const imeisv = request.type === 'UpdateLocationRequest' ? request.imeisv : undefined;
    return this.ask({ request, step: 'setServingMme', answer }, id => ({
      type: 'setServingMme',
      id,
      imsi: request.imsi,
      mmeHost: this.config.mmeHost,
      mmeRealm: this.config.realm,
      purged,
      ...(imeisv === undefined ? {} : { imeisv }),
    }));
  }

  /** Sends the answer and takes up the next request for the same IMSI. */
  private finish(request: S6aRequest, answer: S6aMessage): HssOutput[] {
    const outputs: HssOutput[] = [{ type: 's6a', message: answer }];
    const next = this.waiting.get(request.imsi)?.shift();
    if (next === undefined) this.waiting.delete(request.imsi);
    else outputs.push(this.find(next));
    return outputs;
  }

  /** Somebody changed the document: Cancel-Location when asked for, else the changed subscription, as Open5GS's HSS does. */
  private handleChange(change: SubscriberChange): HssOutput[] {
    const { imsi, updatedFields, document } = change;
    const id = this.nextId++;
    if (updatedFields.request_cancel_location === true) {
      const cancel: S6aMessage = {
        type: 'CancelLocationRequest',
        id,
        imsi,
        cancellationType: 'subscription-withdrawal',
      };
      return [{ type: 's6a', message: cancel }];
    }
    if (!Object.keys(updatedFields).some(path => WATCHED_PATHS.test(path))) return [];
    if (document.purge_flag === true) return [];
    const subscription = readSubscription(document);
    if (subscription === undefined) return [];
    return [{ type: 's6a', message: { type: 'InsertSubscriberDataRequest', id, imsi, subscription } }];
  }
}

const SUCCESS: S6aResult = { type: 'success' };

function head(request: S6aRequest): { readonly id: number; readonly imsi: Imsi } {
  return { id: request.id, imsi: request.imsi };
}

/** What of the document answers each request. */
const FIELDS: Readonly<Record<S6aRequest['type'], readonly string[]>> = {
  AuthenticationInformationRequest: AUTHENTICATION_FIELDS,
  UpdateLocationRequest: SUBSCRIPTION_FIELDS,
  PurgeUeRequest: [],
};

const ANSWERS = {
  AuthenticationInformationRequest: 'AuthenticationInformationAnswer',
  UpdateLocationRequest: 'UpdateLocationAnswer',
  PurgeUeRequest: 'PurgeUeAnswer',
} as const;

function refusal(request: S6aRequest, resultCode: number): S6aMessage {
  return { type: ANSWERS[request.type], ...head(request), result: { type: 'error', resultCode } };
}

/** Any database read error is "user unknown", a failed SQN write leaves no authentication data: as Open5GS answers. */
function failureCode(step: Task['step']): number {
  if (step === 'find') return USER_UNKNOWN;
  return step === 'stepSqn' ? AUTHENTICATION_DATA_UNAVAILABLE : UNABLE_TO_DELIVER;
}
