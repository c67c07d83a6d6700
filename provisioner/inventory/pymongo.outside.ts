import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import test from 'ava';
import { CALLER, openTest, testCard, testIccid, testImsi } from './testing/open.ts';

/** What Python's driver must find in both databases; it raises where something does not hold. */
const CHECKS = `
import sys, json, hashlib
import pymongo
from bson import Int64
from bson.codec_options import CodecOptions

uri, hss_name, stock_name, active, suspended, gone = sys.argv[1:]
client = pymongo.MongoClient(uri, serverSelectionTimeoutMS=20000)
hss, stock = client[hss_name].subscribers, client[stock_name]

def check(what, holds):
    if not holds: raise SystemExit('does not hold: ' + what)
    print('ok ' + what)

card = stock.sims.find_one({'_id': active})
check('card', card['state'] == 'active' and card['version'] == 3 and isinstance(card['version'], int) and len(card['imsi']) == 15)
check('dates', card['createdAt'].year >= 2024 and [e['action'] for e in card['history']] == ['register', 'assign', 'activate'])
check('sealed', set(card['sealed']) == {'key', 'box'} and isinstance(card['sealed']['box'], bytes) and len(card['sealed']['box']) > 28)
chain = hashlib.sha256(active.encode()).hexdigest()
for entry in card['history']:
    check('chain %d' % entry['version'], entry['previous'] == chain)
    chain = entry['hash']
subscriber = hss.find_one({'imsi': card['imsi']})
check('subscriber', subscriber['security']['sqn'] == 32 and isinstance(subscriber['security']['sqn'], Int64))
check('int32', all(type(subscriber[f]) is int for f in ['subscriber_status', 'access_restriction_data', 'network_access_mode', 'subscribed_rau_tau_timer']))
check('number', subscriber['msisdn'] == [card['msisdn']])
check('event', subscriber['mvnolab'] == {'event': 3})
card = stock.sims.find_one({'_id': suspended})
subscriber = hss.find_one({'imsi': card['imsi']})
check('suspended', 'security' not in subscriber and subscriber['mvnolab']['security']['k'] and subscriber['subscriber_status'] == 1 and subscriber['request_cancel_location'] is False)
card = stock.sims.find_one({'_id': gone})
check('deactivated', hss.count_documents({'imsi': card['imsi']}) == 0 and card['msisdnQuarantinedUntil'] > card['changedAt'])
check('indexes', stock.sims.index_information()['imsi_1']['unique'] and stock.sims.index_information()['msisdn_1']['unique'])
try:
    stock.sims.insert_one({'_id': 'another', 'imsi': card['imsi']})
    check('unique IMSI', False)
except pymongo.errors.DuplicateKeyError:
    check('unique IMSI', True)
events = list(stock.events.find().sort([('iccid', 1), ('sequence', 1)]))
check('events', len(events) == 8 and all(e['deliveries']['hss']['state'] == 'done' and e['waiting'] == [] for e in events))
numbers = [e['_id'] for e in stock.audit.find().sort('_id', 1)]
check('audit', numbers == list(range(1, 12)))
# Another client changes plan and number as the WebUI would, and it shows as drift.
hss.update_one({'imsi': stock.sims.find_one({'_id': active})['imsi']}, {'$set': {'ambr.downlink.value': 7}})
print('all')
`;

test("Python's driver (Debian package python3-pymongo) reads cards, subscribers, events and audit", async t => {
  const { sims, uri, databaseName, inventory } = await openTest(t);
  for (const index of [1, 2, 3]) {
    await sims.register(testCard(index), CALLER);
    await sims.activate(testIccid(index), { customer: 'c' }, CALLER);
  }
  await sims.suspend(testIccid(2), CALLER);
  await sims.deactivate(testIccid(3), CALLER);
  const hssName = new URL(uri).pathname.slice(1);
  const args = ['-c', CHECKS, uri, hssName, databaseName, testIccid(1), testIccid(2), testIccid(3)];
  try {
    const { stdout } = await promisify(execFile)('/usr/bin/python3', args, { timeout: 120_000 });
    t.log(stdout.trim());
    t.true(stdout.trimEnd().endsWith('all'));
  } catch (error) {
    const { message, stderr } = error as Error & { stderr?: string };
    if (/No module named '(pymongo|bson)'|ENOENT/.test(message)) t.fail('install the Debian package python3-pymongo');
    else t.fail(`${message}\n${stderr ?? ''}`);
  }
  const drift: string[] = [];
  for await (const { imsi, kinds, paths } of inventory.drift()) drift.push(`${imsi} ${kinds} ${paths}`);
  t.deepEqual(drift, [`${testImsi(1)} profile ambr.downlink.value`]);
});
