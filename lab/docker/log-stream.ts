import { createInterface } from 'node:readline';
import { PassThrough, type Readable } from 'node:stream';
import type { Engine } from './engine.ts';

/** One line that a container wrote. */
export interface LogLine {
  /** When it was written, as the engine notes it (RFC 3339 with nanoseconds). */
  readonly time: string;
  readonly text: string;
}

export interface LogWishes {
  /** Only what was written since then, Unix time in seconds. */
  readonly since?: number;
  /** Only the last lines; all without it. */
  readonly tail?: number;
}

/** What a container has written. Colours are taken out: they are meant for a terminal of its own. */
export async function logLines({ docker }: Engine, id: string, wishes: LogWishes = {}): Promise<LogLine[]> {
  const raw = await docker.getContainer(id).logs({ ...optionsOf(wishes), follow: false });
  return demux(raw as unknown as Buffer)
    .split('\n')
    .filter(line => line !== '')
    .map(logLine);
}

/** What a container writes, from now or `since` on, until `signal` or the container's end. */
export async function* followLog(
  { docker }: Engine,
  id: string,
  wishes: LogWishes,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  if (signal.aborted) return;
  const stream = (await docker.getContainer(id).logs({ ...optionsOf(wishes), follow: true })) as unknown as Readable;
  const both = new PassThrough();
  docker.modem.demuxStream(stream, both, both);
  const end = () => {
    stream.destroy();
    both.end();
  };
  stream.on('end', () => both.end());
  stream.on('error', () => both.end());
  signal.addEventListener('abort', end, { once: true });
  try {
    for await (const line of createInterface({ input: both })) if (line !== '') yield logLine(line);
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

function optionsOf({ since, tail }: LogWishes) {
  return {
    stdout: true,
    stderr: true,
    timestamps: true,
    ...(since === undefined ? {} : { since }),
    ...(tail === undefined ? {} : { tail }),
  } as const;
}

function logLine(line: string): LogLine {
  const space = line.indexOf(' ');
  const [time, text] = space < 0 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)];
  return { time, text: withoutColour(text.trimEnd()) };
}

function withoutColour(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  return text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '');
}

/** Each piece has a header of 8 octets: stream, three zeros, length (32 bit, big endian). */
function demux(raw: Buffer): string {
  let text = '';
  let at = 0;
  while (at + 8 <= raw.length && raw[at]! <= 2 && raw[at + 1] === 0) {
    const end = at + 8 + raw.readUInt32BE(at + 4);
    text += raw.toString('utf8', at + 8, end);
    at = end;
  }
  return text;
}
