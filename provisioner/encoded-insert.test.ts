import test from 'ava';
import { ObjectId, serialize } from 'bson';
import { MongoNetworkError } from 'mongodb';
import { spawnEmbeddedMongo } from './embedded-mongo/index.ts';
import { findEncoded, insertEncoded, verifyEncoded } from './encoded-insert.ts';
import { openMongoConnection } from './mongodb-connection.ts';

test('octets go in as documents; those that are there are told by their places; a broken connection is tried once more', async t => {
  const server = await spawnEmbeddedMongo();
  const connection = await openMongoConnection(`${server.uri}encoded?w=1`);
  t.teardown(async () => {
    await connection.close();
    await server.close();
  });
  const collection = connection.collection('x');
  await collection.createIndex({ imsi: 1 }, { unique: true });
  const documents = [1, 2, 3].map(imsi => ({ _id: new ObjectId(), imsi: `${imsi}`, at: new Date(imsi) }));
  const encoded = documents.map(document => serialize(document));
  const commands: Record<string, unknown>[] = [];
  let breaks = 0;
  const watched = {
    ...connection,
    command: async (command: Record<string, unknown>, database?: string) => {
      commands.push({ ...command });
      const reply = await connection.command(command, database);
      if (breaks-- > 0) throw new MongoNetworkError('broken');
      return reply;
    },
  };
  t.deepEqual(await insertEncoded(watched, collection, [encoded[1]!]), []);
  t.like(commands[0], { insert: 'x', ordered: false, writeConcern: { w: 1 } });
  const errors = await insertEncoded(watched, collection, encoded);
  t.deepEqual(
    errors.map(({ index, code }) => [index, code]),
    [[1, 11000]],
  );
  t.deepEqual(await collection.find({}, { sort: { imsi: 1 } }).toArray(), documents);
  // One piece of memory, as a press makes them: sent without copying.
  const more = [4, 5].map(imsi => serialize({ _id: new ObjectId(), imsi: `${imsi}` }));
  const joined = Buffer.concat(more);
  const views = [joined.subarray(0, more[0]!.length), joined.subarray(more[0]!.length)];
  breaks = 1;
  t.deepEqual(
    (await insertEncoded(watched, collection, views)).map(({ index }) => index),
    [0, 1],
  );
  t.deepEqual([...(await findEncoded(collection, views))], [0, 1]);
  t.deepEqual([...(await findEncoded(collection, [serialize({ _id: new ObjectId() }), views[1]!]))], [1]);
  t.is(await collection.countDocuments(), 5);
  breaks = 2;
  await t.throwsAsync(insertEncoded(watched, collection, [serialize({ _id: new ObjectId(), imsi: '6' })]), {
    instanceOf: MongoNetworkError,
  });
  t.deepEqual(await insertEncoded(watched, collection, []), []);
  await verifyEncoded(connection, collection, [views[1]!, encoded[0]!, views[0]!]);
  await collection.updateOne({ imsi: '5' }, { $set: { more: 1 } });
  await verifyEncoded(connection, collection, views); // what others add does not make ours wrong
  await collection.updateOne({ imsi: '5' }, { $set: { imsi: '7' } });
  await t.throwsAsync(verifyEncoded(connection, collection, views), { code: 'subscriber-differs' });
  await t.throwsAsync(verifyEncoded(connection, collection, [serialize({ _id: new ObjectId(), imsi: '8' })]), {
    code: 'subscriber-differs',
  });
});
