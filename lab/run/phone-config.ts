import { deriveOpc } from '../../emulator/crypto/index.ts';
import type { UeConfig, UsimMemory } from '../../emulator/ue/index.ts';
import { type Imsi, type Ki, type Op, type Opc, type Plmn, UserError } from '../../emulator/vocabulary/index.ts';

/** What a user may say of a phone and its card. */
export interface PhoneWishes {
  readonly imsi: Imsi;
  readonly ki: Ki;
  readonly opc?: Opc;
  readonly op?: Op;
  readonly homePlmn: Plmn;
  readonly apn?: string;
  readonly pdnType?: UeConfig['pdnType'];
  readonly eea?: readonly number[];
  readonly eia?: readonly number[];
  readonly imei?: string;
  readonly attachType?: UeConfig['attachType'];
  readonly memory?: UsimMemory;
}

/** Type allocation code 35-209900, the one of IMEIs for testing; serial number from the IMSI, check digit by Luhn. TS 23.003 §6.2 */
function testImei(imsi: string): string {
  const body = `35209900${imsi.slice(-6)}`;
  return body + luhnDigit(body);
}

/** The phone of those wishes; what is not said is what an ordinary phone does. @throws UserError without OPc and OP */
export function phoneConfig(wishes: PhoneWishes): UeConfig {
  const { imsi, ki, op, homePlmn, memory, apn } = wishes;
  const opc = wishes.opc ?? (op === undefined ? undefined : deriveOpc(ki, op));
  if (opc === undefined) {
    throw new UserError('opc-missing', `IMSI ${imsi} has neither OPc nor OP`, { hint: 'give --opc or --op' });
  }
  return {
    usim: { imsi, ki, opc, homePlmn, ...(memory === undefined ? {} : { memory }) },
    imei: wishes.imei ?? testImei(imsi),
    imeiSoftwareVersion: '01',
    pdnType: wishes.pdnType ?? 'ipv4',
    // Every phone has EEA0 (TS 33.401 §5.1.3.2).
    eea: [...new Set([...(wishes.eea ?? [1, 2, 3]), 0])],
    eia: wishes.eia ?? [1, 2, 3],
    esmInformationTransfer: apn !== undefined,
    attachType: wishes.attachType ?? 'eps',
    traceNas: true,
    ...(apn === undefined ? {} : { apn }),
  };
}

function luhnDigit(digits: string): number {
  let sum = 0;
  for (const [index, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return (10 - (sum % 10)) % 10;
}
