import { map, name, required } from '../shape/index.ts';
import { verb } from '../steps/index.ts';

export const btsUp = verb('bts.up', {
  group: 'UE and radio',
  summary: 'the base station connects to the core: S1 Setup',
  args: map({ bts: required(name('bts'), 'the base station') }, { what: 'bts.up', shorthand: 'bts' }),
  outcomes: ['accepted', 'rejected', 'timeout'],
  sentence: ({ bts }) => `connect base station ${bts}`,
  normal: ({ bts }) => [[`${bts}.s1`, 'up']],
  command: ({ bts }) => ({ do: 'bts-up', bts }),
});

export const btsDown = verb('bts.down', {
  group: 'UE and radio',
  summary: 'the base station goes off the air, and off the core',
  args: map({ bts: required(name('bts'), 'the base station') }, { what: 'bts.down', shorthand: 'bts' }),
  sentence: ({ bts }) => `take base station ${bts} down`,
  normal: ({ bts }) => [[`${bts}.s1`, 'down']],
  command: ({ bts }) => ({ do: 'bts-down', bts }),
});
