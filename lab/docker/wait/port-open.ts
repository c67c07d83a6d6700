import { connect } from 'node:net';
import type { WaitStrategy } from './wait-until.ts';

const ATTEMPT_MS = 1_000;

/** Something accepts TCP connections at an address of this machine's reach. */
export function portOpen(host: string, port: number): WaitStrategy {
  return {
    name: `TCP ${host}:${port} open`,
    check: () =>
      new Promise(resolve => {
        const socket = connect({ host, port, timeout: ATTEMPT_MS });
        const end = (answer: true | string) => {
          socket.destroy();
          resolve(answer);
        };
        socket.once('connect', () => end(true));
        socket.once('timeout', () => end('no answer'));
        socket.once('error', error => end((error as NodeJS.ErrnoException).code ?? error.message));
      }),
  };
}
