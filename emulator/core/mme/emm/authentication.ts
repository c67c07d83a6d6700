import { equalBytes } from '../../../bytes/index.ts';
import type { NasEps } from '../../../codec/nas-eps/index.ts';
import type { S6aMessage } from '../../s6a.ts';
import type { MmeState } from '../mme-state.ts';
import { openProtection, sendRepeatedly } from '../nas-downlink.ts';
import type { UeContext } from '../ue-context.ts';
import { EMM_CAUSE, rejectRegistration, sendAuthenticationReject } from './reject.ts';
import { emmCauseOf } from './s6a-causes.ts';
import { startSecurityMode } from './security-mode.ts';

const NO_KEY = 7;

/** Asks the HSS for a vector. TS 23.401 §5.3.2.1, TS 29.272 §5.2.3.1 */
export function startAuthentication(
  mme: MmeState,
  ue: UeContext,
  resynchronisation?: { readonly rand: Uint8Array; readonly auts: Uint8Array },
): void {
  if (resynchronisation === undefined) ue.synchFailures = 0;
  if (ue.emm === 'EMM-DEREGISTERED') mme.setEmm(ue, 'EMM-COMMON-PROCEDURE-INITIATED');
  const request = mme.askHss({
    type: 'AuthenticationInformationRequest',
    imsi: ue.imsi!,
    visitedPlmn: ue.connection!.tai.plmn,
    ...(resynchronisation === undefined ? {} : { resynchronisation }),
  });
  mme.setProcedure(ue, { type: 'vector', request });
}

/** The challenge. TS 24.301 §5.4.2.2 */
export function handleVector(
  mme: MmeState,
  ue: UeContext,
  answer: Extract<S6aMessage, { type: 'AuthenticationInformationAnswer' }>,
): void {
  if (ue.procedure?.type !== 'vector' || ue.procedure.request !== answer.id) return;
  const { result, vector } = answer;
  if (result.type !== 'success' || vector === undefined) return rejectRegistration(mme, ue, emmCauseOf(mme, result));
  ue.lastKsi = nextKsi(ue);
  const keySetIdentifier = { ksi: ue.lastKsi, tsc: 'native' } as const;
  const { rand, autn, xres, kasme } = vector;
  mme.setProcedure(ue, { type: 'authentication', rand, xres, kasme, keySetIdentifier });
  sendRepeatedly(
    mme,
    ue,
    'T3460',
    {
      message: 'AuthenticationRequest',
      nasKeySetIdentifier: keySetIdentifier,
      authenticationParameterRand: rand,
      authenticationParameterAutn: autn,
    },
    openProtection(ue),
  );
}

/** One more than the phone's, or than the last that it had. */
function nextKsi(ue: UeContext): number {
  const asked = ue.registration?.request.nasKeySetIdentifier.ksi ?? NO_KEY;
  const last = asked === NO_KEY ? ue.lastKsi : asked;
  return last < NO_KEY - 1 ? last + 1 : 0;
}

/** TS 24.301 §5.4.2.4 */
export function handleAuthenticationResponse(
  mme: MmeState,
  ue: UeContext,
  { authenticationResponseParameter: res }: NasEps<'AuthenticationResponse'>,
): void {
  if (ue.procedure?.type !== 'authentication') return;
  const { xres, kasme, keySetIdentifier } = ue.procedure;
  if (!equalBytes(res, xres)) {
    mme.note('authentication: RES differs from XRES', ue);
    return sendAuthenticationReject(mme, ue);
  }
  startSecurityMode(mme, ue, kasme, keySetIdentifier);
}

/** TS 24.301 §5.4.2.6 and §5.4.2.7 c to e. Open5GS ends the authentication for any cause but the first synch failure. */
export function handleAuthenticationFailure(
  mme: MmeState,
  ue: UeContext,
  { emmCause, authenticationFailureParameter: auts }: NasEps<'AuthenticationFailure'>,
): void {
  if (ue.procedure?.type !== 'authentication') return;
  mme.counters.add(`mme_authentication_failure_${emmCause}`);
  if (emmCause !== EMM_CAUSE.synchFailure || auts === undefined) return sendAuthenticationReject(mme, ue);
  ue.synchFailures++;
  if (ue.synchFailures > 1 && mme.traits.endsOnSecondSynchFailure) {
    mme.note('authentication: second synch failure in a row', ue);
    return sendAuthenticationReject(mme, ue);
  }
  startAuthentication(mme, ue, { rand: ue.procedure.rand, auts });
}
