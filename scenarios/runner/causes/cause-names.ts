import { EMM_CAUSES, ESM_CAUSES, formatEmmCause, formatEsmCause } from '../../../emulator/vocabulary/index.ts';
import type { CauseProtocol } from './trigger.ts';

const TABLES: Readonly<Record<CauseProtocol, Readonly<Record<number, string>>>> = { emm: EMM_CAUSES, esm: ESM_CAUSES };

/** `20 (MAC failure)` */
export function formatCause(cause: number, protocol: CauseProtocol = 'emm'): string {
  return protocol === 'emm' ? formatEmmCause(cause) : formatEsmCause(cause);
}

/** `8 (…) or 11 (…)`; `none` for a message without a cause. */
export function formatCauses(causes: readonly number[], protocol: CauseProtocol = 'emm'): string {
  return causes.length === 0 ? 'none' : causes.map(cause => formatCause(cause, protocol)).join(' or ');
}

/** The specification's name as scenarios write it: `mac-failure` of `MAC failure`. */
export function causeWord(cause: number, protocol: CauseProtocol = 'emm'): string | undefined {
  const name = TABLES[protocol][cause];
  return name === undefined ? undefined : wordOf(name);
}

/** Number of a cause by the specification's name (`mac-failure`, `MAC failure`); of names that several share the lowest. */
export function causeByName(name: string, protocol: CauseProtocol = 'emm'): number | undefined {
  const word = wordOf(name);
  const found = Object.entries(TABLES[protocol]).find(([, text]) => wordOf(text) === word);
  return found === undefined ? undefined : Number(found[0]);
}

/** Every name that `causeByName` knows. */
export function causeNames(protocol: CauseProtocol = 'emm'): string[] {
  return Object.values(TABLES[protocol]).map(wordOf);
}

function wordOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
