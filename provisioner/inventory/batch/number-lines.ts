/**
 * On which line of a file a number of 22 digits at most was first. A table of its own: a Map of texts costs five times as much, most of it for keeping
 * the texts. The number is held as two whole numbers of eleven digits and its length, so nothing is taken for something else.
 */
export class NumberLines {
  #slots = 1024;
  #count = 0;
  #heads = new Float64Array(this.#slots);
  #tails = new Float64Array(this.#slots);
  /** 0: nothing here. */
  #lines = new Int32Array(this.#slots);

  /** The line of these digits; undefined when they are new. */
  lineOf(digits: string): number | undefined {
    const line = this.#lines[this.#find(headOf(digits), tailOf(digits))]!;
    return line === 0 ? undefined : line;
  }

  /** Notes digits that are new. `line` is not 0. */
  note(digits: string, line: number): void {
    if (this.#count * 2 >= this.#slots) this.#grow();
    const [head, tail] = [headOf(digits), tailOf(digits)];
    const at = this.#find(head, tail);
    if (this.#lines[at] === 0) this.#count++;
    this.#heads[at] = head;
    this.#tails[at] = tail;
    this.#lines[at] = line;
  }

  /** Where they are, or where there is room for them. */
  #find(head: number, tail: number): number {
    const mask = this.#slots - 1;
    let at = spread(head, tail) & mask;
    while (this.#lines[at] !== 0 && (this.#tails[at] !== tail || this.#heads[at] !== head)) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const [heads, tails, lines] = [this.#heads, this.#tails, this.#lines];
    this.#slots *= 4;
    this.#heads = new Float64Array(this.#slots);
    this.#tails = new Float64Array(this.#slots);
    this.#lines = new Int32Array(this.#slots);
    for (const [i, line] of lines.entries()) {
      if (line === 0) continue;
      const at = this.#find(heads[i]!, tails[i]!);
      this.#heads[at] = heads[i]!;
      this.#tails[at] = tails[i]!;
      this.#lines[at] = line;
    }
  }
}

const TAIL_DIGITS = 11;

/** Leading zeros count, so the length is in it. */
function headOf(digits: string): number {
  let head = 0;
  for (let i = 0; i < digits.length - TAIL_DIGITS; i++) head = head * 10 + digits.charCodeAt(i) - 0x30;
  return head * 32 + digits.length;
}

function tailOf(digits: string): number {
  let tail = 0;
  for (let i = Math.max(0, digits.length - TAIL_DIGITS); i < digits.length; i++)
    tail = tail * 10 + digits.charCodeAt(i) - 0x30;
  return tail;
}

const TWO_32 = 4294967296;

function spread(head: number, tail: number): number {
  let hash = Math.imul(tail | 0, 0x9e3779b1) ^ Math.imul((tail / TWO_32) | 0, 0x85ebca6b);
  hash ^= Math.imul(head | 0, 0xc2b2ae35) ^ Math.imul((head / TWO_32) | 0, 0x27d4eb2f);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 7;
}
