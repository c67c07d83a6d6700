export { type Deadlined, Deadlines } from './deadlines.ts';
export type { Machine, Millis, Timeout } from './machine.ts';
export type { RandomBytes } from './random.ts';
export { Timers } from './timers.ts';
