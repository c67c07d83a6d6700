import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import test from 'ava';
import { spawnEmbeddedMongo } from './index.ts';

/** What Python's driver must see; it prints one line for each thing that holds, and raises where one does not. */
const CHECKS = `
import sys
import pymongo
from bson import Int64, Decimal128, ObjectId, SON
from pymongo.errors import DuplicateKeyError, OperationFailure

client = pymongo.MongoClient(sys.argv[1], serverSelectionTimeoutMS=20000)
db = client.open5gs
subscribers = db.subscribers

def check(what, holds):
    if not holds: raise SystemExit('does not hold: ' + what)
    print('ok ' + what)

check('server', client.server_info()['version'] == '8.0.0' and not client.is_mongos)
subscribers.create_index('imsi', unique=True)
result = subscribers.insert_many([{'imsi': '00101%010d' % n, 'security': {'sqn': Int64(2**48 - 16 + n)}, 'n': n} for n in range(300)])
check('insert_many', len(result.inserted_ids) == 300)
try:
    subscribers.insert_one({'imsi': '001010000000001'})
    check('duplicate key', False)
except DuplicateKeyError as error:
    check('duplicate key', error.details['keyPattern'] == {'imsi': 1} and error.details['keyValue'] == {'imsi': '001010000000001'})
one = {'imsi': '001010000000000'}
subscribers.update_one(one, {'$inc': {'security.sqn': Int64(32)}})
check('int64 sum', subscribers.find_one(one)['security']['sqn'] == 2**48 + 16)
subscribers.update_one(one, {'$bit': {'security.sqn': {'and': Int64(2**48 - 1)}}})
sqn = subscribers.find_one(one)['security']['sqn']
check('int64 mask', sqn == 16 and isinstance(sqn, Int64))
check('batches', len(list(subscribers.find({'n': {'$gte': 100}}).sort('n', -1).batch_size(17))) == 200)
check('projection', subscribers.find_one(one, {'_id': 0, 'n': 1}) == {'n': 0})
check('aggregate', list(subscribers.aggregate([{'$group': {'_id': {'$mod': ['$n', 3]}, 'n': {'$sum': 1}}}, {'$sort': {'_id': 1}}])) == [{'_id': k, 'n': 100} for k in range(3)])
check('find_one_and_update', subscribers.find_one_and_update(one, {'$set': {'n': 7}}, return_document=pymongo.ReturnDocument.AFTER)['n'] == 7)
check('upsert', subscribers.update_one({'imsi': 'new'}, {'$setOnInsert': {'n': 1}}, upsert=True).upserted_id is not None)
check('decimal', db.types.insert_one({'_id': 1, 'd': Decimal128('0.10')}) and db.types.find_one({'d': Decimal128('0.1')})['d'] == Decimal128('0.10'))
bulk = subscribers.bulk_write([pymongo.UpdateOne({'n': n}, {'$inc': {'x': 1}}) for n in range(100, 200)] + [pymongo.DeleteMany({'n': {'$gte': 290}})], ordered=False)
check('bulk_write', bulk.modified_count == 100 and bulk.deleted_count == 10)
with subscribers.watch(full_document='updateLookup', max_await_time_ms=5000) as stream:
    subscribers.update_one(one, {'$set': {'subscriber_status': 1}})
    event = stream.next()
    check('change stream', event['updateDescription']['updatedFields'] == {'subscriber_status': 1} and event['fullDocument']['imsi'] == one['imsi'])
with client.start_session() as session:
    check('session', subscribers.count_documents({}, session=session) == 291)
try:
    db.command('nonsense')
    check('unknown command', False)
except OperationFailure as error:
    check('unknown command', error.code == 59)
check('list', sorted(db.list_collection_names()) == ['subscribers', 'types'] and 'open5gs' in client.list_database_names())
check('distinct', sorted(subscribers.distinct('x')) == [1])
check('indexes', subscribers.index_information()['imsi_1']['unique'] is True)
client.drop_database('open5gs')
check('drop', client.list_database_names() == [])
print('all')
`;

test("Python's driver (Debian package python3-pymongo) finds a MongoDB", async t => {
  const server = await spawnEmbeddedMongo();
  t.teardown(() => server.close());
  try {
    const { stdout } = await promisify(execFile)('/usr/bin/python3', ['-c', CHECKS, server.uri], { timeout: 120_000 });
    t.log(stdout.trim());
    t.true(stdout.trimEnd().endsWith('all'));
  } catch (error) {
    const { message, stderr } = error as Error & { stderr?: string };
    if (/No module named '(pymongo|bson)'|ENOENT/.test(message)) t.fail('install the Debian package python3-pymongo');
    else t.fail(`${message}\n${stderr ?? ''}`);
  }
});
