import { z } from 'zod';
import { BUILT_IN_PLANS } from '../../../provisioner/inventory/index.ts';
import { type Operation, operation } from '../operation.ts';
import { Problem } from '../problem.ts';

const GROUP = 'Service';
const READY_LIMIT_MS = 3000;

const plan = z.strictObject({ name: z.string() }).meta({ id: 'Plan' });

export const serviceOperations: readonly Operation[] = [
  operation({
    id: 'listPlans',
    method: 'get',
    path: '/api/v1/mvno/plans',
    group: 'SIM life cycle',
    summary: 'List the plans that a SIM can have',
    scope: 'read',
    answers: {
      200: { description: 'The plans.', schema: z.strictObject({ items: z.array(plan) }).meta({ id: 'Plans' }) },
    },
    problems: [],
    async handle() {
      return { status: 200, body: { items: (await BUILT_IN_PLANS.names()).map(name => ({ name })) } };
    },
  }),
  operation({
    id: 'health',
    method: 'get',
    path: '/health',
    group: GROUP,
    summary: 'Whether the process answers',
    description: 'Asks nobody else; for what restarts processes that hang.',
    scope: undefined,
    answers: {
      200: { description: 'It does.', schema: z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' }) },
    },
    problems: [],
    handle: () => ({ status: 200, headers: { 'Cache-Control': 'no-store' }, body: { status: 'ok' } }),
  }),
  operation({
    id: 'ready',
    method: 'get',
    path: '/ready',
    group: GROUP,
    summary: 'Whether requests can be served',
    description: 'The database answers, and the API is not being stopped; for load balancers.',
    scope: undefined,
    answers: {
      200: { description: 'They can.', schema: z.strictObject({ status: z.literal('ready') }).meta({ id: 'Ready' }) },
    },
    problems: ['not-ready', 'shutting-down'],
    async handle({ parts: { inventory, isStopping } }) {
      if (isStopping()) throw new Problem('shutting-down', 'the API is being stopped');
      const { connection } = inventory.cards;
      const limit = AbortSignal.timeout(READY_LIMIT_MS);
      try {
        await Promise.race([connection.attempt('answer', () => connection.command({ ping: 1 })), aborted(limit)]);
      } catch {
        throw new Problem('not-ready', 'the database does not answer', { headers: { 'Retry-After': '2' } });
      }
      return { status: 200, headers: { 'Cache-Control': 'no-store' }, body: { status: 'ready' } };
    },
  }),
];

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}
