import { LabError } from '../../../emulator/vocabulary/index.ts';
import type { Engine } from '../engine.ts';
import { findContainer } from '../lab-containers.ts';
import { logLines } from '../log-stream.ts';
import type { WaitStrategy } from './wait-until.ts';

/** A container has written a line since it was started the last time. */
export function logLine(engine: Engine, lab: string, name: string, pattern: RegExp): WaitStrategy {
  return {
    name: `a line of ${name} that matches ${pattern}`,
    check: async () => {
      const { id, state, status } = await findContainer(engine, name, lab);
      const { State } = await engine.docker.getContainer(id).inspect();
      const lines = await logLines(engine, id, { since: Math.floor(Date.parse(State.StartedAt) / 1000) });
      if (lines.some(({ text }) => pattern.test(text))) return true;
      if (state === 'exited' || state === 'dead')
        throw ended(
          name,
          status,
          lines.slice(-5).map(({ text }) => text),
        );
      const last = lines.at(-1)?.text;
      return last === undefined ? 'it has written nothing' : `its last line is: ${last}`;
    },
  };
}

function ended(name: string, status: string, lastLines: readonly string[]): LabError {
  return new LabError('container-ended', [`${name} is gone: ${status}`, ...lastLines].join('\n'), {
    hint: `mvnolab logs ${name}`,
  });
}
