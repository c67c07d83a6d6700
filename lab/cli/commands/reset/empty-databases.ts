import { MongoClient } from 'mongodb';
import { LabError } from '../../../../emulator/vocabulary/index.ts';
import type { LabContainer } from '../../../docker/index.ts';

/** MongoDB's own. */
const KEPT = ['admin', 'config', 'local'];

/** Removes every document of every database of the lab; collections and indexes stay, so that nobody loses a change stream. Gives the databases. */
export async function emptyDatabases(mongo: LabContainer): Promise<string[]> {
  const place = mongo.published[27017];
  if (place === undefined) {
    throw new LabError('mongodb-unreachable', 'the lab’s MongoDB is not published on this machine', {
      hint: 'mvnolab up',
    });
  }
  const client = new MongoClient(`mongodb://${place}/?directConnection=true`, { serverSelectionTimeoutMS: 5_000 });
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    const names = databases.map(({ name }) => name).filter(name => !KEPT.includes(name));
    for (const name of names) {
      const database = client.db(name);
      for (const { name: collection, type } of await database.listCollections().toArray()) {
        if (type !== 'collection' || collection.startsWith('system.')) continue;
        // WebUI's own users are not subscribers
        if (collection === 'accounts' || collection === 'sessions') continue;
        await database.collection(collection).deleteMany({});
      }
    }
    return names;
  } catch (error) {
    throw new LabError('mongodb-not-emptied', `the databases could not be emptied: ${(error as Error).message}`, {
      hint: 'mvnolab logs mongo',
    });
  } finally {
    await client.close();
  }
}
