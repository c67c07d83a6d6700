import type { Engine } from '../engine.ts';
import { findContainer } from '../lab-containers.ts';
import type { WaitStrategy } from './wait-until.ts';

/** A container runs, and its healthcheck agrees where it has one. */
export function healthy(engine: Engine, lab: string, name: string): WaitStrategy {
  return {
    name: `${name} healthy`,
    check: async () => {
      const { state, health, status } = await findContainer(engine, name, lab);
      if (state === 'running' && (health === 'healthy' || health === 'none')) return true;
      return `it is ${status === '' ? state : status}`;
    },
  };
}
