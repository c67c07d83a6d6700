import { UserError } from '../../emulator/vocabulary/index.ts';
import type { LabSettings } from '../../scenarios/runner/index.ts';

/** Above this, what the computer needs for a message would take longer than the protocols' timers allow. */
const MAX_SPEED = 100;

/** @throws UserError when the speed is none */
export function speedOf({ speed = 1 }: LabSettings): number {
  if (Number.isFinite(speed) && speed >= 1 && speed <= MAX_SPEED) return speed;
  throw new UserError('speed-invalid', `speed ${speed} is not possible`, { expected: `a number, 1 … ${MAX_SPEED}` });
}
