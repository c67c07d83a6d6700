import type { NasEps } from '../../codec/nas-eps/index.ts';
import type { Phone } from '../phone.ts';

/** The network tells its name and time. TS 24.301 §5.4.5.3 */
export function handleEmmInformation(phone: Phone, information: NasEps<'EmmInformation'>): void {
  const { fullNameForNetwork: full, shortNameForNetwork: short } = information;
  phone.emit({
    type: 'emmInformation',
    ...(full === undefined ? {} : { fullName: full.text }),
    ...(short === undefined ? {} : { shortName: short.text }),
  });
}
