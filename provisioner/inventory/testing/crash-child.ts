import { UserError } from '../../../emulator/vocabulary/index.ts';
import { openInventory } from '../inventory.ts';
import { CALLER, testCard, testIccid, VAULT } from './open.ts';

/**
 * Changes cards at random until it is killed: `node crash-child.js <uri> <database> <first card> <seed>`. Says `ready`, then
 * the event's id for each change that was accepted; `exhausted` when nothing can be changed any more.
 */
const [uri = '', databaseName = '', firstText = '0', seedText = '0'] = process.argv.slice(2);
const CARDS = 6;
/** So many refusals in a row: every card has come to its end. */
const EXHAUSTED = 200;
const first = Number(firstText);
let seed = Number(seedText) >>> 0 || 1;

/** Marsaglia's xorshift: enough to choose among a few. */
function random(below: number): number {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return (seed >>> 0) % below;
}

const inventory = await openInventory(uri, {
  vault: () => VAULT,
  databaseName,
  withdrawMs: 0,
  worker: { leaseMs: 150 },
});
const { sims } = inventory;
process.stdout.write('ready\n');

const ACTIONS = [
  (iccid: string, options: object) => sims.assign(iccid, { customer: 'c' }, CALLER, options),
  (iccid: string, options: object) =>
    sims.activate(iccid, { customer: 'c', msisdn: random(2) === 0 ? 'auto' : 'none' }, CALLER, options),
  (iccid: string, options: object) => sims.suspend(iccid, CALLER, options),
  (iccid: string, options: object) => sims.resume(iccid, CALLER, options),
  (iccid: string, options: object) => sims.changePlan(iccid, random(2) === 0 ? 'iot' : 'postpaid-s', CALLER, options),
  (iccid: string, options: object) => sims.swap(iccid, testIccid(first + random(CARDS)), CALLER, options),
  (iccid: string, options: object) =>
    random(4) === 0 ? sims.deactivate(iccid, CALLER, options) : sims.resume(iccid, CALLER, options),
];

await inventory.deliver();
for (let refused = 0; ; ) {
  if (refused++ === EXHAUSTED) process.stdout.write('exhausted\n');
  const index = first + random(CARDS);
  try {
    await sims.register(testCard(index), CALLER);
  } catch (error) {
    if (!(error instanceof UserError)) throw error; // it is there already
  }
  const options = { settleMs: random(3) === 0 ? 0 : 100 };
  try {
    const { eventId } = await ACTIONS[random(ACTIONS.length)]!(testIccid(index), options);
    // a pipe is written at once: who reads it knows that the caller was told
    process.stdout.write(`${eventId}\n`);
    refused = 0;
  } catch (error) {
    if (!(error instanceof UserError)) throw error; // the table does not allow it now
  }
  if (random(4) === 0) await inventory.deliver();
}
