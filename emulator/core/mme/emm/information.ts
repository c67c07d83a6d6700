import type { NasEps } from '../../../codec/nas-eps/index.ts';
import type { MmeState } from '../mme-state.ts';
import { sendNas } from '../nas-downlink.ts';
import type { UeContext } from '../ue-context.ts';
import { utcOf } from './utc.ts';

type NetworkName = NonNullable<NasEps<'EmmInformation'>['fullNameForNetwork']>;

/** EMM Information: the network's names and the time. TS 24.301 §5.4.5 */
export function sendEmmInformation(mme: MmeState, ue: UeContext): void {
  const { networkFullName: full, networkShortName: short, utcAtStartMs } = mme.config;
  const time = utcAtStartMs === undefined ? undefined : utcOf(utcAtStartMs + mme.now);
  sendNas(mme, ue, {
    message: 'EmmInformation',
    ...(full === '' ? {} : { fullNameForNetwork: nameOf(full) }),
    ...(short === '' ? {} : { shortNameForNetwork: nameOf(short) }),
    localTimeZone: 0,
    ...(time === undefined ? {} : { universalTimeAndLocalTimeZone: { offsetMinutes: 0, ...time } }),
    networkDaylightSavingTime: 0,
  });
}

function nameOf(text: string): NetworkName {
  return { text, codingScheme: 'ucs2', addCountryInitials: false };
}
