import { existsSync } from 'node:fs';

export interface PathLine {
  readonly path: string;
  /** Undefined = the whole file or folder. */
  readonly line?: number;
}

/** `scenarios/a.yaml:25`, `scenarios/a.yaml:25:11` (as findings print it) or a path. A file that is called so goes first. */
export function parsePathLine(text: string, exists: (path: string) => boolean = existsSync): PathLine {
  const [, path, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(text) ?? [];
  if (path === undefined || line === undefined || exists(text)) return { path: text };
  return { path, line: Number(line) };
}
