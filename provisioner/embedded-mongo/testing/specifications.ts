import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type SpecificationName = 'crud' | 'change-streams';

/**
 * The folder of MongoDB's unified tests for a specification: below MONGODB_SPECIFICATIONS (a checkout of MongoDB's
 * specifications, or libmongoc's `tests/json`) when that is set, else from Debian's source package of libmongoc, which carries
 * a copy. Nothing of it is kept in this repository.
 *
 * @throws {Error} that says which package or variable is missing.
 */
export function specificationFolder(name: SpecificationName): { readonly folder: string; readonly source: string } {
  const given = process.env.MONGODB_SPECIFICATIONS;
  const base = given === undefined || given === '' ? debianCopy() : given;
  const candidates = [
    join(base, 'source', name, 'tests', 'unified'),
    join(base, name, 'tests', 'unified'),
    join(base, name.replace('-', '_'), 'unified'),
  ];
  const folder = candidates.find(candidate => existsSync(candidate));
  if (folder === undefined) throw new Error(`no unified tests of ${name} in any of ${candidates.join(', ')}`);
  return { folder, source: given === undefined ? `Debian's mongo-c-driver` : base };
}

const PACKAGE = 'mongo-c-driver';

function debianCopy(): string {
  const folder = join(tmpdir(), `mvnolab-${PACKAGE}-tests`);
  const unpacked = () => readdirSync(folder).find(name => name.startsWith(`${PACKAGE}-`) && !name.includes('.tar'));
  if (!existsSync(folder) || unpacked() === undefined) download(folder);
  return join(folder, unpacked()!, 'src', 'libmongoc', 'tests', 'json');
}

/** `apt-get source` with lists of its own, so that it needs neither root nor a deb-src line in the system's sources. */
function download(folder: string): void {
  try {
    mkdirSync(join(folder, 'lists', 'partial'), { recursive: true });
    const repository = execFileSync(
      'apt-get',
      [
        'indextargets',
        '--format',
        '$(REPO_URI) $(RELEASE)',
        'Created-By: Packages',
        'Component: main',
        'Origin: Debian',
      ],
      { encoding: 'utf8' },
    ).split('\n')[0];
    writeFileSync(join(folder, 'sources.list'), `deb-src ${repository} main\n`);
    const options = [
      `Dir::Etc::sourcelist=${join(folder, 'sources.list')}`,
      'Dir::Etc::sourceparts=-',
      `Dir::State::lists=${join(folder, 'lists')}`,
      `Dir::Cache::pkgcache=`,
      `Dir::Cache::srcpkgcache=`,
    ].flatMap(option => ['-o', option]);
    const run = { cwd: folder, stdio: 'pipe', timeout: 300_000 } as const;
    execFileSync('apt-get', [...options, 'update'], run);
    execFileSync('apt-get', [...options, 'source', '--download-only', PACKAGE], run);
    const archive = readdirSync(folder).find(name => name.includes('.orig.tar'))!;
    execFileSync(
      'tar',
      ['xf', archive, '--wildcards', '*/tests/json/crud/unified/*', '*/tests/json/change_streams/unified/*'],
      run,
    );
  } catch (error) {
    throw new Error(
      `MongoDB's unified tests are not here: set MONGODB_SPECIFICATIONS to a checkout of them, or run where apt-get can fetch Debian's source package ${PACKAGE} (${(error as Error).message})`,
    );
  }
}
