export { type Clock, SystemClock, VirtualClock } from './loop/clock.ts';
export { type Actor, HostLoop, type LoopObserver } from './loop/host-loop.ts';
