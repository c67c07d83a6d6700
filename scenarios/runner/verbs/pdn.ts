import { map, name, oneOf, optional, required, text } from '../shape/index.ts';
import { verb } from '../steps/index.ts';

const PDN_TYPE = oneOf('ipv4', 'ipv6', 'ipv4v6');

/** A further PDN connection. TS 24.301 §6.5.1 */
export const pdnConnect = verb('pdn.connect', {
  group: 'UE and radio',
  summary: 'the attached phone asks for a further PDN connection',
  args: map(
    {
      ue: required(name('ue'), 'the phone'),
      apn: required(text('an APN'), 'the APN'),
      type: optional(PDN_TYPE, "PDN type; the phone's own by default"),
    },
    { what: 'pdn.connect' },
  ),
  outcomes: ['accepted', 'rejected', 'timeout'],
  sentence: ({ ue, apn, type }) => `connect ${ue} to ${apn}${type === undefined ? '' : ` (${type})`}`,
  normal: ({ ue, apn }) => [[`${ue}.pdn.${apn}`, 'present']],
  command: ({ ue, apn, type }) => ({ do: 'connect-pdn', ue, apn, ...(type === undefined ? {} : { pdnType: type }) }),
});

/** TS 24.301 §6.5.2 */
export const pdnDisconnect = verb('pdn.disconnect', {
  group: 'UE and radio',
  summary: 'the phone ends a PDN connection',
  args: map(
    { ue: required(name('ue'), 'the phone'), apn: required(text('an APN'), 'the APN') },
    { what: 'pdn.disconnect' },
  ),
  outcomes: ['accepted', 'rejected', 'timeout'],
  sentence: ({ ue, apn }) => `disconnect ${ue} from ${apn}`,
  command: args => ({ do: 'disconnect-pdn', ...args }),
});
