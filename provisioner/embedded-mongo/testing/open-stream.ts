import type { ChangeStream } from 'mongodb';

/**
 * Opens a change stream on the server now. The driver does so only with the first `next()`, and nothing tells when that
 * has happened; a change made before would be missed.
 */
export async function openStream<T extends ChangeStream>(stream: T): Promise<T> {
  await (stream as unknown as { cursor: { cursorInit(): Promise<void> } }).cursor.cursorInit();
  return stream;
}
