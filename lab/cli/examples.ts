/** The last part of a command's help: what to type, and what it does. */
export function examples(...pairs: readonly (readonly [command: string, does: string])[]): string {
  return `\nExamples:\n${pairs.map(([command, does]) => `  ${does}:\n    $ ${command}`).join('\n')}`;
}
