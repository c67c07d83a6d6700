import { basename, resolve } from 'node:path';
import { type LoadedFile, parsePathLine } from '../../../../scenarios/runner/index.ts';

/**
 * The paths to run when files changed: those of them that are scenarios, and scenarios that use one of them (a fragment, the rows of a
 * matrix). Of a file that was named with lines, these lines.
 */
export function affectedPaths(
  paths: readonly string[],
  loaded: readonly Pick<LoadedFile, 'file' | 'others' | 'text' | 'cases'>[],
  changed: ReadonlySet<string>,
): string[] {
  const tables = [...changed].filter(path => path.toLowerCase().endsWith('.csv')).map(path => basename(path));
  const affected = loaded.filter(
    ({ file, others, text, cases }) =>
      cases.length > 0 &&
      (changed.has(resolve(file)) ||
        [...others.keys()].some(other => changed.has(resolve(other))) ||
        tables.some(table => text.includes(table))),
  );
  return affected.flatMap(({ file }) => {
    const named = paths.filter(path => {
      const { path: own, line } = parsePathLine(path);
      return line !== undefined && resolve(own) === resolve(file);
    });
    return named.length > 0 ? named : [file];
  });
}
