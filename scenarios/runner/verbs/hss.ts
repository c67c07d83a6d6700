import { map, name, required, storedPaths } from '../shape/index.ts';
import { verb } from '../steps/index.ts';

/** Changes named paths of the subscriber's document, and nothing else of it. */
export const hssSet = verb('hss.set', {
  group: 'core',
  summary: "changes paths of the subscriber's document ($set; absent = $unset)",
  args: map(
    { sim: required(name('sim'), 'the SIM'), set: required(storedPaths(), 'paths and values') },
    { what: 'hss.set' },
  ),
  outcomes: ['accepted', 'refused'],
  requires: ['database'],
  sentence: ({ sim, set }) => `set ${Object.keys(set).join(', ')} of ${sim} in the database`,
  command: ({ sim, set }) => ({
    do: 'hss-set',
    sim,
    set: Object.fromEntries(Object.entries(set).map(([path, value]) => [path, value === 'absent' ? undefined : value])),
  }),
});

export const hssRemove = verb('hss.remove', {
  group: 'core',
  summary: "removes the subscriber's document; a phone that is attached stays so",
  args: map({ sim: required(name('sim'), 'the SIM') }, { what: 'hss.remove', shorthand: 'sim' }),
  outcomes: ['accepted', 'refused'],
  requires: ['database'],
  sentence: ({ sim }) => `remove ${sim} from the database`,
  normal: ({ sim }) => [[`hss.${sim}`, 'absent']],
  command: ({ sim }) => ({ do: 'hss-remove', sim }),
});
