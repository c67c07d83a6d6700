import { map, name, optional, required, source, text } from '../shape/index.ts';
import { verb } from '../steps/index.ts';

const ARGS = map(
  {
    name: required(text('a name'), 'for expectations: arm.NAME.fired'),
    before: optional(name('message'), 'the message'),
    after: optional(name('message'), 'the message'),
    ue: optional(name('ue'), 'only of this phone'),
    do: required(
      source('a verb and what it needs', { type: 'object', minProperties: 1, maxProperties: 1 }),
      'what happens',
    ),
  },
  { what: 'arm' },
);

/** With one of `before` and `after`. */
const ONE_MESSAGE: typeof ARGS = {
  ...ARGS,
  read(node, reading) {
    const args = ARGS.read(node, reading);
    if (args === undefined || (args.before === undefined) !== (args.after === undefined)) return args;
    const [code, message] =
      args.before === undefined
        ? ['key-missing', 'arm needs a message before or after which it happens']
        : ['keys-conflict', "'before' and 'after' exclude each other"];
    reading.findings.error(code!, message!, node.place, { expected: 'before: MESSAGE or after: MESSAGE' });
    return undefined;
  },
};

/** Something that happens when a message passes, once. The case is inconclusive when it never does. */
export const arm = verb('arm', {
  group: 'faults',
  summary: 'does one thing just before or right after a message, whenever it comes',
  args: ONE_MESSAGE,
  outcomes: ['accepted', 'refused'],
  sentence: ({ name: trigger, before, after }) =>
    `arm ${trigger}: ${before === undefined ? `after ${after ?? '…'}` : `before ${before}`}`,
  stepsIn: args => [args.do],
  async run({ name: trigger, before, after, ue, do: step }, context) {
    const message = before ?? after;
    if (message === undefined || (before !== undefined && after !== undefined)) {
      return { type: 'refused', detail: "arm needs one of 'before' and 'after'", values: { code: 'arm-incomplete' } };
    }
    const command = await context.commandOf(step);
    return context.perform({
      do: 'arm',
      name: trigger,
      trigger: { when: before === undefined ? 'after' : 'before', message, ...(ue === undefined ? {} : { ue }) },
      command,
    });
  },
});
