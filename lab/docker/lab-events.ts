import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Engine } from './engine.ts';
import { FUNCTION_LABEL, labFilter } from './labels.ts';

/** Something happened to a container or network of a lab. */
export interface LabEvent {
  /** Unix time, ms. */
  readonly timeMs: number;
  /** container, network, volume */
  readonly type: string;
  /** start, die, oom, kill, pause, unpause, connect, disconnect, `health_status: healthy` … */
  readonly action: string;
  /** The network function, or the object's own name. */
  readonly name: string;
  readonly id: string;
  /** Of `die`. */
  readonly exitCode: number | undefined;
}

export interface EventWishes {
  /** Unix time in seconds: what happened since then comes first. */
  readonly since?: number;
  /** Unix time in seconds: ends there instead of going on. */
  readonly until?: number;
  readonly actions?: readonly string[];
}

interface RawEvent {
  readonly Type?: string;
  readonly Action?: string;
  readonly time?: number;
  readonly timeNano?: number;
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Readonly<Record<string, string>> };
}

/** What happens to a lab from now or `since` on, until `signal`. Probes of healthchecks are left out. */
export async function* labEvents(
  { docker }: Engine,
  lab: string,
  { since, until, actions }: EventWishes,
  signal: AbortSignal,
): AsyncGenerator<LabEvent> {
  if (signal.aborted) return;
  const stream = (await docker.getEvents({
    filters: { ...labFilter(lab), ...(actions === undefined ? {} : { event: [...actions] }) },
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  })) as unknown as Readable;
  const end = () => stream.destroy();
  stream.on('error', end);
  signal.addEventListener('abort', end, { once: true });
  try {
    for await (const line of createInterface({ input: stream })) {
      const event = labEvent(line);
      if (event !== undefined) yield event;
    }
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

function labEvent(line: string): LabEvent | undefined {
  if (line.trim() === '') return undefined;
  const { Type = '', Action = '', time = 0, timeNano, Actor = {} } = JSON.parse(line) as RawEvent;
  if (/^exec_(?:create|start|die)/.test(Action)) return undefined;
  const { Attributes = {}, ID = '' } = Actor;
  return {
    timeMs: timeNano === undefined ? time * 1000 : Math.floor(timeNano / 1e6),
    type: Type,
    action: Action,
    name: Attributes[FUNCTION_LABEL] ?? Attributes.name ?? ID.slice(0, 12),
    id: ID,
    exitCode: Attributes.exitCode === undefined ? undefined : Number(Attributes.exitCode),
  };
}
