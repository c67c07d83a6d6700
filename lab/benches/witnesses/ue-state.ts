import type { AkaOutcome, PdnConnection } from '../../../emulator/ue/index.ts';
import { formatGuti } from '../../../emulator/vocabulary/index.ts';
import type { AkaState, PdnState, UeState } from '../../../scenarios/runner/index.ts';
import type { UeFixture } from '../fixtures/ue-fixture.ts';

/** First witness: the phone as it sees itself. */
export function ueStateOf(ue: UeFixture): UeState {
  const { phone, security, refusal, usage } = ue;
  const { guti, networkName, lastAka } = phone;
  const addresses = phone.pdns.length === 0 ? undefined : phone.traffic.ipv6Addresses;
  const pdns = phone.pdns.map(pdn => [pdn.apn, pdnStateOf(pdn, addresses?.get(pdn.ebi))] as const);
  const ip = pdns[0]?.[1].ip ?? pdns[0]?.[1].ipv6;
  return {
    imsi: phone.imsi,
    emm: emmName(phone.emm),
    rrc: phone.connected ? 'connected' : 'idle',
    ...(guti === undefined ? {} : { guti: formatGuti(guti) }),
    pdn: Object.fromEntries(pdns),
    ...(ip === undefined ? {} : { ip }),
    ...(refusal === undefined ? {} : { reject: refusal }),
    ...(lastAka === undefined ? {} : { aka: akaStateOf(lastAka, ue.keysMatch) }),
    ...(security === undefined ? {} : { security }),
    usage: { up: usage.up, down: usage.down },
    ...(networkName === undefined ? {} : { network_name: networkName }),
    bts: ue.bts.name,
  };
}

/** `registered` of `EMM-REGISTERED`. */
export function emmName(state: string): string {
  return state.replace(/^EMM-/, '').toLowerCase();
}

function pdnStateOf(pdn: PdnConnection, ipv6: string | undefined): PdnState {
  const { ebi, pdnType, ipv4, dns, mtu, qci, apnAmbr, esmCause } = pdn;
  return {
    ebi,
    type: pdnType,
    ...(ipv4 === undefined ? {} : { ip: ipv4 }),
    ...(ipv6 === undefined ? {} : { ipv6 }),
    dns,
    ...(mtu === undefined ? {} : { mtu }),
    qci,
    ...(apnAmbr === undefined ? {} : { ambr: { down: apnAmbr.downlinkBps, up: apnAmbr.uplinkBps } }),
    ...(esmCause === undefined ? {} : { esm_cause: esmCause }),
  };
}

function akaStateOf(aka: AkaOutcome, keysMatch: boolean | undefined): AkaState {
  const { verdict, rand, autn, amfField, mac, xmac, sqn, sqnMs, res, auts } = aka;
  return {
    verdict,
    autn_valid: verdict === 'accepted',
    ...(keysMatch === undefined ? {} : { kasme_match: keysMatch }),
    rand,
    autn,
    amf: amfField,
    mac,
    xmac,
    sqn,
    sqn_ms: sqnMs,
    ...(res === undefined ? {} : { res }),
    ...(auts === undefined ? {} : { auts }),
  };
}
