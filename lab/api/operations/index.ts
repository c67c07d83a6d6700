import type { Operation } from '../operation.ts';
import { customerOperations } from './customers.ts';
import { serviceOperations } from './service.ts';
import { simLifeOperations } from './sim-life.ts';
import { simOperations } from './sims.ts';

/** Every operation of the API, in the order of its document. One that is not here does not exist. */
export const OPERATIONS: readonly Operation[] = [
  ...simOperations,
  ...simLifeOperations,
  ...customerOperations,
  ...serviceOperations,
];
