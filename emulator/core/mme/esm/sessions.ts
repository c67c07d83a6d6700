import type { SessionMessage } from '../../session.ts';
import type { MmeState } from '../mme-state.ts';
import type { AfterDeletion, UeContext } from '../ue-context.ts';
import { hasSession } from '../ue-life.ts';

/** Deletes all sessions of a phone; `ue.afterDeletion` is set when the gateway must answer before `next` may happen. */
export function deleteSessions(mme: MmeState, ue: UeContext, next: AfterDeletion): void {
  ue.afterDeletion = undefined;
  for (const bearer of [...ue.bearers]) {
    bearer.timer = undefined;
    bearer.deactivation = undefined;
    if (!hasSession(bearer)) {
      ue.removeBearer(bearer);
      continue;
    }
    bearer.state = 'deactivating';
    bearer.enb = undefined;
    bearer.request = mme.askGateway({ type: 'DeleteSessionRequest', imsi: ue.imsi!, ebi: bearer.ebi });
    ue.afterDeletion = next;
  }
}

/** What follows when this was the last session that was waited for. */
export function handleSessionDeleted(
  ue: UeContext,
  answer: Extract<SessionMessage, { type: 'DeleteSessionResponse' }>,
): AfterDeletion | undefined {
  const bearer = ue.bearer(answer.ebi);
  if (bearer?.state !== 'deactivating' || bearer.request !== answer.id) return undefined;
  ue.removeBearer(bearer);
  const next = ue.afterDeletion;
  if (next === undefined || ue.bearers.some(each => each.state === 'deactivating')) return undefined;
  ue.afterDeletion = undefined;
  return next;
}
