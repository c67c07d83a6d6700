import { equalBytes } from '../../bytes/index.ts';
import type { NasEps } from '../../codec/nas-eps/index.ts';
import { deriveKasme } from '../../crypto/index.ts';
import { encodePlmn, Secret } from '../../vocabulary/index.ts';
import { deactivateAllBearers } from '../esm/local-deactivation.ts';
import { sendNas } from '../nas/uplink.ts';
import type { Phone } from '../phone.ts';
import type { UsimAnswer } from '../usim/usim.ts';
import { handleConnectionLost } from './connection-lost.ts';
import { awaitRelease, releaseLocally } from './idle.ts';
import { forgetRegistration, setUpdateStatus } from './registration.ts';
import { DEREGISTERED } from './states.ts';
import { MAX_AUTHENTICATION_FAILURES, REQUEST_TIMERS } from './timers.ts';

const MAC_FAILURE = 20;
const SYNCH_FAILURE = 21;
const NON_EPS_AUTHENTICATION_UNACCEPTABLE = 26;

/** Asks the card; answers with RES, or says what is wrong with the challenge. TS 24.301 §5.4.2.3, §5.4.2.6 */
export function handleAuthenticationRequest(phone: Phone, request: NasEps<'AuthenticationRequest'>): void {
  const { authenticationParameterRand: rand, authenticationParameterAutn: autn } = request;
  const { ksi } = request.nasKeySetIdentifier;
  const known = phone.challenge;
  if (known?.res !== undefined && known.rand !== undefined && equalBytes(known.rand, rand)) {
    // The card would call its own SQN stale: a repeated challenge gets the same answer.
    respond(phone, known.res);
    return;
  }
  const answer = phone.usim.authenticate(rand, autn, phone.tampering?.ignoreAutn);
  phone.memoryChanged = true;
  const separationBit = ((autn[6] ?? 0) & 0x80) !== 0;
  if (answer.type === 'accepted' && !separationBit && phone.tampering?.ignoreAutn !== true) {
    const { res: _unsent, ...outcome } = answer.outcome;
    phone.emit({ type: 'aka', outcome: { ...outcome, verdict: 'separation-bit' } });
    fail(phone, NON_EPS_AUTHENTICATION_UNACCEPTABLE);
    return;
  }
  phone.emit({ type: 'aka', outcome: answer.outcome });
  if (answer.type === 'accepted') accept(phone, answer, rand, autn, ksi);
  else if (answer.type === 'mac-failure') fail(phone, MAC_FAILURE);
  else fail(phone, SYNCH_FAILURE, answer.auts);
}

/** The network found RES wrong. The card is useless until the phone is switched off. TS 24.301 §5.4.2.5 */
export function handleAuthenticationReject(phone: Phone): void {
  const attaching = phone.emm.name === 'EMM-REGISTERED-INITIATED';
  phone.stop(...REQUEST_TIMERS, 'T3416', 'T3418', 'T3420');
  phone.challenge = undefined;
  setUpdateStatus(phone, 'EU3_ROAMING_NOT_ALLOWED');
  forgetRegistration(phone);
  phone.registration.usimInvalid = true;
  phone.wishes.attach = undefined;
  phone.wishes.update = undefined;
  phone.wishes.service = undefined;
  deactivateAllBearers(phone);
  phone.enter(DEREGISTERED['NO-IMSI']);
  if (attaching) phone.emit({ type: 'attachFailed', reason: { type: 'authentication-rejected' } });
  else phone.emit({ type: 'detached', by: 'network', reattach: false });
  awaitRelease(phone);
}

/** The network did not come up with a good challenge in time. TS 24.301 §5.4.2.7 c, d, e */
export function handleAuthenticationTimeout(phone: Phone): void {
  networkFailed(phone, 'no good challenge followed the bad one');
}

function accept(
  phone: Phone,
  answer: Extract<UsimAnswer, { readonly type: 'accepted' }>,
  rand: Uint8Array,
  autn: Uint8Array,
  ksi: number,
): void {
  const { plmn } = phone.radio;
  if (plmn === undefined) return;
  const kasme = deriveKasme(answer.ck, answer.ik, encodePlmn(plmn), autn.subarray(0, 6));
  phone.security.partial = { ksi, kasme: new Secret('KASME', kasme) };
  const stopped = phone.challenge?.stopped ?? [];
  phone.challenge = { rand: rand.slice(), res: answer.res, failures: 0, stopped: [] };
  phone.stop('T3418', 'T3420');
  phone.start('T3416');
  for (const timer of stopped) phone.start(timer);
  respond(phone, answer.res);
}

function respond(phone: Phone, res: Uint8Array): void {
  sendNas(phone, { message: 'AuthenticationResponse', authenticationResponseParameter: res });
}

/** Says what is wrong, and holds the timers of the running procedure until the network mends it. TS 24.301 §5.4.2.7 */
function fail(phone: Phone, emmCause: number, auts?: Uint8Array): void {
  const before = phone.challenge;
  const failures = (before?.failures ?? 0) + 1;
  const running = REQUEST_TIMERS.filter(timer => phone.isRunning(timer));
  const stopped = failures === 1 ? running : (before?.stopped ?? []);
  phone.challenge = { rand: undefined, res: undefined, failures, stopped };
  phone.stop(...REQUEST_TIMERS, 'T3416', 'T3418', 'T3420');
  sendNas(phone, {
    message: 'AuthenticationFailure',
    emmCause,
    ...(auts === undefined ? {} : { authenticationFailureParameter: auts }),
  });
  if (failures >= MAX_AUTHENTICATION_FAILURES) {
    networkFailed(phone, `${failures} challenges in a row were wrong`);
    return;
  }
  phone.start(emmCause === SYNCH_FAILURE ? 'T3420' : 'T3418');
}

/** The network failed the authentication check: the phone leaves the connection and bars the cell. TS 24.301 §5.4.2.7 */
function networkFailed(phone: Phone, why: string): void {
  const detail = `the network failed the authentication check: ${why}; the cell counts as barred`;
  phone.note(detail);
  phone.radio.barredCellId = phone.radio.cell?.cellId;
  phone.challenge = undefined;
  releaseLocally(phone);
  handleConnectionLost(phone, { type: 'aborted', detail });
}
