import type { WhyRule } from '../evidence.ts';
import { notesOf } from '../reading.ts';

/** The HSS looks into the database when a phone attaches, and not while it is there. */
export const databaseNotFollowed: WhyRule = {
  name: 'database-not-followed',
  about: 'the HSS does not follow its database: what changes there leaves an attached phone as it is',
  alsoAccepted: true,
  explain(evidence) {
    const { failed } = evidence.step;
    if (failed === undefined || !failed.subject.endsWith('.emm')) return undefined;
    const note = notesOf(evidence).find(({ fields }) => fields?.topic === 'not-followed');
    if (note === undefined) return undefined;
    return {
      sentences: [`${note.text}.`],
      next: [
        'use_mongodb_change_stream: true in hss.yaml, with a MongoDB that is a replica set, and change_streams: true in the file of --core; or requires: [change-streams], and the case is skipped here',
      ],
    };
  },
};
