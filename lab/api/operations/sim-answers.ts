import {
  allowedActions,
  type NetworkOutcome,
  type SimCard,
  type StepResult,
} from '../../../provisioner/inventory/index.ts';
import { entityTag } from '../entity-tag.ts';
import type { Answer, Call } from '../operation.ts';
import { Problem } from '../problem.ts';

/** A card for clients: without its secrets and its history. */
export function simAsJson({ sealed: _, history: __, ...card }: SimCard): object {
  return { ...card, allowed: allowedActions(card.state) };
}

/** A change that the network has is 200, one that is still on its way 202. */
export function changeAnswer(result: StepResult, { caller }: Pick<Call, 'caller'>, more: object = {}): Answer {
  const { card } = result;
  return {
    status: statusOf(result.network),
    headers: { ETag: entityTag(card.version) },
    body: { ...changeAsJson(result), ...more, traceId: caller.traceId },
  };
}

export function changeAsJson({ card, eventId, network, advice }: StepResult): object {
  return { sim: simAsJson(card), event: eventId, network, ...(advice !== undefined && { advice }) };
}

export function statusOf({ state }: NetworkOutcome): number {
  return state === 'pending' || state === 'dead' ? 202 : 200;
}

/** The version that If-Match asks for. @throws Problem sim-version-conflict when it lists others than the card's */
export async function versionAsked(
  { versions, parts }: Pick<Call, 'versions' | 'parts'>,
  ref: string,
): Promise<number | undefined> {
  if (versions === undefined || versions.length === 1) return versions?.[0];
  const { version, iccid } = await parts.inventory.sims.get(ref);
  if (versions.includes(version)) return version;
  throw new Problem('sim-version-conflict', `SIM ${iccid} has changed meanwhile: it has version ${version}`, {
    status: 412,
  });
}
