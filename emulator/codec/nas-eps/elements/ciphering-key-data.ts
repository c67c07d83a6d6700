import { octets } from '../../nas-common/coding.ts';

/** Keys for broadcast assistance data. */
export const cipheringKeyData = octets('Ciphering key data', 'TS 24.301 §9.9.3.56');
