// Joins the compiled modules of a start into a few files, dist/bundle: half of the time to a first attach is Node finding and reading
// four hundred modules. Nothing is only in the bundle: without it, or when it is older than dist, the modules are loaded one by one.
// Plain JavaScript on purpose: it is part of the build.
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const dist = join(root, 'dist');
const place = join(dist, 'bundle');

/** Files of the bundle that a process or a thread starts with, and the compiled module that each stands for. */
const ENTRIES = {
  main: 'lab/cli/main.js',
  'embedded-mongo': 'provisioner/embedded-mongo/server-worker.js',
};

/** Packages that take part, with what they import themselves; all others are loaded from node_modules. */
const PACKAGES = ['bson', 'commander', 'mongodb', 'yaml', 'zod'];

/** The module to start with: the bundle's when it is as new as dist. */
export function mainModule() {
  const main = join(place, 'main.js');
  const compiled = join(dist, '.tsbuildinfo');
  const isFresh = existsSync(main) && (!existsSync(compiled) || statSync(main).mtimeMs >= statSync(compiled).mtimeMs);
  return isFresh ? main : join(dist, ENTRIES.main);
}

/** Writes the bundle to a folder of dist; without esbuild, which is a development dependency, there is none. */
export async function bundle(folder = place) {
  const esbuild = await loadEsbuild();
  if (esbuild === undefined) return;
  rmSync(folder, { recursive: true, force: true });
  await esbuild.build({
    entryPoints: Object.fromEntries(Object.entries(ENTRIES).map(([name, module]) => [name, join(dist, module)])),
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'error',
    // CommonJS packages ask for Node's modules by require.
    banner: {
      js: "import { createRequire as mvnolabRequire } from 'node:module';const require = mvnolabRequire(import.meta.url);",
    },
    plugins: [
      { name: 'keep-packages-out', setup: keepPackagesOut },
      { name: 'keep-places', setup: build => keepPlaces(build, folder) },
    ],
  });
}

async function loadEsbuild() {
  try {
    createRequire(import.meta.url).resolve('esbuild');
  } catch {
    return undefined;
  }
  return import('esbuild');
}

/** What is not one of ours, nor of PACKAGES, nor needed by one of those, stays a package of its own; so do optional peers, which may be native. */
function keepPackagesOut(build) {
  const optional = PACKAGES.flatMap(name => Object.keys(manifestOf(name).peerDependencies ?? {}));
  build.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
    if (kind === 'entry-point') return undefined;
    const name = path.split('/', path.startsWith('@') ? 2 : 1).join('/');
    const isAsked = PACKAGES.includes(name) || importer.includes(`${sep}node_modules${sep}`);
    return isAsked && !optional.includes(name) ? undefined : { path, external: true };
  });
}

function manifestOf(name) {
  return JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
}

/** `import.meta.url` goes on meaning the compiled module's place, except for what the bundle has an entry for. */
function keepPlaces(build, folder) {
  const inDist = new RegExp(`^${dist.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}.*\\.js$`);
  build.onLoad({ filter: inDist }, ({ path }) => {
    const text = readFileSync(path, 'utf8');
    if (!text.includes('import.meta.url')) return undefined;
    const contents = text
      .replace(/new URL\((['"])(\.[^'"]*\.js)\1, import\.meta\.url\)/g, (whole, _quote, target) => {
        const module = relative(dist, resolve(dirname(path), target))
          .split(sep)
          .join('/');
        const entry = Object.keys(ENTRIES).find(name => ENTRIES[name] === module);
        return entry === undefined ? whole : `new URL('./${entry}.js', mvnolabHere)`;
      })
      .replaceAll(
        'import.meta.url',
        () => `new URL('${relative(folder, path).split(sep).join('/')}', mvnolabHere).href`,
      )
      .replaceAll('mvnolabHere', 'import.meta.url');
    return { contents, loader: 'js' };
  });
}

if (process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === import.meta.url) await bundle();
