import { map, name, required } from '../shape/index.ts';
import { verb } from '../steps/index.ts';

/** An idle phone chooses another cell, and updates its tracking area when it must. TS 36.304, TS 24.301 §5.5.3 */
export const move = verb('move', {
  group: 'UE and radio',
  summary: 'takes the phone to another base station',
  args: map(
    { ue: required(name('ue'), 'the phone'), to: required(name('bts'), 'the base station that it goes to') },
    { what: 'move' },
  ),
  outcomes: ['accepted', 'rejected', 'timeout'],
  sentence: ({ ue, to }) => `move ${ue} to ${to}`,
  normal: ({ ue, to }) => [[`${ue}.bts`, to]],
  command: ({ ue, to }) => ({ do: 'move', ue, bts: to }),
});
