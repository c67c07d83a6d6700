import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../../emulator/vocabulary/index.ts';

/** Editors write a file in several goes; what changes within this time is told together. */
const QUIET_MS = 150;
const WATCHED = /\.(ya?ml|csv)$/i;
/** Our own artefacts, version control, packages. */
const PASSED_OVER = /(^|[\\/])(\.[^\\/]+|node_modules)([\\/]|$)/;

/**
 * Tells of scenario files that change, are made or go, by their full paths: those that are named, and those below folders that are. Gives
 * what ends it. @throws UserError for a path that does not exist
 */
export function watchFiles(
  paths: readonly string[],
  tell: (files: ReadonlySet<string>) => void,
  quietMs: number = QUIET_MS,
): () => void {
  const changed = new Set<string>();
  let alarm: NodeJS.Timeout | undefined;
  const note = (path: string): void => {
    changed.add(path);
    clearTimeout(alarm);
    alarm = setTimeout(() => {
      const files = new Set(changed);
      changed.clear();
      tell(files);
    }, quietMs);
  };
  const watchers = [...new Set(paths.map(path => resolve(path)))].map(path => watchPath(path, note));
  return () => {
    clearTimeout(alarm);
    for (const watcher of watchers) watcher.close();
  };
}

function watchPath(path: string, note: (path: string) => void): FSWatcher {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new UserError('path-unknown', `there is no ${path}`, { place: '<paths>' });
  if (stat.isDirectory()) {
    return watch(path, { recursive: true }, (_, name) => {
      if (name !== null && WATCHED.test(name) && !PASSED_OVER.test(name)) note(join(path, name));
    });
  }
  // The folder, because an editor that writes a new file and renames it leaves a watcher of the old one behind.
  return watch(dirname(path), (_, name) => {
    if (name === basename(path)) note(path);
  });
}
