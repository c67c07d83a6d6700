import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

const FRAME_PLACE = /file:\/\/[^\s()]+\.js(?=:\d+:\d+)/g;
const PLACE = /(file:\/\/[^\s()]+\.js):(\d+):(\d+)/g;

/** A stack trace with the places of the TypeScript sources instead of the compiled or bundled files, where those have a source map. */
export function withSourcePlaces(stack: string): string {
  const maps = new Map([...new Set(stack.match(FRAME_PLACE))].map(url => [url, sourceMapOf(url)]));
  return stack.replace(PLACE, (place, url: string, line: string, column: string) => {
    const entry = maps.get(url)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (entry === undefined || !('originalSource' in entry)) return place;
    return `${new URL(entry.originalSource, url)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

/** Reads the map only now: Node's own support would read every file's map at every start. */
function sourceMapOf(url: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(fileURLToPath(`${url}.map`), 'utf8')));
  } catch {
    return undefined;
  }
}
