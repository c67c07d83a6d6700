import type { OrderedOutput } from '../report-output.ts';

const ESC = '\u001b[';

/**
 * Lines at the foot of a terminal that are drawn anew, under text that stays. Without a terminal there is no foot, and text is only
 * appended.
 */
export class LiveRegion {
  private readonly output: OrderedOutput;
  private readonly isLive: boolean;
  private drawn: readonly string[] = [];

  constructor(output: OrderedOutput, isLive: boolean) {
    this.output = output;
    this.isLive = isLive;
  }

  /** Text above the foot, for good. */
  print(text: string): void {
    if (text === '') return;
    const foot = this.drawn;
    this.output.write(this.erase() + text);
    this.draw(foot);
  }

  /** The foot from now on; lines must fit the terminal. */
  show(lines: readonly string[]): void {
    if (!this.isLive || same(lines, this.drawn)) return;
    this.output.write(this.erase());
    this.draw(lines);
  }

  private draw(lines: readonly string[]): void {
    this.drawn = lines;
    if (lines.length > 0) this.output.write(lines.map(line => `${line}\n`).join(''));
  }

  private erase(): string {
    const count = this.drawn.length;
    this.drawn = [];
    return count === 0 ? '' : `${ESC}${count}A${ESC}0J`;
  }
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, i) => line === b[i]);
}
