/**
 * Test data of the two stream ciphers themselves: SNOW 3G from TS 35.217, ZUC from TS 35.223, four sets each. `words` holds
 * the keystream words that the specification prints, by number from 0 (z1 of the specifications).
 */
export interface KeystreamVector {
  readonly source: string;
  /** k0 ‖ k1 ‖ k2 ‖ k3 for SNOW 3G. */
  readonly key: string;
  /** IV0 ‖ IV1 ‖ IV2 ‖ IV3 for SNOW 3G. */
  readonly iv: string;
  readonly words: Readonly<Record<number, string>>;
}

export const SNOW_3G_VECTORS: readonly KeystreamVector[] = [
  {
    source: 'TS 35.217 SNOW 3G set 1',
    key: '2bd6459f82c5b300952c49104881ff48',
    iv: 'ea024714ad5c4d84df1f9b251c0bf45f',
    words: { 0: 'abee9704', 1: '7ac31373' },
  },
  {
    source: 'TS 35.217 SNOW 3G set 2',
    key: '8ce33e2cc3c0b5fc1f3de8a6dc66b1f3',
    iv: 'd3c5d592327fb11cde551988ceb2f9b7',
    words: { 0: 'eff8a342', 1: 'f751480f' },
  },
  {
    source: 'TS 35.217 SNOW 3G set 3',
    key: '4035c6680af8c6d1a8ff8667b1714013',
    iv: '62a540981ba6f9b74592b0e78690f71b',
    words: { 0: 'a8c874a9', 1: '7ae7c4f8' },
  },
  {
    source: 'TS 35.217 SNOW 3G set 4',
    key: '0ded7263109cf92e3352255a140e0f76',
    iv: '6b68079a41a7c4c91befd79f7fdcc233',
    words: { 0: 'd712c05c', 1: 'a937c2a6', 2: 'eb7eaae3', 2499: '9c0db3aa' },
  },
];

export const ZUC_VECTORS: readonly KeystreamVector[] = [
  {
    source: 'TS 35.223 ZUC set 1',
    key: '00000000000000000000000000000000',
    iv: '00000000000000000000000000000000',
    words: { 0: '27bede74', 1: '018082da' },
  },
  {
    source: 'TS 35.223 ZUC set 2',
    key: 'ffffffffffffffffffffffffffffffff',
    iv: 'ffffffffffffffffffffffffffffffff',
    words: { 0: '0657cfa0', 1: '7096398b' },
  },
  {
    source: 'TS 35.223 ZUC set 3',
    key: '3d4c4be96a82fdaeb58f641db17b455b',
    iv: '84319aa8de6915ca1f6bda6bfbd8c766',
    words: { 0: '14f1c272', 1: '3279c419' },
  },
  {
    source: 'TS 35.223 ZUC set 4',
    key: '4d320bfad4c285bfd6b8bd00f39d8b41',
    iv: '52959daba0bf176ece2dc315049eb574',
    words: { 0: 'ed4400e7', 1: '0633e5c5', 1999: '7a574cdb' },
  },
];
