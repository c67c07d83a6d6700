import { isConnectionLoss } from './link.ts';

/** How long a lost connection is tried again by default, ms. */
const PATIENCE_MS = 5_000;
/** Between two tries; the last one goes on. */
const RETRY_MS = [20, 50, 100, 200, 400];

/** Tries to connect until it works. @throws the last failure when the patience is over, and a refusal at once */
export async function linkAgain<Made>(connect: () => Promise<Made>, patienceMs = PATIENCE_MS): Promise<Made> {
  const deadline = performance.now() + patienceMs;
  for (let attempt = 0; ; attempt++) {
    try {
      return await connect();
    } catch (error) {
      const delay = RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]!;
      if (!isConnectionLoss(error) || performance.now() + delay > deadline) throw error;
      await new Promise(resolve => setTimeout(resolve, delay));
    }
  }
}
