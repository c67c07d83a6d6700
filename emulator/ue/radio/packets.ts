import { fromHex } from '../../bytes/index.ts';
import { readIpv4, tryParseIpv4 } from '../../codec/ip/index.ts';
import { isRegistered } from '../emm/states.ts';
import { chooseBearer } from '../esm/filter-match.ts';
import type { Phone } from '../phone.ts';
import type { PdnConnection } from '../port.ts';
import { hasRadioBearer, send } from './rrc.ts';

/** Packets that a phone holds back while it asks for service; later ones are dropped. */
const MAX_HELD_PACKETS = 64;

/**
 * An uplink packet of an application. It goes out on the bearer that its filters choose; an idle phone asks for service and
 * holds it back. Only packets from the phone's own address pass.
 */
export function handleUplinkPacket(phone: Phone, ebi: number, packet: Uint8Array): void {
  const pdn = phone.bearers.find(bearer => bearer.ebi === ebi)?.pdn;
  if (pdn === undefined) {
    phone.note(`uplink packet dropped: EPS bearer ${ebi} is no PDN connection`);
    return;
  }
  if (!isFrom(pdn, packet)) {
    phone.note(`uplink packet dropped: its source is not the address of PDN connection ${ebi}`);
    return;
  }
  const bearer = phone.bearers.length === 1 ? ebi : chooseBearer(phone.bearers, ebi, packet);
  if (hasRadioBearer(phone, bearer)) send(phone, { type: 'packet', eRabId: bearer, packet });
  else hold(phone, ebi, packet);
}

/** A downlink packet: the application is known by the default bearer, whichever bearer brought it. */
export function handleDownlinkPacket(phone: Phone, eRabId: number, packet: Uint8Array): void {
  const bearer = phone.bearers.find(other => other.ebi === eRabId);
  if (bearer === undefined) phone.note(`downlink packet dropped: there is no EPS bearer ${eRabId}`);
  else phone.emit({ type: 'packet', ebi: bearer.linkedEbi, packet });
}

/** Sends what was held back, now that there are radio bearers. */
export function sendHeldPackets(phone: Phone): void {
  const held = phone.heldPackets;
  if (held === undefined) return;
  phone.heldPackets = undefined;
  for (const { ebi, packet } of held) handleUplinkPacket(phone, ebi, packet);
}

function hold(phone: Phone, ebi: number, packet: Uint8Array): void {
  if (!isRegistered(phone.emm)) {
    phone.note('uplink packet dropped: the phone is not registered');
    return;
  }
  phone.heldPackets ??= [];
  if (phone.heldPackets.length >= MAX_HELD_PACKETS) {
    phone.note(`uplink packet dropped: ${MAX_HELD_PACKETS} wait for service already`);
    return;
  }
  phone.heldPackets.push({ ebi, packet });
  if (phone.emm.name !== 'EMM-SERVICE-REQUEST-INITIATED') phone.wishes.service ??= 'data';
}

/** True when the packet's source address is one that the PDN connection has. */
function isFrom(pdn: PdnConnection, packet: Uint8Array): boolean {
  const version = (packet[0] ?? 0) >> 4;
  if (version === 4) {
    return packet.length >= 20 && pdn.ipv4 !== undefined && readIpv4(packet, 12) === tryParseIpv4(pdn.ipv4);
  }
  if (version !== 6 || packet.length < 40 || pdn.ipv6InterfaceIdentifier === undefined) return false;
  const linkLocal = packet[8] === 0xfe && (packet[9]! & 0xc0) === 0x80;
  // The phone may choose any interface identifier under its prefix, but only the assigned one on the link. TS 23.401 §5.3.1.2.2
  if (!linkLocal) return packet[8] !== 0xff;
  const identifier = fromHex(pdn.ipv6InterfaceIdentifier);
  return identifier.every((octet, i) => packet[16 + i] === octet);
}
