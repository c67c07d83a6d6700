import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { UserError } from '../../emulator/vocabulary/index.ts';
import type { Template } from './templates/index.ts';

export interface NewFile {
  /** Where the user stands. */
  readonly folder: string;
  /** As given; undefined = the template's name. */
  readonly file: string | undefined;
  readonly template: string;
  readonly name: string | undefined;
}

export interface WrittenFile {
  /** As seen from where the user stands. */
  readonly path: string;
  /** It names a schema that exists. */
  readonly hasSchema: boolean;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** Writes a template to a new file, and the folders that it needs. @throws UserError when the file exists or cannot be written */
export function writeTemplate(template: Template, { folder, file, template: title, name }: NewFile): WrittenFile {
  const path = resolve(folder, file ?? defaultFile(folder, title));
  if (!/\.ya?ml$/i.test(path)) {
    throw new UserError('file-name-invalid', `${file} would not be found: scenarios are .yaml files`, {
      place: '<file>',
      expected: 'a name that ends in .yaml',
    });
  }
  const scenario = name ?? basename(path).replace(/\.ya?ml$/i, '');
  if (!NAME.test(scenario)) {
    throw new UserError('name-invalid', `'${scenario}' cannot be the name of a scenario`, {
      place: name === undefined ? '<file>' : '--name',
      expected: 'letters, digits, - _ and .',
    });
  }
  const schema = schemaBeside(path);
  const line = schema === undefined ? '' : `# yaml-language-server: $schema=${schema}\n`;
  const shown = relative(folder, path).replaceAll('\\', '/');
  write(path, `${line}${template.text(scenario)}`, shown);
  return { path: shown, hasSchema: schema !== undefined };
}

function defaultFile(folder: string, template: string): string {
  return existsSync(join(folder, 'scenarios')) ? join('scenarios', `${template}.yaml`) : `${template}.yaml`;
}

function write(path: string, text: string, shown: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && existsSync(path)) {
      throw new UserError('file-exists', `${shown} exists, and is left as it is`, {
        place: '<file>',
        hint: 'name another file',
      });
    }
    throw new UserError('file-not-writable', `${shown} cannot be written: ${message}`, { place: '<file>' });
  }
}

const SCHEMAS = [
  'scenario.schema.json',
  'scenarios/scenario.schema.json',
  'node_modules/mvnolab/scenarios/scenario.schema.json',
];

/** The way from the file to the nearest schema above it. */
function schemaBeside(path: string): string | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const found = SCHEMAS.map(schema => join(folder, schema)).find(schema => existsSync(schema));
    if (found !== undefined) {
      const way = relative(dirname(path), found).replaceAll('\\', '/');
      return way.startsWith('.') ? way : `./${way}`;
    }
    if (dirname(folder) === folder) return undefined;
  }
}
