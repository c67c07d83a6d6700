import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LabError } from '../../emulator/vocabulary/index.ts';

/** The folder of this package with the Compose file, wherever this module runs from: sources, dist or the bundle. */
export function composeFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const found = join(folder, 'compose');
    if (existsSync(join(found, COMPOSE_FILE))) return found;
    const parent = dirname(folder);
    if (parent === folder) break;
    folder = parent;
  }
  throw new LabError('compose-folder-missing', `the folder compose with ${COMPOSE_FILE} is not in this installation`, {
    hint: 'install mvnolab again',
  });
}

export const COMPOSE_FILE = 'compose.yaml';
