import type { CauseProtocol } from './trigger.ts';

/** What a cause means for people, in our words. */
export interface CauseMeaning {
  /** When the specification lets it be sent. */
  readonly means: string;
  /** What a phone does when it gets it in a reject. */
  readonly phone?: string;
}

const INVALID_USIM =
  'forgets GUTI, tracking areas and keys; the USIM counts as invalid for EPS until the phone is switched off or the card is taken out';
const RETRY = 'counts the attempt and tries again after T3411 (10 s), five times; then it waits T3402 (12 minutes)';
const ANEW = 'forgets GUTI and keys and attaches anew, with its IMSI';

/** TS 24.301 Annex A, §5.5.1.2.5, §5.5.3.2.5, §5.6.1.5 */
const EMM: Readonly<Record<number, CauseMeaning>> = {
  2: {
    means: 'the HSS does not know the IMSI for circuit-switched services; EPS alone goes on',
    phone: 'uses EPS services only',
  },
  3: {
    means: 'the network refuses service to this phone: unknown subscriber, or authentication failed',
    phone: INVALID_USIM,
  },
  5: { means: 'the network does not accept an emergency attach with this IMEI', phone: 'does not try again with it' },
  6: { means: 'the phone itself is refused, for instance because it is stolen (EIR)', phone: INVALID_USIM },
  7: { means: 'the subscriber may not use EPS', phone: `${INVALID_USIM}; 2G and 3G voice may go on` },
  8: {
    means: 'the subscriber may use neither EPS nor other services: what an unknown or barred IMSI gets',
    phone: INVALID_USIM,
  },
  9: { means: 'the network cannot find the phone by the identity that it gave', phone: ANEW },
  10: { means: 'the network has detached the phone on its own, usually because it was silent too long', phone: ANEW },
  11: {
    means: 'this network does not serve the subscriber: no roaming agreement, or the IMSI is unknown (older Open5GS)',
    phone: 'forgets GUTI and keys and puts the PLMN on its list of forbidden ones (EF_FPLMN)',
  },
  12: {
    means: 'the subscriber may not use this tracking area, also not elsewhere for regional service',
    phone: 'puts the tracking area on its forbidden list and waits for another',
  },
  13: {
    means: 'roaming is not allowed in this tracking area',
    phone: 'puts it on the list for roaming and looks for another network',
  },
  14: {
    means: 'no EPS services in this PLMN for this subscriber',
    phone: 'puts the PLMN on the list of forbidden ones for GPRS and looks for another',
  },
  15: {
    means: 'no suitable cell in this tracking area; the phone may find one elsewhere, also in the same network',
    phone: 'puts the tracking area on its forbidden list and looks for a cell of another one',
  },
  16: {
    means: 'the MSC cannot be reached for a combined procedure',
    phone: 'uses EPS and tries the combined update again later',
  },
  17: { means: 'something in the network failed: HSS, gateway', phone: RETRY },
  18: {
    means: 'no circuit-switched services through this MME',
    phone: 'uses EPS only; a voice-centric phone looks for 2G or 3G',
  },
  19: { means: 'the session part of the request failed; the ESM cause inside says why', phone: RETRY },
  20: { means: 'sent by the phone: MAC of AUTN is not what the card computes' },
  21: { means: 'sent by the phone: SQN of AUTN is not fresh; AUTS tells the number of the card' },
  22: { means: 'the network is congested; T3346 may say for how long', phone: 'stays away until T3346 runs out' },
  23: {
    means:
      'the security capabilities do not fit: none in common, or those that were repeated are not those that were sent',
    phone: RETRY,
  },
  24: { means: 'security mode was refused or not answered, for no reason that has a number', phone: RETRY },
  25: { means: 'the subscriber may not use this closed cell', phone: 'takes the cell off its list of allowed ones' },
  26: { means: 'sent by the phone: the separation bit of AMF is 0, the vector is not for EPS' },
  31: { means: 'the network wants the phone on 5G', phone: 'looks for 5G' },
  35: { means: 'the requested service is not authorised in this PLMN', phone: 'looks for another network' },
  39: {
    means: 'circuit-switched services are not there for now',
    phone: 'does not ask for them until a timer runs out',
  },
  40: { means: 'the phone is registered, but no bearer is left', phone: ANEW },
  42: {
    means: 'a severe failure; not the fault of the phone. Open5GS says so when a subscription has no session',
    phone: 'does not try this PLMN for a while',
  },
  78: { means: 'the PLMN may not operate at the place of the phone (satellites)', phone: 'looks for another network' },
  95: { means: 'the message makes no sense', phone: RETRY },
  96: { means: 'a mandatory element is wrong or missing', phone: RETRY },
  97: { means: 'the message type is not known', phone: RETRY },
  98: { means: 'the message does not fit the state', phone: RETRY },
  99: { means: 'an element is not known', phone: RETRY },
  100: { means: 'a conditional element is wrong or missing', phone: RETRY },
  101: { means: 'the message does not fit the state', phone: RETRY },
  111: { means: 'a protocol error without a better number', phone: RETRY },
};

/** TS 24.301 Annex B, §6.5.1.4 */
const ESM: Readonly<Record<number, CauseMeaning>> = {
  8: {
    means: 'the operator barred this service for the subscriber',
    phone: 'does not ask for this APN until it is switched off',
  },
  26: { means: 'no resources for now', phone: 'stays away from this APN until T3396 runs out' },
  27: {
    means: 'no APN was given and there is no default, or the APN is not in the subscription',
    phone: 'asks again when T3396 has run out, or with another APN',
  },
  28: { means: 'the PDN type is not known or not allowed', phone: 'asks again with another PDN type' },
  29: { means: 'the external network refused user name or password', phone: 'does not ask again with these' },
  30: { means: 'a gateway refused' },
  31: { means: 'refused, for no reason that has a number' },
  32: { means: 'the network does not offer this option' },
  33: { means: 'the option is not in the subscription' },
  34: { means: 'the option is out of order for now', phone: 'tries again later' },
  35: { means: 'the transaction number is in use already' },
  36: { means: 'a connection ends as it should' },
  37: { means: 'the quality of service that was proposed is not accepted' },
  38: { means: 'something in the network failed: usually the gateway refused or did not answer', phone: 'tries again' },
  39: { means: 'the network wants the connection to be asked for again', phone: 'asks for it again' },
  41: { means: 'an operation on the traffic flow template makes no sense' },
  42: { means: 'an operation on the traffic flow template is written wrongly' },
  43: { means: 'there is no bearer of that identity' },
  44: { means: 'packet filters contradict one another' },
  45: { means: 'a packet filter is written wrongly' },
  47: { means: 'the transaction number fits no procedure' },
  49: { means: 'the last PDN connection must stay: detach instead' },
  50: { means: 'only IPv4 for this APN; IPv4v6 was asked for', phone: 'takes IPv4, and asks for nothing else there' },
  51: { means: 'only IPv6 for this APN; IPv4v6 was asked for', phone: 'takes IPv6, and asks for nothing else there' },
  52: {
    means: 'one address a bearer only: IPv4 and IPv6 need a connection each',
    phone: 'may ask for the other one as a further connection',
  },
  53: { means: 'the phone did not answer the ESM Information Request' },
  54: { means: 'the PDN connection that should be handed over does not exist' },
  55: { means: 'there is a connection to this APN already' },
  56: { means: 'the request met one of the network' },
  57: { means: 'only IPv4v6 for this APN' },
  58: { means: 'only non-IP for this APN' },
  59: { means: 'the QCI is not supported' },
  60: { means: 'bearers of this kind are not handled' },
  61: { means: 'only Ethernet for this APN' },
  65: { means: 'all bearers that a phone may have are in use' },
  66: { means: 'the APN is not offered with this radio technology in this PLMN' },
  81: { means: 'the transaction number cannot be used' },
  95: { means: 'the message makes no sense' },
  96: { means: 'a mandatory element is wrong or missing' },
  97: { means: 'the message type is not known' },
  98: { means: 'the message does not fit the state' },
  99: { means: 'an element is not known' },
  100: { means: 'a conditional element is wrong or missing' },
  101: { means: 'the message does not fit the state' },
  111: { means: 'a protocol error without a better number; also an ESM message before security is set up' },
  112: { means: 'the APN restrictions of two connections exclude each other' },
  113: { means: 'the connection cannot be used over several accesses' },
};

const MEANINGS: Readonly<Record<CauseProtocol, Readonly<Record<number, CauseMeaning>>>> = { emm: EMM, esm: ESM };

/** What a cause means; undefined for a number that the specification does not assign. */
export function meaningOf(cause: number, protocol: CauseProtocol): CauseMeaning | undefined {
  return MEANINGS[protocol][cause];
}
