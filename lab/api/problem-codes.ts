/** A kind of refusal, under its stable code. */
export interface ProblemKind {
  /** HTTP status. */
  readonly status: number;
  /** The same for every problem of this kind. RFC 9457 §3.1.3 */
  readonly title: string;
  /** What a client of the API can do. */
  readonly hint?: string;
}

const field = (title: string, hint?: string): ProblemKind => ({ status: 422, title, ...(hint && { hint }) });
const conflict = (title: string, hint?: string): ProblemKind => ({ status: 409, title, ...(hint && { hint }) });
const away = (title: string, hint?: string): ProblemKind => ({ status: 503, title, ...(hint && { hint }) });

/** Every code that the API answers with: its own, and those of the inventory. A code is never given another meaning. */
export const PROBLEM_KINDS = {
  // Requests
  'json-invalid': { status: 400, title: 'The body is not JSON' },
  'body-missing': { status: 400, title: 'The request has no body' },
  'parameter-invalid': { status: 400, title: 'A parameter of the path or the query is wrong' },
  'header-invalid': { status: 400, title: 'A header is wrong' },
  'cursor-invalid': {
    status: 400,
    title: 'The cursor is not one of this list',
    hint: 'take `next` of the page before as it is, or leave `cursor` out for the first page',
  },
  'token-missing': {
    status: 401,
    title: 'The request has no token',
    hint: 'send the header Authorization: Bearer <token>',
  },
  'token-invalid': { status: 401, title: 'Nobody has this token' },
  'scope-missing': { status: 403, title: 'The token does not allow this' },
  'origin-foreign': {
    status: 403,
    title: 'A page of another origin asks',
    hint: 'start the API with --cors-origin <origin> to let that page in',
  },
  'path-unknown': { status: 404, title: 'There is nothing at this path', hint: 'GET /openapi.json lists the paths' },
  'method-not-allowed': { status: 405, title: 'The path is there, the method is not' },
  'not-acceptable': { status: 406, title: 'The answer cannot be given in a media type that is accepted' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'media-type-unsupported': { status: 415, title: 'The body is of a media type that is not taken here' },
  'host-foreign': {
    status: 421,
    title: 'The request is for another host',
    hint: 'address the API as 127.0.0.1, [::1] or localhost, or start it with a token',
  },
  'request-invalid': field('The body does not have the form that is asked for'),
  'idempotency-key-reused': field(
    'The Idempotency-Key was used for another request',
    'make a new key for each request, and keep it for its repetitions',
  ),
  'idempotency-key-busy': conflict('A request with this Idempotency-Key is under way', 'repeat it in a moment'),
  'internal-error': { status: 500, title: 'The API has a bug' },
  'shutting-down': away('The API is being stopped', 'repeat the request in a moment'),
  'not-ready': away('The API cannot work at this moment'),

  // Cards
  'sim-unknown': { status: 404, title: 'There is no such SIM', hint: 'GET /api/v1/mvno/sims lists them' },
  'sim-state-conflict': conflict("The SIM's state does not allow this"),
  'sim-version-conflict': conflict(
    'The SIM has changed meanwhile',
    'GET it again, then decide again with its new ETag',
  ),
  'iccid-exists': conflict('The ICCID is in the inventory already'),
  'imsi-exists': conflict('The IMSI is in the inventory already'),
  'msisdn-taken': conflict('Another SIM has this number', "take another one, or 'auto' for any that is free"),
  'msisdn-quarantined': conflict('The number rests in quarantine', "take another one, or 'auto' for any that is free"),
  'msisdn-pool-empty': conflict('No number is free'),
  'msisdn-invalid': field('The MSISDN is none'),
  'msisdn-outside-pools': field("The number is in none of the lab's pools"),
  'plan-unknown': field('There is no such plan', 'GET /api/v1/mvno/plans lists them'),
  'customer-missing': field('The SIM is to be bound to nobody'),
  'iccid-invalid': field('The ICCID is none'),
  'iccid-check-digit': field("The ICCID's check digit is wrong"),
  'imsi-invalid': field('The IMSI is none'),
  'imsi-plmn-mismatch': field('The IMSI is of another network'),
  'plmn-invalid': field('The PLMN is none'),
  'mnc-length': field('The MNC has another number of digits in this country'),
  'ki-invalid': field('Ki is not a key of 128 bit'),
  'ki-missing': field('The card has no Ki'),
  'opc-invalid': field('OPc is not a key of 128 bit'),
  'opc-missing': field('The card has no OPc'),
  'op-invalid': field('OP is not a key of 128 bit'),
  'operator-key-twice': field('Both OPc and OP are given'),
  'keys-twice': field('Keys are given, and asked to be drawn'),
  'amf-field-invalid': field('AMF is none'),
  'pin1-invalid': field('PIN 1 is none'),
  'puk1-invalid': field('PUK 1 is none'),
  'pin2-invalid': field('PIN 2 is none'),
  'puk2-invalid': field('PUK 2 is none'),
  'adm1-invalid': field('ADM 1 is none'),
  'kic-invalid': field('KIC is no key'),
  'kid-invalid': field('KID is no key'),
  'kik-invalid': field('KIK is no key'),
  'plmn-real': field('The network may be that of a real operator'),
  'iccid-prefix-invalid': field('ICCIDs cannot begin so'),
  'count-too-large': field('So many cards do not fit into the numbers there are'),
  'subscriber-missing': conflict('The HSS does not have this subscriber'),

  // Batches
  'batch-unknown': { status: 404, title: 'There is no such batch' },
  'import-unknown': {
    status: 404,
    title: 'There is no such import',
    hint: 'imports are forgotten when the API ends; GET /api/v1/mvno/batches/{batch} tells how far a batch is',
  },
  'batch-exists': conflict('The batch was imported already'),
  'batch-differs': conflict('The batch was begun with another file or other settings'),
  'batch-busy': conflict('The batch is being imported at this moment'),
  'batch-is-input': field('This is the file that goes to the vendor: it has no keys'),
  'batch-cut-off': field('The file was cut off'),
  'batch-unreadable': field('The file is not a batch'),
  'batch-empty': field('The file is empty'),
  'batch-name-invalid': field('The batch cannot have this name'),
  'transport-key-missing': field('The file is encrypted, and its transport key is not there'),
  'transport-key-invalid': field('The transport key is none'),
  'transport-key-wrong': field('The transport key does not open the file'),
  'export-in-the-open': field('The keys of the cards would be written in the open'),

  'batch-taken': conflict('Another process goes on with the batch'),

  // Customers
  'customer-unknown': { status: 404, title: 'There is no such customer', hint: 'GET /api/v1/customers/ lists them' },
  'customer-exists': conflict('There is such a customer already'),

  // What the API stands on
  'mongodb-unreachable': away('The database does not answer', 'repeat the request in a moment'),
  'mongodb-lost': away('The database went away', 'repeat the request in a moment'),
  'mongodb-login-failed': away('The database refuses the login'),
  'mongodb-forbidden': away('The database does not allow this account to do that'),
  'mongodb-failed': away('The database refuses'),
  'vault-key-invalid': away("The key that seals the cards' secrets is none"),
  'vault-key-open': away("Others can read the file with the key that seals the cards' secrets"),
  'vault-key-unreadable': away("The key that seals the cards' secrets cannot be read"),
  'vault-damaged': away('The secrets of a card cannot be opened'),
  'vault-key-missing': away("The key that seals the cards' secrets is not there"),
  'vault-key-wrong': away("The key that seals the cards' secrets is another one"),
  'lab-failed': away('What the API stands on does not work'),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEM_KINDS;

/** The kind of a code; undefined for one that is not in the table. */
export function problemKind(code: string): ProblemKind | undefined {
  return Object.hasOwn(PROBLEM_KINDS, code) ? PROBLEM_KINDS[code as ProblemCode] : undefined;
}
