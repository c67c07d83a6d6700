/** AES-128 single blocks: FIPS-197 Appendix B and C.1, NIST SP 800-38A F.1.1. */
export const AES_BLOCKS: readonly {
  readonly source: string;
  readonly key: string;
  readonly plaintext: string;
  readonly ciphertext: string;
}[] = [
  {
    source: 'FIPS-197 Appendix B',
    key: '2b7e151628aed2a6abf7158809cf4f3c',
    plaintext: '3243f6a8885a308d313198a2e0370734',
    ciphertext: '3925841d02dc09fbdc118597196a0b32',
  },
  {
    source: 'FIPS-197 Appendix C.1',
    key: '000102030405060708090a0b0c0d0e0f',
    plaintext: '00112233445566778899aabbccddeeff',
    ciphertext: '69c4e0d86a7b0430d8cdb78070b4c55a',
  },
  {
    source: 'SP 800-38A F.1.1 block 1',
    key: '2b7e151628aed2a6abf7158809cf4f3c',
    plaintext: '6bc1bee22e409f96e93d7e117393172a',
    ciphertext: '3ad77bb40d7a3660a89ecaf32466ef97',
  },
  {
    source: 'SP 800-38A F.1.1 block 2',
    key: '2b7e151628aed2a6abf7158809cf4f3c',
    plaintext: 'ae2d8a571e03ac9c9eb76fac45af8e51',
    ciphertext: 'f5d3d58503b9699de785895a96fdbaaf',
  },
  {
    source: 'SP 800-38A F.1.1 block 3',
    key: '2b7e151628aed2a6abf7158809cf4f3c',
    plaintext: '30c81c46a35ce411e5fbc1191a0a52ef',
    ciphertext: '43b1cd7f598ece23881b00e3ed030688',
  },
  {
    source: 'SP 800-38A F.1.1 block 4',
    key: '2b7e151628aed2a6abf7158809cf4f3c',
    plaintext: 'f69f2445df4f9b17ad2b417be66c3710',
    ciphertext: '7b0c785e27e8ad3f8223207104725dd4',
  },
];

/** AES-128 in counter mode: NIST SP 800-38A F.5.1. */
export const AES_CTR = {
  key: '2b7e151628aed2a6abf7158809cf4f3c',
  counter: [0xf0f1f2f3, 0xf4f5f6f7, 0xf8f9fafb, 0xfcfdfeff],
  plaintext: `6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51
    30c81c46a35ce411e5fbc1191a0a52ef f69f2445df4f9b17ad2b417be66c3710`,
  ciphertext: `874d6191b620e3261bef6864990db6ce 9806f66b7970fdff8617187bb9fffdff
    5ae4df3edbd5d35e5b4f09020db03eab 1e031dda2fbe03d1792170a0f3009cee`,
} as const;

/** AES-CMAC: RFC 4493 §4, examples 1 to 4. */
export const CMAC_KEY = '2b7e151628aed2a6abf7158809cf4f3c';
const CMAC_MESSAGE = `6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51
  30c81c46a35ce411e5fbc1191a0a52ef f69f2445df4f9b17ad2b417be66c3710`;
export const CMAC_EXAMPLES: readonly {
  readonly example: number;
  readonly message: string;
  readonly octets: number;
  readonly tag: string;
}[] = [
  { example: 1, message: CMAC_MESSAGE, octets: 0, tag: 'bb1d6929e95937287fa37d129b756746' },
  { example: 2, message: CMAC_MESSAGE, octets: 16, tag: '070a16b46b4d4144f79bdd9dd04a287c' },
  { example: 3, message: CMAC_MESSAGE, octets: 40, tag: 'dfa66747de9ae63030ca32611497c827' },
  { example: 4, message: CMAC_MESSAGE, octets: 64, tag: '51f0bebf7e3b9d92fc49741779363cfe' },
];
