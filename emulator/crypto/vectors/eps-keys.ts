/**
 * EPS key derivations. 3GPP prints no test data for TS 33.401 Annex A; these are figures that two independent
 * implementations hold themselves to in their own tests: srsRAN 4G (test_security_kdf) and Open5GS (security-test).
 */
export const KASME_VECTORS = [
  {
    source: 'srsRAN 4G',
    ck: '7bc15d69309cf3ec5d324404edd6f0f9',
    ik: 'c15d69309cf3ec5d324404edd6f0f97b',
    snId: '00f110',
    sqn: '0000000012d9',
    ak: '5d69309cf3ec',
    kasme: 'd5ef4d8f33266902295d42f322a2f2cf11fb2ccc124c09b4d88d361597037990',
  },
  {
    source: 'Open5GS',
    ck: 'b40ba9a3c58b2a05bbf0d987b21bf8cb',
    ik: 'f769bcd751044604127672711c6d3441',
    snId: '024830',
    sqn: 'fd8eef40df7d',
    ak: 'aa689c648370',
    kasme: '238e457e0f758badbca8d34bb2612c10428d426757cb5553b2b184fa64bfc549',
  },
] as const;

/** From the first KASME above. */
export const KNAS_VECTOR = {
  kasme: 'd5ef4d8f33266902295d42f322a2f2cf11fb2ccc124c09b4d88d361597037990',
  eea: 0,
  knasEnc: 'e4cf7fecbad4b8c37db4a190e119225c',
  eia: 1,
  knasInt: 'b79408e243dd367dc8c6392295b3b451',
} as const;

export const NH_VECTOR = {
  kasme: 'd5ef4d8f33266902295d42f322a2f2cf11fb2ccc124c09b4d88d361597037990',
  syncInput: '0000000000000000000000000000000000000000000000000000000000000012',
  nh: 'c855866413071b74aba01c132b943e7698aa5c11760d9bb1162ab313b11c6051',
} as const;

export const KENB_VECTOR = {
  kasme: '6144c681d1bea9dae1b8cf6cd10a686341db8046a1e7a9ab4d1ea0e33c994ac0',
  uplinkNasCount: 0,
  kenb: 'c4c7bc798ab94e3d354cd6608e79aa92f5569df46519507850051e36f018ca5f',
  /** From this KeNB. */
  krrcEnc: { eea: 0, key: '86a275788b6f36a5b9b810f5d472a24b' },
  krrcInt: { eia: 2, key: 'fa1d6d1940f1d879cf0189342a8d73c2' },
  kupEnc: { eea: 0, key: '9c3c92e1ddc0c8c5706cbb8f955e8263' },
  kupInt: { eia: 2, key: '7716c783a53fd3ee582fc569e9c33ca7' },
  kenbStar: {
    pci: 32,
    earfcnDl: 561,
    key: '6f0454577f555ca76f449c2ac1da0f4fb7de4b9440110ffbd12f3a5d4de17350',
  },
} as const;

/** HMAC-SHA-256: RFC 4231 §4.2 to §4.5 and §4.6 (case 5 is truncated to 128 bit). Keys of cases 6 and 7 exceed a block. */
export const HMAC_SHA256_VECTORS: readonly {
  readonly testCase: number;
  readonly key: string;
  readonly data: string;
  readonly hmac: string;
}[] = [
  {
    testCase: 1,
    key: '0b'.repeat(20),
    data: '4869205468657265',
    hmac: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  },
  {
    testCase: 2,
    key: '4a656665',
    data: '7768617420646f2079612077616e7420666f72206e6f7468696e673f',
    hmac: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  },
  {
    testCase: 3,
    key: 'aa'.repeat(20),
    data: 'dd'.repeat(50),
    hmac: '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
  },
  {
    testCase: 4,
    key: '0102030405060708090a0b0c0d0e0f10111213141516171819',
    data: 'cd'.repeat(50),
    hmac: '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  },
  {
    testCase: 5,
    key: '0c'.repeat(20),
    data: '546573742057697468205472756e636174696f6e',
    hmac: 'a3b6167473100ee06e0c796c2955552b',
  },
];
