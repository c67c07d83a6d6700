import { fromHex } from '../../emulator/bytes/index.ts';
import {
  type Direction,
  decodeNasEps,
  encodeNasEps,
  type NasEps,
  type NasEpsMessage,
} from '../../emulator/codec/nas-eps/index.ts';
import { NasSecurityContext } from '../../emulator/nas-security/index.ts';
import { type Imsi, Secret } from '../../emulator/vocabulary/index.ts';
import type { BenchFigure } from './figure.ts';

const ROUND_MS = 60;
const ROUNDS = 5;
const PHONES = 256;

/**
 * How fast the NAS codec and the NAS security context are, with messages as an attach has them and another phone every
 * time. About three seconds; each figure is the best of five rounds.
 */
export function benchNas(): BenchFigure[] {
  const requests = phones(attachRequest);
  const accepts = phones(attachAccept);
  return [
    ...both('Attach Request', requests, 'uplink'),
    ...both('Attach Accept', accepts, 'downlink'),
    ...both('Authentication Request', phones(authenticationRequest), 'downlink'),
    ...([0, 2] as const).map(eea => ({
      name: `NAS protect and unprotect, EEA${eea} and 128-EIA2`,
      figure: best(protection(eea, accepts.map(encodeNasEps))),
      unit: 'messages/s',
    })),
  ];
}

function both(name: string, messages: readonly NasEpsMessage[], direction: Direction): BenchFigure[] {
  const octets = messages.map(encodeNasEps);
  return [
    { name: `NAS encode ${name}`, figure: best(i => encodeNasEps(messages[i % PHONES]!)), unit: 'messages/s' },
    { name: `NAS decode ${name}`, figure: best(i => decodeNasEps(octets[i % PHONES]!, direction)), unit: 'messages/s' },
  ];
}

function protection(eea: 0 | 2, messages: readonly Uint8Array[]): (index: number) => unknown {
  const kasme = new Secret('KASME', new Uint8Array(32).fill(7));
  const keySetIdentifier = { ksi: 0, tsc: 'native' } as const;
  const [ue, mme] = [0, 1].map(() => new NasSecurityContext({ kasme, keySetIdentifier, eea, eia: 2 }));
  return index => {
    if (ue!.uplinkNasCount > 0xff_0000) ue!.uplinkNasCount = mme!.uplinkNasCount = 0;
    const sent = ue!.protect(messages[index % PHONES]!, 2, 'uplink');
    const received = sent.ok ? mme!.unprotect(sent.message, 'uplink') : sent;
    if (!received.ok) throw new Error(received.failure);
    return received;
  };
}

function phones<Message>(message: (phone: number) => Message): Message[] {
  return Array.from({ length: PHONES }, (_, phone) => message(phone));
}

const plmn = { mcc: '001', mnc: '01' };

function attachRequest(phone: number): NasEps<'AttachRequest'> {
  return {
    message: 'AttachRequest',
    epsAttachType: 'epsAttach',
    nasKeySetIdentifier: { ksi: 7, tsc: 'native' },
    epsMobileIdentity: { type: 'imsi', imsi: `00101${String(phone).padStart(10, '0')}` as Imsi },
    ueNetworkCapability: { eea: [0, 1, 2, 3], eia: [1, 2, 3], uea: [0, 1], uia: [1], features: ['lpp'] },
    esmMessageContainer: fromHex('0201d031d1272080802110010000108106000000008306000000000c00000d00001000'),
    lastVisitedRegisteredTai: { plmn, tac: 1 },
    drxParameter: { splitPgCycleCode: 10, cnSpecificDrxCycle: 0, splitOnCcch: false, nonDrxTimer: 0 },
    voiceDomainPreferenceAndUeUsageSetting: {
      usageSetting: 'dataCentric',
      voiceDomainPreference: 'imsPsVoiceOnly',
    },
  };
}

function attachAccept(phone: number): NasEps<'AttachAccept'> {
  return {
    message: 'AttachAccept',
    epsAttachResult: 'epsOnly',
    t3412Value: { value: 9, unit: '1 min' },
    taiList: [{ type: 'nonConsecutiveTacs', plmn, tacs: [1] }],
    esmMessageContainer: fromHex('5201c101090908696e7465726e65740501 0a2d0002 5e04feff0000'),
    guti: { type: 'guti', guti: { plmn, mmegi: 2, mmec: 1, mTmsi: 0xc0000000 + phone } },
    t3402Value: { value: 12, unit: '1 min' },
    t3423Value: { value: 9, unit: '1 min' },
  };
}

function authenticationRequest(phone: number): NasEps<'AuthenticationRequest'> {
  const octets = new Uint8Array(16).fill(phone);
  return {
    message: 'AuthenticationRequest',
    nasKeySetIdentifier: { ksi: 0, tsc: 'native' },
    authenticationParameterRand: octets,
    authenticationParameterAutn: octets,
  };
}

function best(work: (index: number) => unknown): number {
  rate(work);
  return Math.max(...Array.from({ length: ROUNDS }, () => rate(work)));
}

let kept: unknown;

/** Calls per second, over about ROUND_MS. */
function rate(work: (index: number) => unknown): number {
  let calls = 0;
  const start = performance.now();
  let elapsed = 0;
  while (elapsed < ROUND_MS) {
    for (let i = 0; i < 500; i++) kept = work(calls++);
    elapsed = performance.now() - start;
  }
  if (kept === null) throw new Error('nothing was computed');
  return Math.round((calls / elapsed) * 1000);
}
