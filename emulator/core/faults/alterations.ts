import { DecodeError } from '../../bytes/index.ts';
import { decodeNasEps, encodeNasEps, type NasEps, type NasEpsMessage } from '../../codec/nas-eps/index.ts';
import { Secret } from '../../vocabulary/index.ts';
import type { EUtranVector } from '../s6a.ts';
import type { ActiveFault } from './active-fault.ts';

/** The message in plain octets, or undefined when they are none. */
export function readNas(plain: Uint8Array, direction: 'uplink' | 'downlink'): NasEpsMessage | undefined {
  try {
    return decodeNasEps(plain, direction);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** A Security Mode Command as a fault wants it; undefined when it leaves it alone. */
export function alterSecurityModeCommand(
  command: NasEps<'SecurityModeCommand'>,
  fault: ActiveFault,
): Uint8Array | undefined {
  switch (fault.name) {
    case 'choose-algorithms': {
      const { eea, eia } = command.selectedNasSecurityAlgorithms;
      const selectedNasSecurityAlgorithms = { eea: fault.number('eea') ?? eea, eia: fault.number('eia') ?? eia };
      return encodeNasEps({ ...command, selectedNasSecurityAlgorithms });
    }
    case 'alter-capabilities': {
      const sent = command.replayedUeSecurityCapabilities;
      const eea = algorithmsIn(fault.text('eea')) ?? sent.eea;
      const eia = algorithmsIn(fault.text('eia')) ?? sent.eia;
      return encodeNasEps({ ...command, replayedUeSecurityCapabilities: { ...sent, eea, eia } });
    }
    case 'wrong-hash': {
      const hashMme = (command.hashMme ?? new Uint8Array(8)).map(octet => octet ^ 0xff);
      return encodeNasEps({ ...command, hashMme });
    }
    default:
      return undefined;
  }
}

function algorithmsIn(text: string | undefined): number[] | undefined {
  return text
    ?.split(/[\s,]+/)
    .filter(word => /^[0-7]$/.test(word))
    .map(Number);
}

/** The same octets with one bit flipped, counted from the most significant bit of the first octet. */
export function flipBit(octets: Uint8Array, bit: number): Uint8Array {
  const copy = octets.slice();
  const at = bit >> 3;
  if (at < copy.length) copy[at]! ^= 0x80 >> (bit & 7);
  return copy;
}

/** AUTN: SQN xor AK (6 octets), AMF (2), MAC-A (8). TS 33.102 §6.3.2 */
const SQN_LAST = 5;
const AMF_FIRST = 6;
const MAC_LAST = 15;

/** An authentication vector of which one part is wrong. */
export function alterVector(vector: EUtranVector, field: string): EUtranVector {
  const last = (octets: Uint8Array, at: number, mask = 1) =>
    octets.map((octet, i) => (i === at ? octet ^ mask : octet));
  switch (field) {
    case 'rand':
      return { ...vector, rand: last(vector.rand, 15) };
    case 'autn-mac':
      return { ...vector, autn: last(vector.autn, MAC_LAST) };
    case 'autn-sqn':
      return { ...vector, autn: last(vector.autn, SQN_LAST) };
    case 'separation-bit':
      return { ...vector, autn: last(vector.autn, AMF_FIRST, 0x80) };
    case 'xres':
      return { ...vector, xres: last(vector.xres, vector.xres.length - 1) };
    case 'kasme':
      return { ...vector, kasme: new Secret('KASME', last(vector.kasme.reveal(), 31)) };
    default:
      return vector;
  }
}
