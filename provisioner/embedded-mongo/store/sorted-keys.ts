/** Keys in a block before it is split in two. */
const MOST_IN_BLOCK = 512;

/**
 * Distinct keys in order, in blocks: adding and removing cost a search and the shift of one block. May change while it is
 * walked over; the walk then goes on behind the key that it gave last.
 */
export class SortedKeys {
  #blocks: string[][] = [];
  #version = 0;

  constructor(keys: Iterable<string>) {
    const sorted = [...keys].sort(byCode);
    for (let at = 0; at < sorted.length; at += MOST_IN_BLOCK / 2)
      this.#blocks.push(sorted.slice(at, at + MOST_IN_BLOCK / 2));
  }

  /** The key must not be there yet. */
  add(key: string): void {
    this.#version++;
    if (this.#blocks.length === 0) this.#blocks.push([]);
    const index = Math.max(0, this.#blockFor(key));
    const block = this.#blocks[index]!;
    block.splice(firstNotBelow(block, key), 0, key);
    if (block.length > MOST_IN_BLOCK) this.#blocks.splice(index + 1, 0, block.splice(MOST_IN_BLOCK / 2));
  }

  remove(key: string): void {
    const index = this.#blockFor(key);
    const block = this.#blocks[index];
    const at = block === undefined ? -1 : firstNotBelow(block, key);
    if (block === undefined || block[at] !== key) return;
    this.#version++;
    block.splice(at, 1);
    if (block.length === 0) this.#blocks.splice(index, 1);
  }

  /** The keys from `lower` up to `upper`, both inclusive. */
  *ascending(lower: string, upper: string): Generator<string, void> {
    let [block, at] = this.#seek(lower);
    let version = this.#version;
    while (block < this.#blocks.length) {
      const key = this.#blocks[block]![at];
      if (key === undefined) {
        block++;
        at = 0;
        continue;
      }
      if (key > upper) return;
      yield key;
      at++;
      if (version === this.#version) continue;
      version = this.#version;
      [block, at] = this.#seek(key);
      if (this.#blocks[block]?.[at] === key) at++;
    }
  }

  /** The same, from `upper` down to `lower`. */
  *descending(lower: string, upper: string): Generator<string, void> {
    let [block, at] = this.#seekBelow(upper, true);
    let version = this.#version;
    while (block >= 0) {
      const key = this.#blocks[block]![at];
      if (key === undefined) {
        block--;
        at = (this.#blocks[block]?.length ?? 0) - 1;
        continue;
      }
      if (key < lower) return;
      yield key;
      at--;
      if (version === this.#version) continue;
      version = this.#version;
      [block, at] = this.#seekBelow(key, false);
    }
  }

  /** Where the first key not below `key` stands. */
  #seek(key: string): [number, number] {
    const block = Math.max(0, this.#blockFor(key));
    return [block, firstNotBelow(this.#blocks[block] ?? [], key)];
  }

  /** Where the last key below `key` stands, or `key` itself when asked for; at −1 the block before it goes on. */
  #seekBelow(key: string, orEqual: boolean): [number, number] {
    const index = this.#blockFor(key);
    const block = this.#blocks[index];
    if (block === undefined) return [-1, 0];
    const at = firstNotBelow(block, key);
    return [index, orEqual && block[at] === key ? at : at - 1];
  }

  /** The last block that begins at or below the key; −1 when all begin above it. */
  #blockFor(key: string): number {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#blocks[middle]![0]! <= key) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

function firstNotBelow(block: readonly string[], key: string): number {
  let low = 0;
  let high = block.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (block[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
