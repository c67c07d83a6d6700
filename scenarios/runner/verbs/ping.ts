import { duration, map, name, number, optional, required, text } from '../shape/index.ts';
import { verb } from '../steps/index.ts';

const COUNT = 3;
const INTERVAL_MS = 100;

/** ICMP echo from the phone, through its bearer. */
export const ping = verb('ping', {
  group: 'usage',
  summary: 'the phone pings; every ping is answered unless the step expects otherwise',
  args: map(
    {
      ue: required(name('ue'), 'the phone'),
      to: optional(text('gateway, or an IP address'), 'gateway by default'),
      count: optional(number(1, 10_000), `how many, ${COUNT} by default`),
      interval: optional(duration(), `between two, ${INTERVAL_MS}ms by default`),
      size: optional(number(0, 65_000), 'octets of data'),
      apn: optional(text('an APN'), 'over which PDN connection; the first by default'),
    },
    { what: 'ping', shorthand: 'ue' },
  ),
  outcomes: ['accepted', 'timeout', 'ue-aborted'],
  requires: ['user-plane'],
  sentence: ({ ue, to = 'gateway', count = COUNT }) => `ping ${to} ${count} times from ${ue}`,
  normal: ({ count = COUNT }) => [['step.received', count]],
  command: ({ ue, to = 'gateway', count = COUNT, interval = INTERVAL_MS, size, apn }) => ({
    do: 'ping',
    ue,
    to,
    count,
    intervalMs: interval,
    ...(size === undefined ? {} : { sizeOctets: size }),
    ...(apn === undefined ? {} : { apn }),
  }),
});
