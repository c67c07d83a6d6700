/** The name of a case's folder: readable, and good on every file system. `auth-negative/wrong-ki` → `auth-negative--wrong-ki` */
export function caseSlug(id: string): string {
  const slug = id
    .replaceAll('/', '--')
    .replaceAll(/[^a-zA-Z0-9._-]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '');
  return slug.length <= MAX_LENGTH ? slug || 'case' : `${slug.slice(0, MAX_LENGTH - 9)}-${hash(id)}`;
}

const MAX_LENGTH = 100;

/** FNV-1a, so that two long ids do not meet. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return value.toString(16).padStart(8, '0');
}
