import { printValue } from '../match/index.ts';
import { bitRate, dataSize, map, name, optional, required, text } from '../shape/index.ts';
import { verb } from '../steps/index.ts';

/** Moves volumes of IP traffic, counted at both ends. */
export const data = verb('data', {
  group: 'usage',
  summary: 'the phone downloads and uploads; everything arrives unless the step expects otherwise',
  args: map(
    {
      ue: required(name('ue'), 'the phone'),
      down: optional(dataSize(), 'to the phone'),
      up: optional(dataSize(), 'from the phone'),
      rate: optional(bitRate(), 'offered rate; as fast as it goes by default'),
      apn: optional(text('an APN'), 'over which PDN connection; the first by default'),
    },
    { what: 'data' },
  ),
  withinMs: 60_000,
  outcomes: ['accepted', 'timeout', 'ue-aborted'],
  requires: ['user-plane'],
  sentence({ ue, down = 0, up = 0 }) {
    const parts = [
      down > 0 ? `downloads ${printValue(down, 'octets')}` : '',
      up > 0 ? `uploads ${printValue(up, 'octets')}` : '',
    ];
    return `${ue} ${parts.filter(part => part !== '').join(' and ') || 'moves no data'}`;
  },
  normal: ({ down = 0, up = 0 }) => [
    ...(down > 0 ? [['step.down', down] as const] : []),
    ...(up > 0 ? [['step.up', up] as const] : []),
  ],
  command: ({ ue, down = 0, up = 0, rate, apn }) => ({
    do: 'data',
    ue,
    downOctets: down,
    upOctets: up,
    ...(rate === undefined ? {} : { rateBps: rate }),
    ...(apn === undefined ? {} : { apn }),
  }),
});
