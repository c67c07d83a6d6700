import { formatIp } from '../codec/ip/index.ts';
import type { Chunk, CookieEchoChunk, InitAckChunk, InitChunk, InitFields, Parameter } from '../codec/sctp/index.ts';
import type { Millis } from '../machine/index.ts';
import { judgeCookie } from './collision.ts';
import type { AssociationContext } from './context.ts';
import { type StateCookie, staleness } from './cookie.ts';
import { answerInit, faultOfInit, missingCookie, ownInit, reportUnknown, unrecognized } from './init.ts';
import { clearErrors, scheduleHeartbeat } from './path.ts';
import type { DownReason, PeerAddress } from './port.ts';

/** Association initialization, both roles, with collision and restart. RFC 9260 §5 */

/** Active open. RFC 9260 §5.1 A */
export function associate(context: AssociationContext, now: Millis): void {
  const init: InitChunk = { type: 'INIT', ...ownInit(context.parameters, context.localTag, context.newTsn()) };
  context.state = { name: 'COOKIE-WAIT', init, retransmissions: 0, staleCookies: 0 };
  sendInit(context, init, now);
}

/** T1-init expired. */
export function initUnanswered(context: AssociationContext, now: Millis): void {
  const { state } = context;
  if (state.name !== 'COOKIE-WAIT') return;
  if (++state.retransmissions > context.parameters.maxInitRetransmits) {
    context.close(noAnswer('INIT', state.retransmissions, context.peer));
    return;
  }
  context.rto.backOff();
  sendInit(context, state.init, now);
}

/** T1-cookie expired. */
export function cookieUnanswered(context: AssociationContext, now: Millis): void {
  const { state } = context;
  if (state.name !== 'COOKIE-ECHOED') return;
  if (++state.retransmissions > context.parameters.maxInitRetransmits) {
    context.close(noAnswer('COOKIE ECHO', state.retransmissions, context.peer));
    return;
  }
  context.rto.backOff();
  context.tryAlternate();
  sendCookieEcho(context, now);
}

/** RFC 9260 §5.1 B, C; an INIT ACK in any other state than COOKIE-WAIT is discarded (§5.2.3). */
export function handleInitAck(context: AssociationContext, chunk: InitAckChunk, now: Millis): void {
  const { state } = context;
  if (state.name !== 'COOKIE-WAIT') return;
  const fault = faultOfInit(chunk) ?? missingCookie(chunk);
  if (fault !== undefined) {
    context.timers.stopAll();
    if (chunk.initiateTag !== 0) {
      context.sendAlone(chunk.initiateTag, { type: 'ABORT', tagReflected: false, causes: [fault.cause] });
    }
    context.close({ kind: 'abort', text: `INIT ACK of the peer: ${fault.text}` });
    return;
  }
  // Deviation: §5.1.2 knows a peer by the source of its INIT ACK and the addresses in it; here the address that was dialled stays, unless
  // the peer lists others only: Open5GS bound to one loopback address answers from another and takes nothing there
  if (context.alternate !== undefined && !lists(chunk, context.peer) && lists(chunk, context.alternate)) {
    context.tryAlternate();
  }
  const unknown = reportUnknown(chunk.parameters);
  const cookie = chunk.parameters.find(parameter => parameter.type === 'STATE-COOKIE')!.cookie;
  const transfer = context.newTransfer({
    peerTag: chunk.initiateTag,
    localInitialTsn: state.init.initialTsn,
    peerInitialTsn: chunk.initialTsn,
    peerReceiverWindow: chunk.advertisedReceiverWindow,
    outboundStreams: Math.min(state.init.outboundStreams, chunk.inboundStreams),
    inboundStreams: Math.min(state.init.inboundStreams, chunk.outboundStreams),
  });
  context.timers.stop('T1-init');
  const { init, staleCookies } = state;
  context.state = { name: 'COOKIE-ECHOED', init, cookie, transfer, retransmissions: 0, staleCookies };
  const reports: Chunk[] = unknown.length === 0 ? [] : [{ type: 'ERROR', causes: [unrecognized(unknown)] }];
  sendCookieEcho(context, now, ...reports);
}

/** RFC 9260 §5.1 E */
export function handleCookieAck(context: AssociationContext, now: Millis): void {
  if (context.state.name === 'COOKIE-ECHOED') establish(context, now);
}

/** The peer found our cookie too old: try again and ask for a longer life. RFC 9260 §5.2.6 */
export function handleStaleCookie(context: AssociationContext, stalenessMicroseconds: number, now: Millis): void {
  const { state } = context;
  if (state.name !== 'COOKIE-ECHOED') return;
  context.timers.stop('T1-cookie');
  const staleCookies = state.staleCookies + 1;
  if (staleCookies > context.parameters.maxInitRetransmits) {
    context.close({
      kind: 'init-timeout',
      text: `the peer called ${staleCookies} cookies stale: is the path that slow?`,
    });
    return;
  }
  const incrementMs = Math.ceil(stalenessMicroseconds / 1000) + Math.ceil(context.rto.currentMs);
  const parameters: Parameter[] = [
    ...state.init.parameters.filter(parameter => parameter.type !== 'COOKIE-PRESERVATIVE'),
    { type: 'COOKIE-PRESERVATIVE', incrementMs },
  ];
  const init: InitChunk = { ...state.init, parameters };
  context.state = { name: 'COOKIE-WAIT', init, retransmissions: 0, staleCookies };
  sendInit(context, init, now);
}

/** An INIT where an association exists: answered without touching it. */
export function handleUnexpectedInit(
  context: AssociationContext,
  init: InitChunk,
  from: PeerAddress,
  now: Millis,
): void {
  const { state, setup } = context;
  if (state.name === 'CLOSED') return;
  if (state.name === 'SHUTDOWN-ACK-SENT') {
    // the peer missed the end: it must finish the old association first. RFC 9260 §9.2
    context.answer(from, state.transfer.peerTag, { type: 'SHUTDOWN-ACK' });
    return;
  }
  const opening = state.name === 'COOKIE-WAIT' || state.name === 'COOKIE-ECHOED';
  const chunk = answerInit(
    init,
    {
      localPort: context.localPort,
      peerPort: context.peerPort,
      localTag: opening ? context.localTag : setup.newTag(),
      localTieTag: state.name === 'COOKIE-WAIT' ? 0 : context.localTag,
      peerTieTag: state.name === 'COOKIE-WAIT' ? 0 : state.transfer.peerTag,
      localInitialTsn: opening ? state.init.initialTsn : context.newTsn(),
    },
    context.parameters,
    cookie => setup.jar.seal(cookie),
    now,
  );
  if (chunk !== undefined) context.answer(from, init.initiateTag, chunk);
}

/** COOKIE ECHO where an association exists. Returns whether the rest of its packet counts. RFC 9260 §5.2.4 */
export function handleCookieEcho(
  context: AssociationContext,
  chunk: CookieEchoChunk,
  verificationTag: number,
  from: PeerAddress,
  now: Millis,
): boolean {
  const cookie = context.setup.jar.open(chunk.cookie);
  if (cookie === undefined || !cookieFits(cookie, context.localPort, context.peerPort, verificationTag)) return false;
  const peerTag = context.transfer?.peerTag ?? 0;
  const verdict = judgeCookie(cookie, { localTag: context.localTag, peerTag });
  if (verdict !== 'again' && staleness(cookie, now) > 0) {
    context.answer(from, cookie.peerTag, staleCookieError(cookie, now));
    return false;
  }
  switch (verdict) {
    case 'restart':
      return restart(context, cookie, from, now);
    case 'collision':
      context.heardFrom(from);
      return collide(context, cookie, now);
    case 'again':
      context.heardFrom(from);
      if (context.state.name === 'COOKIE-ECHOED') establish(context, now);
      context.controls.unshift({ type: 'COOKIE-ACK' });
      context.transmitDue ??= now;
      return true;
    case 'late':
    case 'discard':
      return false;
  }
}

/** COOKIE ECHO that opens an association where none exists. The cookie was opened, fits and is fresh. RFC 9260 §5.1 D */
export function accept(context: AssociationContext, cookie: StateCookie, now: Millis): void {
  context.incoming = true;
  enter(context, cookie, now);
}

/** Whether a cookie of ours belongs to the packet that carries it. RFC 9260 §5.1.5 */
export function cookieFits(cookie: StateCookie, localPort: number, peerPort: number, verificationTag: number): boolean {
  return cookie.localPort === localPort && cookie.peerPort === peerPort && cookie.localTag === verificationTag;
}

export function staleCookieError(cookie: StateCookie, now: Millis): Chunk {
  const microseconds = Math.min(Math.ceil(staleness(cookie, now) * 1000), 0xffff_ffff);
  return { type: 'ERROR', causes: [{ type: 'STALE-COOKIE', stalenessMicroseconds: microseconds }] };
}

/** The peer lost the association and begins anew. RFC 9260 §5.2.4 A */
function restart(context: AssociationContext, cookie: StateCookie, from: PeerAddress, now: Millis): boolean {
  if (context.state.name === 'SHUTDOWN-ACK-SENT') {
    context.answer(
      from,
      cookie.peerTag,
      { type: 'SHUTDOWN-ACK' },
      { type: 'ERROR', causes: [{ type: 'COOKIE-RECEIVED-WHILE-SHUTTING-DOWN' }] },
    );
    return false;
  }
  context.close({ kind: 'restart', text: 'the peer restarted the association' });
  context.renew(cookie.localTag, from);
  enter(context, cookie, now);
  return true;
}

/** Both sides sent INIT at about the same time. RFC 9260 §5.2.4 B */
function collide(context: AssociationContext, cookie: StateCookie, now: Millis): boolean {
  const { state } = context;
  if (state.name === 'COOKIE-WAIT' || state.name === 'COOKIE-ECHOED') {
    enter(context, cookie, now);
    return true;
  }
  if (context.transfer !== undefined) context.transfer.peerTag = cookie.peerTag;
  context.controls.unshift({ type: 'COOKIE-ACK' });
  context.transmitDue ??= now;
  return true;
}

/** ESTABLISHED by a cookie of ours. */
function enter(context: AssociationContext, cookie: StateCookie, now: Millis): void {
  const transfer = context.newTransfer(cookie);
  context.state = { name: 'ESTABLISHED', transfer };
  context.control({ type: 'COOKIE-ACK' }, now);
  announce(context, now);
}

/** ESTABLISHED by the answer to our COOKIE ECHO. */
function establish(context: AssociationContext, now: Millis): void {
  if (context.state.name !== 'COOKIE-ECHOED') return;
  context.state = { name: 'ESTABLISHED', transfer: context.state.transfer };
  announce(context, now);
}

function announce(context: AssociationContext, now: Millis): void {
  const { sender, receiver } = context.transfer!;
  context.timers.stopAll();
  context.heartbeat = undefined;
  clearErrors(context);
  scheduleHeartbeat(context, now);
  context.put({
    type: 'up',
    association: context.id,
    peer: context.peer,
    peerPort: context.peerPort,
    localPort: context.localPort,
    outboundStreams: sender.outboundStreams,
    inboundStreams: receiver.inboundStreams,
    incoming: context.incoming,
  });
}

function sendInit(context: AssociationContext, init: InitChunk, now: Millis): void {
  context.sendAlone(0, init);
  context.timers.start('T1-init', now + context.rto.currentMs);
}

function sendCookieEcho(context: AssociationContext, now: Millis, ...reports: Chunk[]): void {
  const { state } = context;
  if (state.name !== 'COOKIE-ECHOED') return;
  context.sendAlone(state.transfer.peerTag, { type: 'COOKIE-ECHO', cookie: state.cookie }, ...reports);
  context.timers.start('T1-cookie', now + context.rto.currentMs);
}

function lists(init: InitFields, { address }: PeerAddress): boolean {
  return init.parameters.some(parameter => {
    const isAddress = parameter.type === 'IPV4-ADDRESS' || parameter.type === 'IPV6-ADDRESS';
    return isAddress && formatIp(parameter.address) === address;
  });
}

function noAnswer(what: string, transmissions: number, peer: PeerAddress): DownReason {
  const where = `${peer.address} UDP port ${peer.udpPort}`;
  return { kind: 'init-timeout', text: `no answer from ${where} to ${transmissions} times ${what}` };
}
