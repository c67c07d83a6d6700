import { Problem } from './problem.ts';

/** A version of a resource as a strong ETag. RFC 9110 §8.8.3 */
export function entityTag(version: number): string {
  return `"${version}"`;
}

const TAG = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;
const OWN = /^"([1-9]\d{0,8})"$/;

/**
 * What If-Match asks for: versions, any of which will do; undefined for any version at all. RFC 9110 §13.1.1. A weak tag, or one that the
 * API never gave, matches nothing.
 * @throws Problem header-invalid
 */
export function parseIfMatch(header: string | undefined): readonly number[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  return tagsOf(header, 'If-Match').flatMap(tag => {
    const version = OWN.exec(tag)?.[1];
    return version === undefined ? [] : [Number(version)];
  });
}

/** Whether If-None-Match names this version: the client has it already. Weak comparison. RFC 9110 §13.1.2 */
export function isKnown(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || tagsOf(header, 'If-None-Match').some(given => given.replace(/^W\//, '') === tag);
}

function tagsOf(header: string, name: string): string[] {
  const tags = header.split(',').map(tag => tag.trim());
  if (tags.every(tag => TAG.test(tag))) return tags;
  throw new Problem('header-invalid', `${name} holds no entity tags`, {
    expected: '"<version>" in quotes, as the ETag of an answer is, or *',
    errors: [{ parameter: name, detail: 'no entity tags' }],
  });
}
