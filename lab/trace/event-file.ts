import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type LabError, TRACE_EVENT_VERSION, type TraceEvent, UserError } from '../../emulator/vocabulary/index.ts';
import type { EventLog } from './event-log.ts';
import { RunFile } from './run-file.ts';

/** The file of a run's events while it is written: one JSON object a line, the header first. */
export interface EventFile {
  readonly path: string;
  readonly octets: number;
  /** Hands everything to the kernel now. */
  flush(): void;
  /** Ends the subscription and the file. */
  close(): void;
}

/**
 * Writes the header and then every event of `log` to `path` (events.ndjson).
 * @throws LabError `artefact-not-writable`; `failed` gets the same when it happens later
 */
export function openEventFile(path: string, log: EventLog, failed: (error: LabError) => void): EventFile {
  const file = new RunFile(path, failed);
  file.appendText(`${JSON.stringify(log.header)}\n`);
  const unsubscribe = log.subscribe(event => {
    file.appendText(`${JSON.stringify(event)}\n`);
    if (event.kind === 'error') file.flush();
  });
  return {
    path,
    get octets() {
      return file.octets;
    },
    flush: file.flush,
    close: () => {
      unsubscribe();
      file.close();
    },
  };
}

/** The events of a file, read back. */
export interface EventFileContents {
  readonly events: TraceEvent[];
  /** The last line as far as it goes, when the process that wrote it was killed in the middle of it. */
  readonly tornLine?: string;
}

/**
 * Reads a whole events.ndjson.
 * @throws UserError as `readEvents` does
 */
export async function readEventFile(path: string): Promise<EventFileContents> {
  const events: TraceEvent[] = [];
  let tornLine: string | undefined;
  for await (const event of readEvents(path, line => (tornLine = line))) events.push(event);
  return tornLine === undefined ? { events } : { events, tornLine };
}

/**
 * Reads events.ndjson event by event. Kinds and members of a later release of version 1 are passed on as they are.
 * @param torn gets the last line when it is cut off
 * @throws UserError `event-log-missing`, `event-log-newer`, `event-log-corrupt` with file and line
 */
export async function* readEvents(path: string, torn?: (line: string) => void): AsyncGenerator<TraceEvent, void> {
  let number = 0;
  // a line is judged when the next one has come: only the last may be torn
  let held: string | undefined;
  try {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
      if (held !== undefined) yield parseEvent(held, `${path}:${number}`);
      number++;
      held = line;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined || error instanceof UserError) throw error;
    throw new UserError('event-log-missing', `${path} cannot be read: ${message}`, {
      expected: 'the events.ndjson of a run',
    });
  }
  if (held === undefined) return;
  if (isTorn(held)) torn?.(held);
  else yield parseEvent(held, `${path}:${number}`);
}

/** One line of an event file. @throws UserError `event-log-corrupt` or `event-log-newer` */
export function parseEvent(line: string, place: string): TraceEvent {
  let value: Partial<TraceEvent> | null;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw corrupt(place, `not JSON: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || typeof value.v !== 'number') throw corrupt(place, 'not an event');
  if (value.v > TRACE_EVENT_VERSION) {
    throw new UserError(
      'event-log-newer',
      `the event has version ${value.v}, this mvnolab reads up to ${TRACE_EVENT_VERSION}`,
      {
        place,
        hint: 'read it with the release of mvnolab that wrote it, named in the first line',
      },
    );
  }
  if (typeof value.kind !== 'string' || typeof value.seq !== 'number' || typeof value.t !== 'number')
    throw corrupt(place, 'an event without kind, seq or t');
  return value as TraceEvent;
}

function isTorn(line: string): boolean {
  try {
    JSON.parse(line);
    return false;
  } catch {
    return true;
  }
}

function corrupt(place: string, what: string): UserError {
  return new UserError('event-log-corrupt', what, { place, expected: 'one trace event as a JSON object on each line' });
}
