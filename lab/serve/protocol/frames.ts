import { z } from 'zod';
import { LabError } from '../../../emulator/vocabulary/index.ts';
import { METHOD_NAMES } from './methods.ts';
import { optional } from './optional.ts';
import { decodePlain } from './plain-data.ts';
import { CAPABILITY_LIST, CORE_IDENTITY, EVENT } from './port-answers.ts';
import { LAB_SETTINGS, SESSION_NOTE } from './port-specs.ts';
import { WIRE_ERROR } from './wire-error.ts';

/** Raised when an older side would misunderstand the newer one; members may be added without. */
export const PROTOCOL_VERSION = 1;

/** Octets of a frame, either way; a server takes no longer one, and sends none. */
export const MAX_FRAME_OCTETS = 4 * 1024 * 1024;

const id = z.int().positive();
const seq = z.int().min(-1);
const key = z.string().min(1).max(128);
const text = z.string().max(4096);

export const OPEN_OPTIONS = z.strictObject({
  caseId: text,
  title: text,
  seed: text,
  lab: LAB_SETTINGS,
  /** The client wants event log and capture at the end. */
  artefacts: z.boolean(),
  revealKeys: z.boolean(),
  secrets: z.array(z.string().max(65_536)).max(10_000),
});
export type OpenOptions = z.infer<typeof OPEN_OPTIONS>;

/** First of a connection. */
export const HELLO = z.object({
  type: z.literal('hello'),
  protocol: z.int(),
  client: text,
  token: optional(text),
});

/** Second of a connection: what it is for. */
const OPEN = z.strictObject({ type: z.literal('open'), options: OPEN_OPTIONS });
/** Goes on with a session after its connection was lost: `got` is the last numbered frame, `after` the last event that came. */
const RESUME = z.strictObject({ type: z.literal('resume'), session: key, key, got: z.int().nonnegative(), after: seq });
/** Reads along with another client's session. */
const WATCH = z.strictObject({ type: z.literal('watch'), session: key, after: seq });
const SESSIONS = z.strictObject({ type: z.literal('sessions') });

/** Of a session. Ids count up from 1 without gaps: a frame that was sent again after a reconnect is taken once. */
const ASK = z.strictObject({
  type: z.literal('ask'),
  id,
  what: z.enum(METHOD_NAMES),
  args: z.array(z.unknown()).max(8),
});
/** Ends the ask or alarm with the id `of`. */
const STOP = z.strictObject({ type: z.literal('stop'), id, of: id });
/** Answered by `ring` at that time of the lab. */
const ALARM = z.strictObject({ type: z.literal('alarm'), id, atMs: z.number() });
const TELL = z.strictObject({ type: z.literal('tell'), id, note: SESSION_NOTE });
/** The client has dealt with everything up to there and waits; until it says so, the lab's clock runs as the wall's. */
const IDLE = z.strictObject({ type: z.literal('idle'), got: z.int().nonnegative(), after: seq });
/** The session is over; its files are not wanted any more. */
const BYE = z.strictObject({ type: z.literal('bye') });

export const CLIENT_FRAME = z.discriminatedUnion('type', [
  HELLO,
  OPEN,
  RESUME,
  WATCH,
  SESSIONS,
  ASK,
  STOP,
  ALARM,
  TELL,
  IDLE,
  BYE,
]);
export type ClientFrame = z.infer<typeof CLIENT_FRAME>;
export type Numbered = Extract<ClientFrame, { readonly id: number }>;

/** Of a session at the moment of sending: its time, the last id that was taken, and how often triggers have fired. */
const STATE = { nowMs: z.number(), taken: z.int().nonnegative(), fired: optional(z.record(z.string(), z.number())) };
export interface SessionMoment {
  readonly nowMs: number;
  readonly taken: number;
  readonly fired?: Readonly<Record<string, number>>;
}
const n = z.int().positive();

export const SERVED_SESSION = z.object({
  session: z.string(),
  title: z.string(),
  /** ISO 8601. */
  openedAt: z.string(),
  connected: z.boolean(),
});
export type ServedSessionFacts = z.infer<typeof SERVED_SESSION>;

export const SERVER_FRAME = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('welcome'),
    protocol: z.int(),
    server: z.string(),
    core: CORE_IDENTITY,
    capabilities: CAPABILITY_LIST,
  }),
  z.object({ type: z.literal('sessions'), sessions: z.array(SERVED_SESSION) }),
  z.object({
    type: z.literal('opened'),
    session: z.string(),
    key: z.string(),
    speed: z.number(),
    header: EVENT,
    facts: z.record(z.string(), z.string()),
    ...STATE,
  }),
  z.object({ type: z.literal('resumed'), ...STATE }),
  z.object({ type: z.literal('watching'), ...STATE }),
  z.object({ type: z.literal('events'), events: z.array(EVENT), ...STATE }),
  z.object({ type: z.literal('answer'), n, id, value: z.unknown(), ...STATE }),
  z.object({ type: z.literal('failed'), n, id, error: WIRE_ERROR, ...STATE }),
  z.object({ type: z.literal('ring'), n, id, ...STATE }),
  z.object({ type: z.literal('clock'), ...STATE }),
  /** The session that was watched is over. */
  z.object({ type: z.literal('ended') }),
  /** The server ends the connection, and this is why. */
  z.object({ type: z.literal('refused'), error: WIRE_ERROR }),
]);
export type ServerFrame = z.infer<typeof SERVER_FRAME>;

export function decodeClientFrame(octets: string): ClientFrame {
  return decodeFrame(octets, CLIENT_FRAME, 'client');
}

export function decodeServerFrame(octets: string): ServerFrame {
  return decodeFrame(octets, SERVER_FRAME, 'server');
}

/** @throws LabError `frame-invalid` that says what is wrong, without repeating a value */
function decodeFrame<Frame>(octets: string, schema: z.ZodType<Frame>, side: string): Frame {
  let value: unknown;
  try {
    value = decodePlain(octets);
  } catch {
    throw invalid(side, 'it is not JSON');
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalid(side, `${issue?.path.join('.') || 'the frame'}: ${issue?.message ?? 'unknown'}`);
}

function invalid(side: string, why: string): LabError {
  return new LabError('frame-invalid', `a frame of the ${side} cannot be understood: ${why}`, {
    expected: `frames of version ${PROTOCOL_VERSION} of the lab protocol`,
    hint: 'take the same release of mvnolab on both sides',
  });
}
