/** One line on the container's output. */
export function log(text: string): void {
  process.stdout.write(`${text}\n`);
}
