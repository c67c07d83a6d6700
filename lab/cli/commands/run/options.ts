import { readFileSync } from 'node:fs';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type { ChoiceOptions } from '../../choice-options.ts';

/** What commander gives for `mvnolab run`. */
export interface RunCommandOptions extends ChoiceOptions {
  readonly lastFailed?: true;
  readonly order: string;
  readonly secrets?: string;
  readonly workers?: string;
  readonly retries: string;
  readonly repeatEach: string;
  readonly maxFailures?: string;
  readonly failOnFlaky?: true;
  readonly seed?: string;
  readonly core?: string;
  readonly mme?: string;
  readonly mongodb?: string;
  readonly plmn?: string;
  readonly local?: string;
  readonly gateway?: string;
  readonly metrics?: string;
  readonly coreVersion?: string;
  readonly lab?: string;
  readonly labToken?: string;
  readonly reporter?: readonly string[];
  readonly expected?: string;
  readonly updateExpected?: true;
  readonly keepOnFailure?: true;
  readonly revealKeys?: true;
  readonly artefacts: string | false;
}

/** @throws UserError when it is no whole number of the range */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UserError('option-invalid', `'${text}' is no number for ${option}`, {
    place: option,
    expected: `a whole number from ${least} to ${most}`,
  });
}

const SECRET_VARIABLE = /^MVNOLAB_SECRET_(.+)$/;

/**
 * Secrets by name: `MVNOLAB_SECRET_NAME` of the environment, then the lines `NAME=VALUE` of a file (# begins a remark).
 * @throws UserError when the file cannot be read, or a line is none; the line is not repeated, for it may hold a secret
 */
export function readSecrets(
  file: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const secrets: Record<string, string> = {};
  for (const [key, value] of Object.entries(env)) {
    const name = SECRET_VARIABLE.exec(key)?.[1];
    if (name !== undefined && value !== undefined && value !== '') secrets[name] = value;
  }
  if (file === undefined) return secrets;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError('secrets-unreadable', `the secrets cannot be read: ${(error as Error).message}`, {
      place: file,
    });
  }
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, value] = /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined || value === '') {
      throw new UserError('secrets-invalid', `line ${index + 1} is no NAME=VALUE`, { place: `${file}:${index + 1}` });
    }
    secrets[name] = value.replace(/^(["'])(.*)\1$/, '$2');
  }
  return secrets;
}
