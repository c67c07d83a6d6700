import { map, name, required } from '../shape/index.ts';
import { verb } from '../steps/index.ts';

/** Off and on again: what cause 3, 6 or 8 made invalid until then is valid again. TS 24.301 §5.5.1.2.5 */
export const powerCycle = verb('power_cycle', {
  group: 'UE and radio',
  summary: 'switches the phone off and on again; it does not attach by itself',
  args: map({ ue: required(name('ue'), 'the phone') }, { what: 'power_cycle', shorthand: 'ue' }),
  outcomes: ['accepted', 'timeout'],
  sentence: ({ ue }) => `switch ${ue} off and on again`,
  normal: ({ ue }) => [[`${ue}.emm`, 'deregistered']],
  command: ({ ue }) => ({ do: 'power-cycle', ue }),
});
