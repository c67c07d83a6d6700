import { CommandError } from '../errors.ts';

/** The largest message, in octets; `hello` tells it as maxMessageSizeBytes. */
export const MOST_MESSAGE_OCTETS = 48_000_000;

const HEADER_OCTETS = 16;

/**
 * Cuts a byte stream into wire-protocol messages. Every message begins with a 32-bit little-endian length that counts itself:
 *
 *     0      4          8           12      16
 *     | length | requestId | responseTo | opCode | body …
 */
export class FrameSplitter {
  #chunks: Buffer[] = [];
  #held = 0;

  /**
   * Takes what the socket brought; returns the messages that are complete now.
   *
   * @throws {CommandError} ProtocolError for an impossible length: the stream cannot be read any further.
   */
  push(chunk: Buffer): Buffer[] {
    const messages: Buffer[] = [];
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    while (this.#held >= 4) {
      const length = this.#peekLength();
      if (length < HEADER_OCTETS || length > MOST_MESSAGE_OCTETS) {
        throw new CommandError(
          'ProtocolError',
          `message length ${length} is not between 16 and ${MOST_MESSAGE_OCTETS}`,
        );
      }
      if (this.#held < length) break;
      const all = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks, this.#held);
      messages.push(all.subarray(0, length));
      this.#held -= length;
      this.#chunks = this.#held > 0 ? [all.subarray(length)] : [];
    }
    return messages;
  }

  #peekLength(): number {
    const first = this.#chunks[0]!;
    if (first.length >= 4) return first.readInt32LE(0);
    const joined = Buffer.concat(this.#chunks, this.#held);
    this.#chunks = [joined];
    return joined.readInt32LE(0);
  }
}
