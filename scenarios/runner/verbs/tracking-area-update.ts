import { boolean, map, name, optional, required } from '../shape/index.ts';
import { verb } from '../steps/index.ts';

/** TS 24.301 §5.5.3.2 */
export const trackingAreaUpdate = verb('tracking_area_update', {
  group: 'UE and radio',
  summary: 'the phone tells the network where it is',
  args: map(
    {
      ue: required(name('ue'), 'the phone'),
      periodic: optional(boolean(), 'because the periodic timer ran out, not because it moved'),
    },
    { what: 'tracking_area_update', shorthand: 'ue' },
  ),
  outcomes: ['accepted', 'rejected', 'timeout'],
  sentence: ({ ue, periodic }) => `${ue} updates its tracking area${periodic ? ' (periodic)' : ''}`,
  command: args => ({ do: 'tracking-area-update', ...args }),
});
