import { SECRET_NAMES } from '../../provisioner/inventory/index.ts';

const HIDDEN = '[hidden]';
/** A value shorter than this may be in a text by chance (a PIN in an IMSI); no message repeats such a one. */
const MIN_LENGTH = 8;
/** 128 bit or more in hex, in pairs with or without something between: a key, wherever it was put by mistake. */
const KEY = /(?:[0-9a-f]{2}[\s:-]?){15,}[0-9a-f]{2}/gi;
const SECRET_FIELDS: ReadonlySet<string> = new Set([...SECRET_NAMES, 'op']);

/** Takes secrets out of texts: what a body gave in secret fields, and whatever looks like a key. */
export function newSecretHider(body: unknown): (text: string) => string {
  const values = secretValues(body);
  return text => {
    let hidden = text;
    for (const value of values) hidden = hidden.replaceAll(value, HIDDEN);
    return hidden.replace(KEY, HIDDEN);
  };
}

function secretValues(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body)
    .filter(([name, value]) => SECRET_FIELDS.has(name.toLowerCase()) && typeof value === 'string')
    .map(([, value]) => value as string)
    .filter(value => value.length >= MIN_LENGTH);
}
