import type { BatchSource } from '../../../../provisioner/inventory/index.ts';
import type { Cli } from '../../context.ts';

/** A bar on standard error while a file is read: on a terminal only. */
export interface Progress {
  /** The same source; what is read of it moves the bar. Its first reading is the look ahead. */
  count(source: BatchSource): BatchSource;
  show(text: string): void;
  /** Clears the line. */
  end(): Promise<void>;
}

const BAR = 24;
/** Redraws at most so often. */
const INTERVAL_MS = 100;

export function showProgress(cli: Cli, octets: number): Progress {
  let read = 0;
  let readings = 0;
  let drawnAt = 0;
  let isDrawn = false;
  return {
    count: source => () => {
      const reading = readings++;
      return (async function* () {
        for await (const piece of source()) {
          // Opened for its header first, read ahead second; the first reading goes on when the second is over.
          if (reading === 0) read += piece.length;
          yield piece;
        }
      })();
    },
    show(text) {
      const now = performance.now();
      if (!cli.stderr.isTty || now - drawnAt < INTERVAL_MS) return;
      drawnAt = now;
      isDrawn = true;
      const share = octets === 0 ? 1 : Math.min(read / octets, 1);
      const filled = Math.round(share * BAR);
      const line = `[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${Math.floor(share * 100)} %  ${text}`;
      void cli.stderr.write(`\r${line.slice(0, (cli.stderr.columns ?? 80) - 1)}\u001b[K`);
    },
    async end() {
      if (isDrawn) await cli.stderr.write('\r\u001b[K');
    },
  };
}
