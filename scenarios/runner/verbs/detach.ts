import { boolean, map, name, optional, required } from '../shape/index.ts';
import { verb } from '../steps/index.ts';

/** Detaches a phone, politely or not. TS 24.301 §5.5.2.2 */
export const detach = verb('detach', {
  group: 'UE and radio',
  summary: 'the phone detaches',
  args: map(
    {
      ue: required(name('ue'), 'the phone'),
      switch_off: optional(boolean(), 'the phone is being switched off: it does not wait for an answer'),
      abrupt: optional(boolean(), 'the battery falls out: nobody is told'),
    },
    { what: 'detach', shorthand: 'ue' },
  ),
  outcomes: ['accepted', 'timeout'],
  sentence({ ue, switch_off, abrupt }) {
    if (abrupt) return `the battery falls out of ${ue}`;
    return switch_off ? `switch ${ue} off` : `detach ${ue}`;
  },
  normal: ({ ue, switch_off, abrupt }) => [[`${ue}.emm`, abrupt || switch_off ? 'null' : 'deregistered']],
  command: ({ ue, switch_off, abrupt }) => ({
    do: 'detach',
    ue,
    ...(switch_off === undefined ? {} : { switchOff: switch_off }),
    ...(abrupt === undefined ? {} : { abrupt }),
  }),
});
