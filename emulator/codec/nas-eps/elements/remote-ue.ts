import { octets } from '../../nas-common/coding.ts';

/** Identities and addresses of UEs behind a relay. */
export const remoteUeContextList = octets('Remote UE context list', 'TS 24.301 §9.9.4.20');
export const pkmfAddress = octets('PKMF address', 'TS 24.301 §9.9.4.21');
