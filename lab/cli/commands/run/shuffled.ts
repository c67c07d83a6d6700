import { seededRandom } from '../../../../emulator/host/index.ts';

/** The items in an order that a seed decides (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], seed: string): T[] {
  const random = seededRandom(`order ${seed}`);
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const draw = random(4).reduce((value, octet) => value * 256 + octet, 0);
    const at = draw % (last + 1);
    [order[last], order[at]] = [order[at]!, order[last]!];
  }
  return order;
}
