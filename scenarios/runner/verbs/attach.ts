import { map, name, oneOf, optional, required, text } from '../shape/index.ts';
import { verb } from '../steps/index.ts';

/** Switches a phone on when it is off, and attaches. TS 24.301 §5.5.1 */
export const attach = verb('attach', {
  group: 'UE and radio',
  summary: 'the phone attaches to the network; a phone that is off is switched on',
  args: map(
    {
      ue: required(name('ue'), 'the phone'),
      identity: optional(oneOf('imsi', 'guti'), 'what the Attach Request carries; the GUTI when the card holds one'),
      apn: optional(text('an APN'), 'the APN to ask for'),
    },
    { what: 'attach', shorthand: 'ue' },
  ),
  withinMs: 30_000,
  outcomes: ['accepted', 'rejected', 'ue-aborted', 'timeout'],
  sentence: ({ ue, identity, apn }) =>
    `attach ${ue}${identity === undefined ? '' : ` by ${identity.toUpperCase()}`}${apn === undefined ? '' : ` to ${apn}`}`,
  normal: ({ ue }) => [[`${ue}.emm`, 'registered']],
  command: args => ({ do: 'attach', ...args }),
});
