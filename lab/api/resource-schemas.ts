import { z } from 'zod';
import { SIM_STATES } from '../../provisioner/inventory/index.ts';

/** The resources of the API, as JSON. `id` is the name in the OpenAPI document. What is optional is left out, never null. */

const LONGEST_TEXT = 256;
const CONTROLS = /\p{Cc}/u;

/** Text that people write: a name, a reason. One line, no control characters, whole Unicode characters. */
export const line = (max = LONGEST_TEXT) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine(text => !CONTROLS.test(text) && isWhole(text), 'one line of text, without control characters');

/** Half a surrogate pair would be stored as something else. */
function isWhole(text: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}

/** A number or key that the inventory checks itself, with codes of its own; `pattern` tells clients what it wants. */
const checked = (pattern: string, description: string, example?: string) =>
  line(64).meta({ pattern, description, ...(example !== undefined && { examples: [example] }) });

const secret = (pattern: string, description: string) =>
  line(128).meta({ pattern, description: `${description} Never given back.`, writeOnly: true });

const time = () => z.iso.datetime();
const HEX_KEY = '^[0-9A-Fa-f]{32}$';

export const simState = z.enum(SIM_STATES).meta({ id: 'SimState', description: 'Where a SIM is in its life.' });

export const sim = z
  .strictObject({
    iccid: z.string().meta({ description: '19 … 22 digits. ITU-T E.118', examples: ['8988211000000000011'] }),
    imsi: z.string().meta({ description: '15 digits.', examples: ['001010000000001'] }),
    plmn: z
      .string()
      .optional()
      .meta({ examples: ['001-01'] }),
    state: simState,
    msisdn: z
      .string()
      .optional()
      .meta({ description: 'E.164 digits without +.', examples: ['447700900001'] }),
    msisdnQuarantinedUntil: time().optional().meta({ description: 'Until then nobody else gets its number.' }),
    customer: z.string().optional(),
    order: z.string().optional(),
    plan: z.string().optional(),
    product: z.string().optional(),
    batch: z.string().optional(),
    amf: z.string().meta({ description: 'Authentication management field, 4 hex digits.' }),
    replacedBy: z.string().optional().meta({ description: 'ICCID of the SIM that took over its number.' }),
    replaces: z.string().optional().meta({ description: 'ICCID of the SIM whose number it took over.' }),
    version: z.int().meta({ description: 'Grows with every change; the ETag.' }),
    createdAt: time(),
    changedAt: time(),
    allowed: z.array(z.string()).meta({ description: 'What can be done with it now.' }),
  })
  .meta({ id: 'Sim', description: 'A SIM card, without its secrets.' });

export const network = z
  .strictObject({
    state: z.enum(['none', 'applied', 'pending', 'dead']).meta({
      description:
        'none: the network is not concerned. applied: the HSS has it. pending: accepted, the queue brings it there. dead: accepted, and it will not arrive until somebody does something.',
    }),
    note: z.string().optional(),
    why: z.string().optional(),
    again: time().optional(),
  })
  .meta({ id: 'NetworkOutcome', description: 'How far a change has come in the HSS.' });

export const simChange = z
  .strictObject({
    sim,
    event: z.string().meta({ description: 'Id of the event that goes to the HSS and other systems.' }),
    network,
    advice: z.string().optional().meta({ description: 'What to know of a phone that is attached.' }),
    traceId: z.string(),
  })
  .meta({ id: 'SimChange', description: 'What came of a step of a SIM’s life.' });

export const simSwap = simChange
  .extend({ old: z.strictObject({ sim, event: z.string(), network, advice: z.string().optional() }) })
  .meta({ id: 'SimSwap', description: 'What came of a swap: the new SIM, and the old one.' });

const secrets = {
  ki: secret(HEX_KEY, 'Ki, 128 bit in hex.').optional(),
  opc: secret(HEX_KEY, 'OPc, 128 bit in hex.').optional(),
  op: secret(HEX_KEY, 'OP of the operator instead of OPc.').optional(),
  pin1: secret('^\\d{4,8}$', 'PIN 1.').optional(),
  puk1: secret('^\\d{8}$', 'PUK 1.').optional(),
  pin2: secret('^\\d{4,8}$', 'PIN 2.').optional(),
  puk2: secret('^\\d{8}$', 'PUK 2.').optional(),
  adm1: secret('^(\\d{8}|[0-9A-Fa-f]{16})$', 'ADM 1.').optional(),
  kic: secret('^([0-9A-Fa-f]{32}|[0-9A-Fa-f]{48}|[0-9A-Fa-f]{64})$', 'OTA key KIC.').optional(),
  kid: secret('^([0-9A-Fa-f]{32}|[0-9A-Fa-f]{48}|[0-9A-Fa-f]{64})$', 'OTA key KID.').optional(),
  kik: secret('^([0-9A-Fa-f]{32}|[0-9A-Fa-f]{48}|[0-9A-Fa-f]{64})$', 'OTA key KIK.').optional(),
};

export const newSim = z
  .strictObject({
    iccid: checked('^\\d{19,22}$', 'ICCID with its check digit.', '8988211000000000011'),
    imsi: checked('^\\d{15}$', 'IMSI.', '001010000000001'),
    plmn: checked('^\\d{3}-\\d{2,3}$', 'Refuse an IMSI of another network.', '001-01').optional(),
    keys: z.literal('random').optional().meta({ description: 'Draw Ki and OPc, instead of giving them.' }),
    ...secrets,
    amf: checked('^[0-9A-Fa-f]{4}$', 'Authentication management field; default 8000.').optional(),
    product: line(64).optional(),
    checkDigit: z
      .enum(['verify', 'absent'])
      .optional()
      .meta({ description: 'absent: the ICCID is written without it.' }),
  })
  .meta({
    id: 'NewSim',
    description: 'A SIM card to be taken into stock: its numbers, and its keys or `"keys": "random"`.',
  });
export type NewSim = z.infer<typeof newSim>;

export const generation = z
  .strictObject({
    count: z
      .int()
      .min(1)
      .max(100_000)
      .meta({ description: 'How many.', examples: [10] }),
    plmn: checked('^(001-01|999-\\d{2,3})$', 'A test network; default 001-01.', '001-01').optional(),
    firstMsin: z.int().min(0).max(9_999_999_999).optional().meta({ description: 'MSIN of the first; default 1.' }),
    iccidPrefix: checked('^89\\d{1,13}$', 'Begin of the ICCIDs.').optional(),
    product: line(64).optional(),
    batch: line(64).optional().meta({ description: 'Name of the batch; default: one drawn at random.' }),
  })
  .meta({
    id: 'Generation',
    description: 'SIM cards of a test network to be made, with consecutive numbers and random keys.',
  });
export type Generation = z.infer<typeof generation>;

const customer = line(64).meta({ description: 'Id of a customer.', examples: ['cust-42'] });
const order = line(64).meta({ description: 'Id of an order.' });
const plan = line(64).meta({ description: 'Name of a plan.', examples: ['postpaid-s'] });
const reason = line().meta({ description: 'Why, for history and audit.' });

export const assignment = z
  .strictObject({
    customer: customer.optional(),
    order: order.optional(),
    plan: plan.optional(),
    reason: reason.optional(),
  })
  .meta({ id: 'Assignment' });
export const activation = z
  .strictObject({
    customer: customer.optional().meta({ description: 'Also assigns a SIM that is in stock, in the same step.' }),
    order: order.optional(),
    plan: plan.optional(),
    msisdn: line(32)
      .optional()
      .meta({
        description: 'Its number; `auto` (default): the lowest free one of the pools; `none`.',
        examples: ['auto'],
      }),
    reason: reason.optional(),
  })
  .meta({ id: 'Activation' });
export const step = z.strictObject({ reason: reason.optional() }).meta({ id: 'Step' });
export const planChange = z.strictObject({ plan, reason: reason.optional() }).meta({ id: 'PlanChange' });
export const swapOrder = z
  .strictObject({
    to: line(32).meta({
      description: 'The SIM that takes over: ICCID or IMSI; in stock, or assigned to the same customer.',
    }),
    reason: reason.optional(),
  })
  .meta({ id: 'SwapOrder' });
export const revealOrder = z
  .strictObject({ reason: line().meta({ description: 'Why, for the audit.', examples: ['card to be written'] }) })
  .meta({ id: 'RevealOrder' });
export const revealed = z
  .strictObject({
    iccid: z.string(),
    secrets: z.record(z.string(), z.string()).meta({ description: 'Keys in hex, PINs as digits, by name.' }),
  })
  .meta({ id: 'RevealedSecrets', description: 'The secrets of a SIM, in the open. Every call is audited.' });

export const history = z
  .strictObject({
    iccid: z.string(),
    entries: z.array(
      z
        .strictObject({
          version: z.int(),
          at: time(),
          actor: z.string(),
          action: z.string(),
          from: z.string().optional(),
          to: z.string(),
          traceId: z.string().optional(),
          detail: z.record(z.string(), z.string()),
          previous: z.string(),
          hash: z.string(),
        })
        .meta({ id: 'HistoryEntry', description: 'One change, chained to the one before by SHA-256.' }),
    ),
    wrong: z
      .array(z.string())
      .meta({ description: 'What is wrong with the chain; empty unless somebody changed it past the inventory.' }),
  })
  .meta({ id: 'SimHistory' });

export const page = <Item extends z.ZodType>(id: string, item: Item) =>
  z
    .strictObject({
      items: z.array(item),
      next: z.string().optional().meta({ description: '`cursor` of the next page; not there on the last one.' }),
      total: z.int().optional().meta({ description: 'How many there are in all; only with `total=true`.' }),
    })
    .meta({ id });

export const problem = z
  .object({
    type: z.string().meta({ description: 'Path of a page that explains the code.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().meta({ description: 'The request, as in X-Request-Id.' }),
    code: z.string().meta({ description: 'Stable; for programs.' }),
    expected: z.string().optional(),
    hint: z.string().optional(),
    errors: z
      .array(z.strictObject({ pointer: z.string().optional(), parameter: z.string().optional(), detail: z.string() }))
      .optional(),
    traceId: z.string(),
  })
  .meta({ id: 'Problem', description: 'A problem document. RFC 9457' });

/** What every list takes. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(1000).default(100).meta({ description: 'Items of a page.' }),
  cursor: z.string().min(1).max(512).optional().meta({ description: '`next` of the page before.' }),
};

/** `true` or `false` in a query. */
export const flag = () => z.enum(['true', 'false']).transform(text => text === 'true');

const REF = /^(\+?\d{5,22}|(iccid|imsi|msisdn)[:-]\d{5,22})$/;
export const simRef = z.strictObject({
  iccid: z
    .string()
    .regex(REF, 'an ICCID (or an IMSI, or a number with +)')
    .meta({
      description: 'ICCID. An IMSI, or an MSISDN with +, names the SIM as well.',
      examples: ['8988211000000000011'],
    }),
});
export type SimRef = z.infer<typeof simRef>;

/** A text of the query or path, as it came. */
export const word = (max = 64) => line(max);
