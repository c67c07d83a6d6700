import { fromHex } from '../../bytes/index.ts';
import type { Phone } from '../phone.ts';
import { send } from './rrc.ts';

/** Answers the base station's enquiry with what the configuration says, or as a plain category 4 phone. TS 36.331 §5.6.3.3 */
export function handleCapabilityEnquiry(phone: Phone): void {
  const radioCapability = phone.config.radioCapability ?? CATEGORY_4;
  send(phone, { type: 'ueCapabilityInformation', radioCapability });
}

/**
 * UERadioAccessCapabilityInformation (TS 36.331 §10.2.2) around a UE-EUTRA-Capability of release 9, category 4: no header
 * compression, bands 1, 3, 7 and 20 in full duplex with measurement gaps between them, feature groups 7f0d3080, no other
 * radio technology. Encoded by a general ASN.1 compiler from the specification's modules.
 */
const CATEGORY_4 = fromHex('00b001013858000300106260c1f83f07e0fdfc34c2000000');
