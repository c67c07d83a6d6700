import { map, name, required } from '../shape/index.ts';
import { verb } from '../steps/index.ts';

/** The base station finds the phone inactive and lets it go idle. TS 36.413 §8.3.2 */
export const release = verb('release', {
  group: 'UE and radio',
  summary: 'the base station releases the connection of an inactive phone: it goes idle and stays registered',
  args: map({ ue: required(name('ue'), 'the phone') }, { what: 'release', shorthand: 'ue' }),
  outcomes: ['accepted', 'timeout'],
  sentence: ({ ue }) => `release the connection of ${ue}`,
  normal: ({ ue }) => [[`${ue}.rrc`, 'idle']],
  command: ({ ue }) => ({ do: 'release', ue }),
});
