import type { z } from 'zod';
import type { Caller, SimAction, SimService, StepOptions, StepResult } from '../../../provisioner/inventory/index.ts';
import { type Answer, type AnswerKind, type Call, type Operation, operation } from '../operation.ts';
import type { ProblemCode } from '../problem-codes.ts';
import {
  activation,
  assignment,
  planChange,
  type SimRef,
  simChange,
  simRef,
  simSwap,
  step,
  swapOrder,
} from '../resource-schemas.ts';
import { changeAnswer, changeAsJson, simAsJson, statusOf, versionAsked } from './sim-answers.ts';

const DEFAULT_WAIT_MS = 5000;

const CHANGED: Readonly<Record<number, AnswerKind>> = {
  200: { description: 'Done; the network has it where it is concerned.', schema: simChange, hasTag: true },
  202: { description: 'Accepted and kept; it is on its way to the network.', schema: simChange, hasTag: true },
};
const COMMON: readonly ProblemCode[] = ['sim-unknown', 'sim-state-conflict', 'sim-version-conflict'];

interface Verb<Body> {
  readonly name: string;
  readonly id: string;
  /** As the history names it. */
  readonly action: SimAction;
  readonly summary: string;
  readonly description: string;
  readonly body: z.ZodType<Body>;
  readonly bodyOptional?: true;
  readonly example?: object;
  readonly problems?: readonly ProblemCode[];
  run(sims: SimService, ref: string, body: Body, caller: Caller, options: StepOptions): Promise<StepResult>;
}

/** A step of a SIM's life as an operation; the inventory decides, the API only asks. */
function verb<Body extends { readonly reason?: string | undefined }>(given: Verb<Body>): Operation {
  return operation<SimRef, unknown, Body>({
    id: given.id,
    method: 'post',
    path: `/api/v1/mvno/sims/{iccid}/${given.name}`,
    group: 'SIM life cycle',
    summary: given.summary,
    description: given.description,
    scope: 'write',
    params: simRef,
    body: given.body,
    ...(given.bodyOptional && { bodyOptional: true }),
    ...(given.example !== undefined && { example: given.example }),
    idempotent: true,
    conditional: true,
    waits: true,
    answers: CHANGED,
    problems: [...COMMON, ...(given.problems ?? [])],
    async handle(call) {
      const earlier = await doneBefore(call, given.action);
      if (earlier !== undefined) return changeAnswer(earlier, call);
      const { parts, params, body, caller } = call;
      const version = await versionAsked(call, params.iccid);
      const options = { version, reason: body.reason, settleMs: call.waitMs ?? DEFAULT_WAIT_MS };
      return changeAnswer(await given.run(parts.inventory.sims, params.iccid, body, caller, options), call);
    },
  });
}

/**
 * What an earlier attempt of this very request did, when it was accepted and its process ended before it could answer: its trace is in
 * the card's history. undefined when it did nothing.
 */
async function doneBefore(call: Call<SimRef>, action: SimAction): Promise<StepResult | undefined> {
  if (!call.isRepeated) return undefined;
  const { caller, parts, params, startedAt } = call;
  const card = await parts.inventory.sims.get(params.iccid);
  const entry = card.history.findLast(
    ({ traceId, at, ...made }) => traceId === caller.traceId && made.action === action && at >= startedAt,
  );
  if (entry === undefined) return undefined;
  const eventId = `${card.iccid}/${entry.version}`;
  const delivery = (await parts.inventory.queue.find(eventId))?.deliveries[parts.inventory.hss.name];
  const network =
    delivery?.state === 'done'
      ? ({ state: 'applied', note: delivery.note ?? 'applied' } as const)
      : delivery?.state === 'dead'
        ? ({ state: 'dead', why: delivery.error ?? 'it is a dead letter' } as const)
        : ({ state: 'pending', why: delivery?.error ?? 'it is in the queue' } as const);
  return { card, eventId, network };
}

export const simLifeOperations: readonly Operation[] = [
  verb({
    name: 'assign',
    id: 'assignSim',
    action: 'assign',
    summary: 'Bind a SIM to a customer or an order',
    description: 'The network does not know it yet.',
    body: assignment,
    example: { customer: 'cust-42', plan: 'postpaid-s' },
    problems: ['customer-missing', 'plan-unknown'],
    run: (sims, ref, body, caller, options) => sims.assign(ref, body, caller, options),
  }),
  verb({
    name: 'release',
    id: 'releaseSim',
    action: 'release',
    summary: 'Take an assigned SIM back into stock',
    description: 'Only one that was never active.',
    body: step,
    bodyOptional: true,
    example: {},
    run: (sims, ref, _, caller, options) => sims.release(ref, caller, options),
  }),
  verb({
    name: 'activate',
    id: 'activateSim',
    action: 'activate',
    summary: 'Give a SIM a number and a plan, and write it to the HSS',
    description:
      'Assigns the MSISDN, binds it to the customer and writes the subscriber: its phone can attach as soon as this is answered with 200.',
    body: activation,
    bodyOptional: true,
    example: { customer: 'cust-42', plan: 'postpaid-s', msisdn: 'auto' },
    problems: [
      'plan-unknown',
      'msisdn-taken',
      'msisdn-quarantined',
      'msisdn-invalid',
      'msisdn-outside-pools',
      'msisdn-pool-empty',
    ],
    run: (sims, ref, body, caller, options) => sims.activate(ref, body, caller, options),
  }),
  verb({
    name: 'suspend',
    id: 'suspendSim',
    action: 'suspend',
    summary: 'Detach a SIM’s phone and let it attach no more',
    description:
      'Takes the keys out of the HSS and asks for a Cancel-Location, in one update. Keys, SQN and profile are kept.',
    body: step,
    bodyOptional: true,
    example: { reason: 'lost' },
    run: (sims, ref, _, caller, options) => sims.suspend(ref, caller, options),
  }),
  verb({
    name: 'resume',
    id: 'resumeSim',
    action: 'resume',
    summary: 'Let a suspended SIM attach again',
    description: 'Its phone attaches after it was switched off and on.',
    body: step,
    bodyOptional: true,
    example: { reason: 'found' },
    run: (sims, ref, _, caller, options) => sims.resume(ref, caller, options),
  }),
  verb({
    name: 'plan',
    id: 'changeSimPlan',
    action: 'change-plan',
    summary: 'Move a SIM to another plan',
    description: 'Without another SIM; effective with the phone’s next attach.',
    body: planChange,
    example: { plan: 'throttled' },
    problems: ['plan-unknown'],
    run: (sims, ref, body, caller, options) => sims.changePlan(ref, body.plan, caller, options),
  }),
  verb({
    name: 'deactivate',
    id: 'deactivateSim',
    action: 'deactivate',
    summary: 'Remove a SIM from the HSS for good',
    description: 'Its phone first; its number rests in quarantine. Final: an ICCID is never used again.',
    body: step,
    bodyOptional: true,
    example: { reason: 'port-out' },
    run: (sims, ref, _, caller, options) => sims.deactivate(ref, caller, options),
  }),
  operation<SimRef, unknown, z.infer<typeof swapOrder>>({
    id: 'swapSim',
    method: 'post',
    path: '/api/v1/mvno/sims/{iccid}/swap',
    group: 'SIM life cycle',
    summary: 'Move number, customer and plan to another SIM',
    description: 'Suspends this one and activates the other with the same number. The answer’s ETag is the new SIM’s.',
    scope: 'write',
    params: simRef,
    body: swapOrder,
    example: { to: '8988211000000000029', reason: 'broken' },
    idempotent: true,
    conditional: true,
    waits: true,
    answers: {
      200: { description: 'Done; the network has both changes.', schema: simSwap, hasTag: true },
      202: {
        description: 'Accepted and kept; one of the changes is on its way to the network.',
        schema: simSwap,
        hasTag: true,
      },
    },
    problems: COMMON,
    handle: swapSim,
  }),
  operation<SimRef>({
    id: 'detachSim',
    method: 'post',
    path: '/api/v1/mvno/sims/{iccid}/detach',
    group: 'SIM life cycle',
    summary: 'Have a SIM’s phone detached',
    description:
      'Asks the HSS for a Cancel-Location and changes nothing else: a phone that may, attaches again at once.',
    scope: 'write',
    params: simRef,
    body: step,
    bodyOptional: true,
    example: {},
    answers: {
      202: {
        description: 'Asked for.',
        schema: simChange.pick({ sim: true, advice: true, traceId: true }).meta({ id: 'SimDetach' }),
      },
    },
    problems: ['sim-unknown', 'subscriber-missing'],
    async handle({ parts, params, caller }) {
      const { card, advice } = await parts.inventory.sims.detach(params.iccid, caller);
      return {
        status: 202,
        body: { sim: simAsJson(card), ...(advice !== undefined && { advice }), traceId: caller.traceId },
      };
    },
  }),
];

async function swapSim(call: Call<SimRef, unknown, z.infer<typeof swapOrder>>): Promise<Answer> {
  const { parts, params, body, caller } = call;
  const { sims } = parts.inventory;
  if (call.isRepeated) {
    await sims.recover(); // a swap that was accepted is finished first
    const old = await doneBefore(call, 'swap-out');
    const fresh = await doneBefore({ ...call, params: { iccid: body.to } }, 'swap-in');
    if (old !== undefined && fresh !== undefined) return swapAnswer(old, fresh, call);
  }
  const version = await versionAsked(call, params.iccid);
  const options = { version, reason: body.reason, settleMs: call.waitMs ?? DEFAULT_WAIT_MS };
  const { old, ...fresh } = await sims.swap(params.iccid, body.to, caller, options);
  return swapAnswer(old, fresh, call);
}

function swapAnswer(old: StepResult, fresh: StepResult, call: Call): Answer {
  const answer = changeAnswer(fresh, call, { old: changeAsJson(old) });
  return { ...answer, status: Math.max(answer.status, statusOf(old.network)) };
}
