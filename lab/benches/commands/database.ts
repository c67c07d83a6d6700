import { fromHex } from '../../../emulator/bytes/index.ts';
import { UserError } from '../../../emulator/vocabulary/index.ts';
import { checkSubscriberPath, SUBSCRIBERS } from '../../../provisioner/index.ts';
import type { BenchOutcome, StoredValue } from '../../../scenarios/runner/index.ts';
import type { CaseLab } from '../case-lab.ts';
import type { SimFixture } from '../fixtures/sim-fixture.ts';
import { bsonValueOf } from '../witnesses/stored-value.ts';
import { type Command, outcome } from './command.ts';

/** Sets single paths of a subscriber's document with exactly these BSON types, and takes away those without a value. */
export async function hssSet(lab: CaseLab, command: Command<'hss-set'>): Promise<BenchOutcome> {
  const sim = lab.simOf(command.sim);
  const isThere = await setPaths(lab, sim, command.set, command.force ?? false);
  return isThere ? outcome('accepted') : unknownSubscriber(sim);
}

/** Takes a subscriber's document out of the database. A phone that is attached stays attached. */
export async function hssRemove(lab: CaseLab, command: Command<'hss-remove'>): Promise<BenchOutcome> {
  const sim = lab.simOf(command.sim);
  if (lab.subscribers === undefined) throw lab.lacks('database', 'the subscriber database');
  return (await lab.subscribers.remove(sim.imsi)) ? outcome('accepted') : unknownSubscriber(sim);
}

/** What a scenario wishes of a subscriber's document beside what a plan gives: SQN, and paths as they are. */
export async function applySpec(lab: CaseLab, sim: SimFixture): Promise<void> {
  const { sqn, document = {} } = sim.spec;
  const wanted = sqn === undefined ? {} : { 'security.sqn': { bson: 'int64', value: String(sqn) } as const };
  await setPaths(lab, sim, { ...wanted, ...document }, true);
}

/** False when the subscriber is not there. @throws UserError for a path that Open5GS does not know, unless forced */
export async function setPaths(
  lab: CaseLab,
  { imsi, name }: SimFixture,
  paths: Readonly<Record<string, StoredValue | undefined>>,
  force: boolean,
): Promise<boolean> {
  const { connection } = lab;
  if (connection === undefined) throw lab.lacks('database', 'the subscriber database');
  const $set: Record<string, unknown> = {};
  const $unset: Record<string, ''> = {};
  for (const [path, value] of Object.entries(paths)) {
    checkPath(path, force, name);
    protect(lab, value);
    if (value === undefined) $unset[path] = '';
    else $set[path] = bsonValueOf(value, path);
  }
  const update = {
    ...(Object.keys($set).length === 0 ? {} : { $set }),
    ...(Object.keys($unset).length === 0 ? {} : { $unset }),
  };
  if (Object.keys(update).length === 0) return true;
  const { matchedCount } = await connection.attempt(`change ${imsi}`, () =>
    connection.collection(SUBSCRIBERS).updateOne({ imsi }, update),
  );
  return matchedCount > 0;
}

function checkPath(path: string, force: boolean, sim: string): void {
  if (!force) return checkSubscriberPath(path);
  const isSound = path !== '' && path !== '_id' && !/^\$|\.\$|\.\.|^\.|\.$/.test(path);
  if (!isSound) {
    throw new UserError('subscriber-path-invalid', `'${path}' is no path of a document`, {
      place: sim,
      expected: 'names and array indexes joined with dots: slice.0.session.0.type',
    });
  }
}

/** Whatever looks like a key in what is written is one. */
function protect(lab: CaseLab, value: StoredValue | undefined): void {
  if (value?.bson === 'document') for (const member of Object.values(value.members)) protect(lab, member);
  else if (value?.bson === 'array') for (const item of value.items) protect(lab, item);
  else if (value?.bson === 'string') {
    const digits = value.value.replace(/\s/g, '');
    if (/^[0-9a-fA-F]{32}$/.test(digits)) lab.run.protect(fromHex(digits));
  }
}

function unknownSubscriber({ imsi }: SimFixture): BenchOutcome {
  return outcome('refused', `the database has no subscriber ${imsi}`, { code: 'imsi-unknown' });
}
