import { DecodeError } from '../../bytes/index.ts';
import {
  decodeNasEps,
  decodeNasHeader,
  type NasEpsMessage,
  type NasHeader,
  SECURITY_HEADER_TYPE,
} from '../../codec/nas-eps/index.ts';
import {
  mmeAcceptsUnprotected,
  mmeProcessesUnverified,
  type NasSecurityContext,
  type Unprotected,
} from '../../nas-security/index.ts';
import { EMM_CAUSE } from './emm/reject.ts';
import type { MmeState } from './mme-state.ts';
import type { S1Connection, UeContext } from './ue-context.ts';
import type { Uplink } from './uplink.ts';

/** The security header of some octets, or undefined when they have none that makes sense. */
export function readHeader(bytes: Uint8Array): NasHeader | undefined {
  try {
    return decodeNasHeader(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** The message as it stands in the clear, unverified: enough to find out who sends it. */
export function peekMessage(bytes: Uint8Array, header: NasHeader): NasEpsMessage | undefined {
  if (header.type === 'serviceRequest') return header.serviceRequest;
  return decodeOrUndefined(header.type === 'protected' ? header.nasMessage : bytes);
}

const EMM = 0x07;
const ATTACH_REQUEST = 0x41;

/** The EMM cause that an Attach Request deserves which does not decode; undefined for anything else. TS 24.301 §7.5.1 */
export function causeOfMalformed(bytes: Uint8Array, header: NasHeader): number | undefined {
  const plain = header.type === 'protected' ? header.nasMessage : bytes;
  if (plain[0] !== EMM || plain[1] !== ATTACH_REQUEST) return undefined;
  try {
    decodeNasEps(plain, 'uplink');
    return undefined;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const isContainer = error.path.endsWith('esmMessageContainer');
    return isContainer ? EMM_CAUSE.semanticallyIncorrectMessage : EMM_CAUSE.invalidMandatoryInformation;
  }
}

/**
 * Deciphers and checks an uplink message against the phone's security contexts. Undefined when it must be discarded: plain or
 * with a wrong MAC although it may not be. A replay counts as a wrong MAC. TS 24.301 §4.4.4.3
 */
export function receiveNas(
  mme: MmeState,
  ue: UeContext,
  connection: S1Connection,
  bytes: Uint8Array,
  header: NasHeader,
): Uplink | undefined {
  if (header.type === 'plain') return receivePlain(mme, ue, connection, bytes);
  if (header.type === 'serviceRequest') {
    const { serviceRequest: message } = header;
    const result = ue.security?.verifyServiceRequest(message);
    report(mme, ue, bytes, SECURITY_HEADER_TYPE.serviceRequest, result?.ok === false ? result.failure : undefined);
    if (result?.ok !== true) return { message, plain: bytes, verified: false, count: 0 };
    connection.secured = true;
    return { message, plain: bytes, verified: true, count: result.count };
  }
  const result = unprotect(ue, bytes);
  const plain = result?.ok ? result.message : header.nasMessage;
  const failure = result === undefined ? 'noContext' : result.ok ? undefined : result.failure;
  report(mme, ue, plain, header.securityHeaderType, failure);
  const message = decodeOrUndefined(plain);
  if (message === undefined) {
    mme.note('NAS message not understood', ue);
    return undefined;
  }
  if (result?.ok) {
    connection.secured = true;
    return { message, plain, verified: true, count: result.count };
  }
  if (mmeProcessesUnverified(message)) return { message, plain, verified: false, count: 0 };
  mme.note(`${message.message} discarded: integrity (${failure})`, ue);
  return undefined;
}

function receivePlain(mme: MmeState, ue: UeContext, connection: S1Connection, plain: Uint8Array): Uplink | undefined {
  report(mme, ue, plain, SECURITY_HEADER_TYPE.plain, undefined);
  const message = decodeOrUndefined(plain);
  if (message === undefined) {
    mme.note('NAS message not understood', ue);
    return undefined;
  }
  if (!connection.secured && mmeAcceptsUnprotected(message)) return { message, plain, verified: false, count: 0 };
  mme.note(`${message.message} discarded: not protected`, ue);
  return undefined;
}

/** Under the context that Security Mode Command brings into use, or else the current one. */
function unprotect(ue: UeContext, bytes: Uint8Array): Unprotected | undefined {
  const contexts: (NasSecurityContext | undefined)[] = [
    ue.procedure?.type === 'securityMode' ? ue.procedure.context : undefined,
    ue.security,
  ];
  let failed: Unprotected | undefined;
  for (const context of contexts) {
    if (context === undefined) continue;
    const result = context.unprotect(bytes, 'uplink');
    if (result.ok) return result;
    failed ??= result;
  }
  return failed;
}

function decodeOrUndefined(plain: Uint8Array): NasEpsMessage | undefined {
  try {
    return decodeNasEps(plain, 'uplink');
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function report(
  mme: MmeState,
  ue: UeContext,
  plain: Uint8Array,
  securityHeaderType: number,
  failure: string | undefined,
): void {
  if (!mme.trace) return;
  mme.emit({
    type: 'nas',
    direction: 'uplink',
    plain,
    securityHeaderType,
    ...(ue.imsi === undefined ? {} : { imsi: ue.imsi }),
    ...(failure === undefined ? {} : { failure }),
  });
}
