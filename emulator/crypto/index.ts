export { AesKey, expandAesKey } from './aes.ts';
export { aesCmac } from './aes-cmac.ts';
export { aesCtr } from './aes-ctr.ts';
export {
  type AutnCheck,
  checkAutn,
  type EpsVector,
  type EpsVectorInput,
  generateAuts,
  generateEpsVector,
  generateUmtsVector,
  type UmtsVector,
  type UmtsVectorInput,
  verifyAuts,
} from './aka.ts';
export {
  ALGORITHM_TYPE,
  type AlgorithmType,
  deriveAlgorithmKey,
  deriveHashMme,
  deriveKasme,
  deriveKenb,
  deriveKenbStar,
  deriveKnasEnc,
  deriveKnasInt,
  deriveKrrcEnc,
  deriveKrrcInt,
  deriveKupEnc,
  deriveNh,
} from './eps-keys.ts';
export { hmacSha256 } from './hmac-sha256.ts';
export { kdf } from './kdf.ts';
export { deriveOpc, Milenage, type MilenageResponse } from './milenage.ts';
export {
  applyEea,
  computeEia,
  type Direction,
  DOWNLINK,
  type EeaId,
  type EiaId,
  UPLINK,
} from './nas-algorithms.ts';
export { decodeSqn, encodeSqn, SQN_MAX } from './sqn.ts';
