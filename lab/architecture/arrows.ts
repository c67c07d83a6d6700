/**
 * The house rules as data: who may import whom. A folder is governed by the longest matching `folder`.
 * `may` lists folders (their files and doors) that it may import besides itself; `packages` lists npm packages and
 * `node:` modules. The test beside this file reads every import and holds it against this table.
 */
export interface Rule {
  readonly folder: string;
  readonly may: readonly string[];
  readonly packages?: readonly string[];
  /** A pure folder may not name a clock, a timer, randomness, a log or a socket. */
  readonly pure?: true;
}

export const RULES: readonly Rule[] = [
  { folder: 'emulator/vocabulary', may: [], pure: true },
  { folder: 'emulator/bytes', may: ['emulator/vocabulary'], pure: true },
  { folder: 'emulator/crypto', may: ['emulator/bytes', 'emulator/vocabulary'], packages: ['node:crypto'], pure: true },
  { folder: 'emulator/codec', may: ['emulator/bytes', 'emulator/vocabulary'], pure: true },
  { folder: 'emulator/machine', may: ['emulator/vocabulary'], pure: true },
  { folder: 'emulator/air', may: ['emulator/vocabulary', 'emulator/machine'], pure: true },
  {
    folder: 'emulator/nas-security',
    may: ['emulator/vocabulary', 'emulator/bytes', 'emulator/crypto', 'emulator/codec'],
    pure: true,
  },
  {
    folder: 'emulator/sctp',
    may: ['emulator/vocabulary', 'emulator/bytes', 'emulator/machine', 'emulator/codec', 'emulator/crypto'],
    packages: ['node:crypto'],
    pure: true,
  },
  {
    folder: 'emulator/ue',
    may: [
      'emulator/vocabulary',
      'emulator/bytes',
      'emulator/machine',
      'emulator/air',
      'emulator/nas-security',
      'emulator/codec',
      'emulator/crypto',
    ],
    pure: true,
  },
  {
    folder: 'emulator/enb',
    may: [
      'emulator/vocabulary',
      'emulator/bytes',
      'emulator/machine',
      'emulator/air',
      'emulator/codec',
      'emulator/crypto',
    ],
    pure: true,
  },
  {
    folder: 'emulator/core',
    may: [
      'emulator/vocabulary',
      'emulator/bytes',
      'emulator/machine',
      'emulator/nas-security',
      'emulator/codec',
      'emulator/crypto',
    ],
    pure: true,
  },
  { folder: 'emulator/host', may: ['emulator'], packages: ['node:*', 'koffi'] },
  { folder: 'emulator', may: ['emulator'] },
  {
    folder: 'provisioner/embedded-mongo',
    may: ['emulator/vocabulary'],
    packages: ['node:*', 'bson'],
  },
  {
    folder: 'provisioner',
    may: ['emulator/vocabulary', 'emulator/crypto', 'emulator/bytes'],
    packages: ['node:*', 'mongodb', 'bson', 'yaml', 'zod'],
  },
  { folder: 'scenarios/runner', may: ['emulator/vocabulary'], packages: ['node:*', 'yaml', 'zod'] },
  { folder: 'lab/docker', may: ['emulator/vocabulary', 'lab'], packages: ['node:*', 'dockerode', 'zod', 'yaml'] },
  {
    folder: 'lab/api',
    may: ['emulator/vocabulary', 'emulator/bytes', 'provisioner', 'lab'],
    packages: ['node:*', 'hono', '@hono/node-server', 'zod', 'mongodb'],
  },
  {
    folder: 'lab',
    may: ['lab', 'emulator', 'provisioner', 'scenarios/runner'],
    packages: ['node:*', 'commander', 'yaml', 'ws', 'zod', 'mongodb', 'bson'],
  },
];

/** Doors: from outside `folder`, only its index.ts may be imported. `lab` reaches the emulator's parts by their doors. */
export const DOORS: readonly string[] = [
  'emulator/vocabulary',
  'emulator/bytes',
  'emulator/crypto',
  'emulator/machine',
  'emulator/air',
  'emulator/nas-security',
  'emulator/sctp',
  'emulator/ue',
  'emulator/enb',
  'emulator/core',
  'emulator/host',
  'provisioner/embedded-mongo',
  'provisioner/inventory',
  'scenarios/runner',
  'lab/api',
];

/** What a pure folder must not name, outside its tests. */
export const IMPURE =
  /\b(Date\.now|new Date\(|performance\.now|setTimeout|setInterval|setImmediate|Math\.random|console\.|process\.|await\b|randomBytes\()/;
