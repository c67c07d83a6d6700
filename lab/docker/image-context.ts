import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LabError } from '../../emulator/vocabulary/index.ts';
import { composeFolder } from './compose-folder.ts';

/** A folder that an image is built from; `remove` when it is built. */
export interface ImageContext {
  readonly folder: string;
  readonly remove: () => void;
}

/** What of this package a container runs; the same as `files` of package.json, and package.json itself. */
const PARTS = ['package.json', 'dist', 'lab/setup', 'scenarios', 'compose', 'LICENSE'];

/** Puts the compiled lab and the packages that it needs at run time into a folder of their own, with the Dockerfile beside. */
export function labImageContext(): ImageContext {
  const root = dirname(composeFolder());
  if (!existsSync(join(root, 'dist'))) {
    throw new LabError('lab-not-built', 'the lab is not compiled', { place: root, hint: 'npm run build' });
  }
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-image-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const app = join(folder, 'app');
    for (const part of PARTS) {
      const from = join(root, part);
      if (existsSync(from)) cpSync(from, join(app, part), { recursive: true, dereference: true });
    }
    for (const [name, from] of runtimePackages(root)) {
      const to = join(app, 'node_modules', name);
      mkdirSync(dirname(to), { recursive: true });
      cpSync(from, to, { recursive: true, dereference: true });
    }
    cpSync(join(root, 'compose', 'Dockerfile'), join(folder, 'Dockerfile'));
    return { folder, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * Every package that runs the lab, by where it goes below node_modules: what is installed inside another package stays there.
 * An optional one that is not installed is left out.
 */
function runtimePackages(root: string): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (folder: string, inside: string): void => {
    const { dependencies = {}, optionalDependencies = {} } = manifestOf(folder);
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const place = lookUp(root, folder, name);
      if (place === undefined) continue;
      const nested = place.startsWith(join(folder, 'node_modules'));
      // copied with the package that it is inside of
      const key = nested && folder !== root ? `${inside}/node_modules/${name}` : name;
      if (found.has(key)) continue;
      found.set(key, place);
      visit(place, key);
    }
  };
  visit(root, '');
  return found;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** As Node.js looks for a package: beside, then in each node_modules further up. */
function lookUp(root: string, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    if (existsSync(join(place, 'package.json'))) return place;
    if (folder === root && !root.includes('node_modules')) return undefined;
    if (dirname(folder) === folder) return undefined;
  }
}
