import type { z } from 'zod';
import { didYouMean, UserError } from '../emulator/vocabulary/index.ts';

/** What mends a mistake, where the parser itself cannot know. */
const HINTS: Readonly<Record<string, string>> = {
  'imsi-invalid': 'write it as text, with its leading zeros',
  'plmn-invalid': 'write MCC and MNC with a hyphen; 01 and 001 are different MNCs',
  'ki-invalid': "copy all of it from the SIM vendor's file",
  'opc-invalid': "copy all of it from the SIM vendor's file; an OP goes into its own field",
  'op-invalid': "copy all of it from the operator's data; an OPc goes into its own field",
  'amf-invalid': 'use 8000 unless the operator says otherwise',
  'sqn-invalid': 'leave it out: a new SIM starts at 32, and a stored one goes on',
  'rand-invalid': 'leave it out for a random one',
  'msisdn-invalid': 'write country code and number as digits',
  'bit-rate-invalid': 'write number and unit together, such as 50Mbps',
  'apn-invalid': 'use the name that the network has; internet is the usual one',
  'pdn-type-invalid': 'leave it out for ipv4v6',
  'address-invalid': 'leave it out for an address of the pool',
  'sd-invalid': 'leave it out: the EPC does not look at it',
  'number-invalid': 'leave it out for the default',
};

/** The UserError of a zod issue: that of the parser which refused the text, with its place, or one for the shape. `knownKeys` gives a place's fields. */
export function userErrorOf(issue: z.core.$ZodIssue, knownKeys: (path: readonly PropertyKey[]) => string[]): UserError {
  const place = formatPath(issue.path);
  if (issue.code === 'custom' && issue.params?.user instanceof UserError) {
    const { code, message, help } = issue.params.user;
    const hint = HINTS[code];
    return new UserError(code, message, { place, ...(hint !== undefined && { hint }), ...help });
  }
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!;
    const known = knownKeys(issue.path);
    const near = didYouMean(key, known);
    return new UserError('field-unknown', `'${key}' is not a field of a SIM`, {
      place: formatPath([...issue.path, key]),
      expected: `one of ${known.join(', ')}`,
      ...(near !== undefined && { hint: `did you mean ${near}?` }),
    });
  }
  if (issue.code === 'invalid_union' && issue.errors[0]?.[0] !== undefined) {
    const nested = issue.errors.flat().find(inner => inner.code === 'custom') ?? issue.errors[0][0];
    return userErrorOf({ ...nested, path: [...issue.path, ...nested.path] } as z.core.$ZodIssue, knownKeys);
  }
  const expected = issue.code === 'invalid_type' ? issue.expected : issue.message;
  return new UserError('field-invalid', place === '' ? 'this is not a SIM' : `${place} is of the wrong type`, {
    place,
    expected,
  });
}

function formatPath(path: readonly PropertyKey[]): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i === 0 ? '' : '.'}${String(key)}`)).join('');
}
