import type { ReadFile } from '../cases/index.ts';

/** Files of a test, by path. */
export function filesInMemory(files: Readonly<Record<string, string>>): ReadFile {
  return path => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });
    return text;
  };
}
