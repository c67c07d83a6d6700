import { Int32 } from 'bson';
import type { Collection } from 'mongodb';
import { deriveOpc } from '../emulator/crypto/index.ts';
import { type Opc, UserError } from '../emulator/vocabulary/index.ts';
import { type BsonDocument, isDocument, numberOf, valueAt } from './bson-values.ts';
import { commandOf, differencePaths, isEmpty } from './document-paths.ts';
import type { MongoConnection } from './mongodb-connection.ts';
import { applyChanges, type SimChanges } from './sim-changes.ts';
import type { SimRecord } from './sim-record.ts';
import { decodeSubscriber, encodeSubscriber, mergeSubscriber } from './subscriber-document.ts';
import { verifyWritten } from './verify-written.ts';

/**
 * The steps of a SIM's life in the subscriber document. Open5GS's MME enforces no barring, so a suspended subscriber is one whose
 * `security` is not there: the HSS answers as for an unknown one (5001). It is kept beside, under `mvnolab`, which Open5GS does not
 * read. It is never set to null or another type: the HSS crashes on that.
 *
 * `mvnolab.event` is the number of the last event that was written. It is set in the same update as what the event changes, and an
 * update is meant only for a document with a lower one: an event that is delivered again, or late, changes nothing.
 */
export const LAB_FIELD = 'mvnolab';
const EVENT = `${LAB_FIELD}.event`;
/** Where `security` is while the subscriber is suspended. */
export const SUSPENDED_SECURITY = `${LAB_FIELD}.security`;

const WITHDRAWN_AT = `${LAB_FIELD}.withdrawn_at`;

const TYPED = { promoteValues: false } as const;
const AFTER = { ...TYPED, returnDocument: 'after' } as const;
const DUPLICATE_KEY = 11000;

/** What an event found: `written` now, or `already` there from an earlier delivery. */
export type LifecycleOutcome = 'written' | 'already';

export interface LifecycleAccess {
  readonly connection: MongoConnection;
  readonly subscribers: Collection<BsonDocument>;
}

/** The document that `provision` writes. */
export function encodeProvisioned(sim: SimRecord, event: number): BsonDocument {
  return { ...encodeSubscriber(sim), [LAB_FIELD]: { event: new Int32(event) } };
}

/** OPc, whichever of OP and OPc the record holds. */
function opcOf({ ki, opc, op }: Partial<Pick<SimRecord, 'ki' | 'opc' | 'op'>>): Opc | undefined {
  return opc ?? (ki === undefined || op === undefined ? undefined : deriveOpc(ki, op));
}

/**
 * Writes the subscriber, whole when it is not there. One that is there with the same keys is taken over on paths, its SQN kept.
 * @throws UserError subscriber-conflict when another card has this IMSI
 */
export async function provisionSubscriber(
  access: LifecycleAccess,
  sim: SimRecord,
  event: number,
): Promise<LifecycleOutcome> {
  const { imsi, ...rest } = encodeProvisioned(sim, event);
  const stored = await upsert(access, sim.imsi, rest);
  if (stored === undefined) return 'written';
  if (eventOf(stored) >= event) return 'already';
  const isStub = !('security' in stored) && !('slice' in stored);
  const held = decodeSubscriber(stored);
  if (!isStub && !(hexOf(held.ki) === hexOf(sim.ki) && hexOf(opcOf(held)) === hexOf(opcOf(sim))))
    throw new UserError(
      'subscriber-conflict',
      `the HSS has another subscriber under IMSI ${sim.imsi}: its keys are not this card's`,
      {
        place: access.connection.place,
        expected: 'no subscriber of this IMSI, or one with the same Ki and OPc',
        hint: `see mvnolab sim show ${sim.imsi}; mvnolab sim remove ${sim.imsi} removes it, then mvnolab sim events retry`,
      },
    );
  const { sqn, ...wanted } = sim;
  const merged = mergeSubscriber(stored, isStub ? sim : { ...wanted, subscriberStatus: 0 });
  const update = differencePaths(stored, merged);
  const after = await fenced(
    access,
    sim.imsi,
    event,
    { ...commandOf(update), $set: { ...update.$set, [EVENT]: new Int32(event) } },
    update.arrays,
  );
  if (after === null) return provisionSubscriber(access, sim, event); // the HSS wrote meanwhile: look again
  verifyWritten(sim.imsi, access.connection.place, after, update.$set, Object.keys(update.$unset));
  return 'written';
}

/**
 * Takes the keys away and asks the HSS to detach the phone, in one update.
 * @throws UserError subscriber-missing
 */
export async function suspendSubscriber(
  access: LifecycleAccess,
  imsi: string,
  event: number,
  more: BsonDocument = {},
): Promise<LifecycleOutcome> {
  const stored = await find(access, imsi);
  if (stored === undefined) throw missingSubscriber(imsi, access.connection.place);
  if (eventOf(stored) >= event) return finishCancel(access, imsi, 'already');
  await clearCancel(access, imsi, stored);
  const $set = {
    subscriber_status: new Int32(1),
    operator_determined_barring: new Int32(0),
    request_cancel_location: true,
    [EVENT]: new Int32(event),
    ...more,
  };
  const hadKeys = 'security' in stored;
  const after = await fenced(
    access,
    imsi,
    event,
    { $set, ...(hadKeys && { $rename: { security: SUSPENDED_SECURITY } }) },
    { security: { $exists: hadKeys } },
  );
  if (after === null) return suspendSubscriber(access, imsi, event, more);
  verifyWritten(imsi, access.connection.place, after, $set, ['security']);
  if (hadKeys && !isDocument(valueAt(after, SUSPENDED_SECURITY)))
    verifyWritten(imsi, access.connection.place, after, { [SUSPENDED_SECURITY]: {} });
  return finishCancel(access, imsi, 'written');
}

/**
 * Puts the keys back.
 * @throws UserError subscriber-missing, also where there are no keys to put back
 */
export async function resumeSubscriber(
  access: LifecycleAccess,
  imsi: string,
  event: number,
): Promise<LifecycleOutcome> {
  const stored = await find(access, imsi);
  if (stored === undefined) throw missingSubscriber(imsi, access.connection.place);
  if (eventOf(stored) >= event) return 'already';
  const kept = isDocument(valueAt(stored, SUSPENDED_SECURITY));
  if (!kept && !('security' in stored))
    throw new UserError('subscriber-without-keys', `the subscriber ${imsi} has no keys to put back`, {
      place: access.connection.place,
      expected: `the field ${SUSPENDED_SECURITY}, which a suspension leaves`,
      hint: `mvnolab sim reconcile ${imsi} writes them again`,
    });
  const $set = { subscriber_status: new Int32(0), request_cancel_location: false, [EVENT]: new Int32(event) };
  const after = await fenced(
    access,
    imsi,
    event,
    { $set, ...(kept && { $rename: { [SUSPENDED_SECURITY]: 'security' } }) },
    { [SUSPENDED_SECURITY]: { $exists: kept } },
  );
  if (after === null) return resumeSubscriber(access, imsi, event);
  verifyWritten(imsi, access.connection.place, after, $set, [SUSPENDED_SECURITY]);
  return 'written';
}

/** Writes another profile on paths; the keys, SQN and what the HSS wrote stay. @throws UserError subscriber-missing */
export async function updateProfile(
  access: LifecycleAccess,
  imsi: string,
  changes: SimChanges,
  event: number,
): Promise<LifecycleOutcome> {
  const stored = await find(access, imsi);
  if (stored === undefined) throw missingSubscriber(imsi, access.connection.place);
  if (eventOf(stored) >= event) return 'already';
  const update = differencePaths(stored, mergeSubscriber(stored, applyChanges(decodeSubscriber(stored), changes)));
  const after = await fenced(
    access,
    imsi,
    event,
    { ...commandOf(update), $set: { ...update.$set, [EVENT]: new Int32(event) } },
    update.arrays,
  );
  if (after === null) return updateProfile(access, imsi, changes, event);
  if (!isEmpty(update)) verifyWritten(imsi, access.connection.place, after, update.$set, Object.keys(update.$unset));
  return 'written';
}

export interface Withdrawal {
  /** Since when the HSS has been asked to detach the phone; undefined when there was no phone to detach. */
  readonly askedAt: Date | undefined;
  /** The phone is known to be gone: the HSS noted its purge. */
  readonly gone: boolean;
}

/**
 * First half of a removal: as a suspension. The document stays until the HSS has read it: it looks the IMSI of a change up in the
 * document, and nothing at all detaches a phone whose subscriber is simply deleted.
 */
export async function withdrawSubscriber(
  access: LifecycleAccess,
  imsi: string,
  event: number,
  now: Date,
): Promise<Withdrawal> {
  const before = await find(access, imsi);
  if (before === undefined) return { askedAt: undefined, gone: true };
  const { serving } = decodeSubscriber(before);
  const served = serving.mmeHost !== undefined;
  await suspendSubscriber(access, imsi, event, { [WITHDRAWN_AT]: now });
  const at = valueAt((await find(access, imsi)) ?? before, WITHDRAWN_AT);
  return { askedAt: at instanceof Date ? at : new Date(0), gone: !served || serving.purged === true };
}

/** Second half: the document goes, unless a later event or somebody else has written it. True when it was there. */
export async function removeWithdrawn(
  { connection, subscribers }: LifecycleAccess,
  imsi: string,
  event: number,
): Promise<boolean> {
  const { deletedCount } = await connection.attempt(`remove ${imsi}`, () =>
    subscribers.deleteMany({ imsi, [EVENT]: { $lte: event } }),
  );
  return deletedCount > 0;
}

/** The number of the last event in the document; 0 when there is none. */
export function eventOf(document: BsonDocument): number {
  const event = numberOf(valueAt(document, EVENT));
  return event === undefined ? 0 : Number(event);
}

async function upsert(
  { connection, subscribers }: LifecycleAccess,
  imsi: string,
  $setOnInsert: BsonDocument,
): Promise<BsonDocument | undefined> {
  return connection.attempt(`provision ${imsi}`, async () => {
    try {
      const options = { ...AFTER, upsert: true, includeResultMetadata: true } as const;
      const { value, lastErrorObject } = await subscribers.findOneAndUpdate({ imsi }, { $setOnInsert }, options);
      if (lastErrorObject?.updatedExisting !== false) return value ?? undefined;
      verifyWritten(imsi, connection.place, value ?? undefined, $setOnInsert);
      return undefined;
    } catch (error) {
      if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
      return (await subscribers.findOne({ imsi }, TYPED)) ?? undefined;
    }
  });
}

/** An update for a document that has not seen this event. */
function fenced(
  { connection, subscribers }: LifecycleAccess,
  imsi: string,
  event: number,
  update: BsonDocument,
  conditions: BsonDocument,
): Promise<BsonDocument | null> {
  return connection.attempt(`write ${imsi}`, () =>
    subscribers.findOneAndUpdate({ imsi, ...notLater(event), ...conditions }, update, AFTER),
  );
}

function notLater(event: number): BsonDocument {
  return { [EVENT]: { $not: { $gte: event } } };
}

/**
 * Asks the HSS to detach the phone, and nothing else.
 * @throws UserError subscriber-missing
 */
export async function requestCancelLocation(access: LifecycleAccess, imsi: string): Promise<void> {
  const stored = await find(access, imsi);
  if (stored === undefined) throw missingSubscriber(imsi, access.connection.place);
  await clearCancel(access, imsi, stored);
  await access.connection.attempt(`write ${imsi}`, () =>
    access.subscribers.updateOne({ imsi }, { $set: { request_cancel_location: true } }),
  );
  await finishCancel(access, imsi, 'written');
}

/** The HSS acts when the flag *changes* to true: one that somebody left at true is put down first. */
async function clearCancel(
  { connection, subscribers }: LifecycleAccess,
  imsi: string,
  stored: BsonDocument,
): Promise<void> {
  if (stored.request_cancel_location !== true) return;
  await connection.attempt(`write ${imsi}`, () =>
    subscribers.updateOne({ imsi }, { $set: { request_cancel_location: false } }),
  );
}

/** Puts the flag down again: the HSS has the change in its stream whatever the document says by then. */
async function finishCancel(
  { connection, subscribers }: LifecycleAccess,
  imsi: string,
  outcome: LifecycleOutcome,
): Promise<LifecycleOutcome> {
  await connection.attempt(`write ${imsi}`, () =>
    subscribers.updateOne({ imsi, request_cancel_location: true }, { $set: { request_cancel_location: false } }),
  );
  return outcome;
}

async function find({ connection, subscribers }: LifecycleAccess, imsi: string): Promise<BsonDocument | undefined> {
  return (await connection.attempt(`read ${imsi}`, () => subscribers.findOne({ imsi }, TYPED))) ?? undefined;
}

function missingSubscriber(imsi: string, place: string): UserError {
  return new UserError('subscriber-missing', `the HSS does not have the subscriber ${imsi} any more`, {
    place,
    expected: 'the subscriber that the activation wrote',
    hint: `mvnolab sim diff shows it; mvnolab sim reconcile ${imsi} writes it again`,
  });
}

function hexOf(secret: { reveal(): Uint8Array } | undefined): string {
  return secret === undefined ? '' : Buffer.from(secret.reveal()).toString('hex');
}
