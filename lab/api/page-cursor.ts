import { Problem } from './problem.ts';

/** Where a page ended, for clients to hand back as it is. `list` keeps cursors of one list out of another. */
export function encodeCursor(list: string, last: string): string {
  return Buffer.from(`${list}:${last}`, 'utf8').toString('base64url');
}

/** @throws Problem cursor-invalid */
export function decodeCursor(list: string, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const last = text.startsWith(`${list}:`) ? text.slice(list.length + 1) : '';
  // Encoding it again finds what base64 passes over.
  if (last !== '' && encodeCursor(list, last) === cursor) return last;
  throw new Problem('cursor-invalid', 'the cursor does not come from this list', {
    errors: [{ parameter: 'cursor', detail: 'not a cursor of this list' }],
  });
}

/** A page of at most `limit` items, and the cursor of the next when there is one; reads one item more than it gives. */
export async function pageOf<Item>(
  items: AsyncIterable<Item>,
  limit: number,
  cursorOf: (item: Item) => string,
): Promise<{ readonly items: readonly Item[]; readonly next?: string }> {
  const page: Item[] = [];
  for await (const item of items) {
    if (page.length === limit) return { items: page, next: cursorOf(page.at(-1)!) };
    page.push(item);
  }
  return { items: page };
}
