import { z } from 'zod';
import type { Customer } from '../customers/customer-store.ts';
import { type Call, type Operation, operation } from '../operation.ts';
import { decodeCursor, encodeCursor, pageOf } from '../page-cursor.ts';
import { Problem } from '../problem.ts';
import { line, page, paging } from '../resource-schemas.ts';

const GROUP = 'Customers';
/** The trailing slash is part of the path; without it works too. */
const CUSTOMERS = '/api/v1/customers/';
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const id = z.string().regex(ID, 'a letter or digit, then letters, digits, dots, hyphens and underlines; 64 at most');

const customer = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    email: z.string().optional(),
    externalId: z.string().optional(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    traceId: z.string(),
  })
  .meta({ id: 'Customer', description: 'A subscriber identity: who SIMs are bound to.' });

const newCustomer = z
  .strictObject({
    id: id.optional().meta({ description: 'Default: one that is drawn.', examples: ['cust-42'] }),
    name: line(200),
    email: z
      .string()
      .max(254)
      .regex(/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u, 'an e-mail address')
      .optional()
      .meta({ format: 'email' }),
    externalId: line(128).optional().meta({ description: 'Its id in another system.' }),
  })
  .meta({ id: 'NewCustomer' });
type NewCustomer = z.infer<typeof newCustomer>;
const customerRef = z.strictObject({ id });
const listQuery = z.strictObject(paging);

export const customerOperations: readonly Operation[] = [
  operation<unknown, unknown, NewCustomer>({
    id: 'createCustomer',
    method: 'post',
    path: CUSTOMERS,
    group: GROUP,
    summary: 'Create a subscriber identity',
    scope: 'write',
    body: newCustomer,
    example: { id: 'cust-42', name: 'Ada Example', email: 'ada@example.org' },
    idempotent: true,
    answers: { 201: { description: 'Created.', schema: customer, hasLocation: true } },
    problems: ['customer-exists'],
    handle: createCustomer,
  }),
  operation<unknown, z.infer<typeof listQuery>>({
    id: 'listCustomers',
    method: 'get',
    path: CUSTOMERS,
    group: GROUP,
    summary: 'List customers',
    scope: 'read',
    query: listQuery,
    answers: { 200: { description: 'A page.', schema: page('CustomerPage', customer) } },
    problems: ['cursor-invalid'],
    async handle({ parts, query: { limit, cursor } }) {
      const after = decodeCursor('customers', cursor);
      const body = await pageOf(parts.customers.list({ after, limit: limit + 1 }), limit, item =>
        encodeCursor('customers', item.id),
      );
      return { status: 200, body };
    },
  }),
  operation<{ id: string }>({
    id: 'getCustomer',
    method: 'get',
    path: `${CUSTOMERS}{id}`,
    group: GROUP,
    summary: 'Look at a customer',
    description: 'Its SIMs: `GET /api/v1/mvno/sims?customer=<id>`.',
    scope: 'read',
    params: customerRef,
    answers: { 200: { description: 'The customer.', schema: customer } },
    problems: ['customer-unknown'],
    async handle({ parts, params }) {
      const found = await parts.customers.find(params.id);
      if (found !== undefined) return { status: 200, body: found };
      throw new Problem('customer-unknown', `there is no customer '${params.id}'`);
    },
  }),
];

async function createCustomer({ parts, body, caller, isRepeated, startedAt }: Call<unknown, unknown, NewCustomer>) {
  const answer = (created: Customer) => ({ status: 201, headers: { Location: CUSTOMERS + created.id }, body: created });
  const { actor: createdBy, traceId } = caller;
  const { id: wanted, name, email, externalId } = body;
  const fresh = {
    id: wanted,
    name,
    ...(email !== undefined && { email }),
    ...(externalId !== undefined && { externalId }),
    createdAt: new Date(),
    createdBy,
    traceId,
  };
  try {
    return answer(await parts.customers.create(fresh));
  } catch (error) {
    if (!isRepeated || !(error instanceof Problem) || wanted === undefined) throw error;
    const known = await parts.customers.find(wanted);
    if (known?.traceId !== traceId || known.createdAt < startedAt) throw error;
    return answer(known); // the first attempt had come so far
  }
}
