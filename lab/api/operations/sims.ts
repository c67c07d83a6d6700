import { z } from 'zod';
import { toHex } from '../../../emulator/bytes/index.ts';
import { randomKi, randomOpc } from '../../../provisioner/index.ts';
import {
  type CardInput,
  type CardQuery,
  revealSecret,
  type SecretName,
  type SimCard,
} from '../../../provisioner/inventory/index.ts';
import { entityTag, isKnown } from '../entity-tag.ts';
import { type Answer, type Call, type Operation, operation } from '../operation.ts';
import { decodeCursor, encodeCursor, pageOf } from '../page-cursor.ts';
import { Problem } from '../problem.ts';
import {
  flag,
  history,
  type NewSim,
  newSim,
  page,
  paging,
  revealed,
  revealOrder,
  type SimRef,
  sim,
  simRef,
  simState,
  word,
} from '../resource-schemas.ts';
import { simAsJson } from './sim-answers.ts';

const GROUP = 'SIM inventory';
const SIMS = '/api/v1/mvno/sims';

const listQuery = z.strictObject({
  state: z
    .string()
    .transform(text => text.split(','))
    .pipe(z.array(simState).min(1).max(5))
    .optional()
    .meta({ description: 'In these states, with commas between.', examples: ['active,suspended'] }),
  customer: word().optional().meta({ description: 'Of this customer.' }),
  batch: word().optional().meta({ description: 'Of this batch.' }),
  product: word().optional().meta({ description: 'Of this product.' }),
  imsi: z
    .string()
    .regex(/^\d{1,15}$/, '1 … 15 digits')
    .optional()
    .meta({ description: 'Whose IMSI begins so.' }),
  msisdn: z
    .string()
    .regex(/^\+?\d{5,15}$/, '5 … 15 digits')
    .optional()
    .meta({ description: 'With this number.' }),
  total: flag().optional().meta({ description: 'Count them all as well.' }),
  ...paging,
});
type ListQuery = z.infer<typeof listQuery>;

export const simOperations: readonly Operation[] = [
  operation<unknown, unknown, NewSim>({
    id: 'registerSim',
    method: 'post',
    path: SIMS,
    group: GROUP,
    summary: 'Take a SIM into stock',
    description:
      'Registers a SIM with ICCID, IMSI, Ki and OPc. The network does not know it until it is activated. The keys are sealed at once and never given back.',
    scope: 'write',
    body: newSim,
    example: { iccid: '8988211000000000011', imsi: '001010000000001', keys: 'random' },
    idempotent: true,
    answers: { 201: { description: 'In stock.', schema: sim, hasTag: true, hasLocation: true } },
    problems: [
      'iccid-exists',
      'imsi-exists',
      'iccid-invalid',
      'iccid-check-digit',
      'imsi-invalid',
      'imsi-plmn-mismatch',
      'ki-missing',
      'ki-invalid',
      'opc-missing',
      'opc-invalid',
      'keys-twice',
    ],
    handle: registerSim,
  }),
  operation<unknown, ListQuery>({
    id: 'listSims',
    method: 'get',
    path: SIMS,
    group: GROUP,
    summary: 'List SIMs',
    description:
      'By ICCID, a page at a time. A SIM that is registered meanwhile is on its page or was passed; none comes twice.',
    scope: 'read',
    query: listQuery,
    answers: { 200: { description: 'A page.', schema: page('SimPage', sim) } },
    problems: ['cursor-invalid'],
    handle: listSims,
  }),
  operation<SimRef>({
    id: 'getSim',
    method: 'get',
    path: `${SIMS}/{iccid}`,
    group: GROUP,
    summary: 'Look at a SIM',
    scope: 'read',
    params: simRef,
    answers: {
      200: { description: 'The SIM.', schema: sim, hasTag: true },
      304: { description: 'As the client knows it (If-None-Match).' },
    },
    problems: ['sim-unknown'],
    async handle({ parts, params, ifNoneMatch }) {
      return cardAnswer(await parts.inventory.sims.get(params.iccid), ifNoneMatch);
    },
  }),
  operation<SimRef>({
    id: 'getSimHistory',
    method: 'get',
    path: `${SIMS}/{iccid}/history`,
    group: GROUP,
    summary: 'Everything that happened to a SIM',
    description: 'First to last; each entry holds the digest of the one before, and the chain is checked.',
    scope: 'read',
    params: simRef,
    answers: { 200: { description: 'Its history.', schema: history, hasTag: true } },
    problems: ['sim-unknown'],
    async handle({ parts, params }) {
      const { card, wrong } = await parts.inventory.sims.history(params.iccid);
      return {
        status: 200,
        headers: { ETag: entityTag(card.version) },
        body: { iccid: card.iccid, entries: card.history, wrong },
      };
    },
  }),
  operation<SimRef, unknown, z.infer<typeof revealOrder>>({
    id: 'revealSimSecrets',
    method: 'post',
    path: `${SIMS}/{iccid}/reveal`,
    group: GROUP,
    summary: 'Give out the secrets of a SIM',
    description:
      'Ki, OPc, PINs and OTA keys in the open. Needs a token of scope reveal, and a reason; the call is in the audit before anything is given out.',
    scope: 'reveal',
    params: simRef,
    body: revealOrder,
    example: { reason: 'card to be written' },
    answers: { 200: { description: 'Its secrets; not to be cached.', schema: revealed } },
    problems: ['sim-unknown'],
    async handle({ parts, params, body, caller }) {
      const { sims } = parts.inventory;
      const { iccid } = await sims.get(params.iccid);
      const secrets = await sims.reveal(iccid, caller, body.reason);
      const texts = Object.entries(secrets).map(([name, secret]) => [name, revealSecret(name as SecretName, secret)]);
      return {
        status: 200,
        headers: { 'Cache-Control': 'no-store' },
        body: { iccid, secrets: Object.fromEntries(texts) },
      };
    },
  }),
];

export function cardAnswer(card: SimCard, ifNoneMatch: string | undefined): Answer {
  const ETag = entityTag(card.version);
  if (isKnown(ifNoneMatch, ETag)) return { status: 304, headers: { ETag } };
  return { status: 200, headers: { ETag }, body: simAsJson(card) };
}

async function registerSim({
  parts,
  body,
  caller,
  isRepeated,
  startedAt,
}: Call<unknown, unknown, NewSim>): Promise<Answer> {
  const { plmn, checkDigit, keys, ...input } = body;
  const { sims } = parts.inventory;
  const created = (card: SimCard): Answer => ({
    status: 201,
    headers: { ETag: entityTag(card.version), Location: `${SIMS}/${card.iccid}` },
    body: simAsJson(card),
  });
  try {
    return created(await sims.register({ ...input, ...keysOf(body) }, caller, { plmn, checkDigit }));
  } catch (error) {
    if (!isRepeated || (error as { code?: unknown }).code !== 'iccid-exists') throw error;
    // The first attempt may have come so far.
    const card = await sims.get(input.iccid);
    const [first] = card.history;
    if (first?.traceId !== caller.traceId || first.at < startedAt) throw error;
    return created(card);
  }
}

function keysOf({ keys, ki, opc, op }: NewSim): Pick<CardInput, 'ki' | 'opc'> {
  if (keys === 'random') {
    if (ki !== undefined || opc !== undefined || op !== undefined)
      throw new Problem('keys-twice', 'keys are given, and asked to be drawn', {
        expected: 'one of them',
        errors: [{ pointer: '#/keys', detail: 'keys are given as well' }],
      });
    return { ki: toHex(randomKi().reveal()), opc: toHex(randomOpc().reveal()) };
  }
  if (ki !== undefined) return { ki, ...(opc !== undefined && { opc }) };
  throw new Problem('ki-missing', 'the card has no Ki', {
    expected: '32 hex digits (128 bit), or "keys": "random"',
    errors: [{ pointer: '#/ki', detail: 'missing' }],
  });
}

async function listSims({ parts, query }: Call<unknown, ListQuery>): Promise<Answer> {
  const { sims } = parts.inventory;
  const { limit, total, msisdn } = query;
  const filter = queryOf(query);
  const after = decodeCursor('sims', query.cursor);
  const cards =
    msisdn === undefined
      ? sims.list({ ...filter, ...(after !== undefined && { after }), limit: limit + 1 })
      : withNumber(parts, msisdn, filter, after);
  const { items, next } = await pageOf(cards, limit, ({ iccid }) => encodeCursor('sims', iccid));
  return {
    status: 200,
    body: {
      items: items.map(simAsJson),
      ...(next !== undefined && { next }),
      ...(total === true && { total: msisdn === undefined ? await sims.count(filter) : items.length }),
    },
  };
}

function queryOf({ state, customer, batch, product, imsi }: ListQuery): CardQuery {
  return {
    ...(state !== undefined && { states: state }),
    ...(customer !== undefined && { customer }),
    ...(batch !== undefined && { batch }),
    ...(product !== undefined && { product }),
    ...(imsi !== undefined && { imsiPrefix: imsi }),
  };
}

/** One at most: a number is unique. */
async function* withNumber(
  { inventory }: Call['parts'],
  msisdn: string,
  { states, customer, batch, product, imsiPrefix }: CardQuery,
  after: string | undefined,
): AsyncGenerator<SimCard, void, void> {
  let card: SimCard;
  try {
    card = await inventory.sims.get(`+${msisdn.replace(/^\+/, '')}`);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'sim-unknown') return;
    throw error;
  }
  const matches =
    (states === undefined || states.includes(card.state)) &&
    (customer === undefined || card.customer === customer) &&
    (batch === undefined || card.batch === batch) &&
    (product === undefined || card.product === product) &&
    (imsiPrefix === undefined || card.imsi.startsWith(imsiPrefix)) &&
    (after === undefined || card.iccid > after);
  if (matches) yield card;
}
