import { map, name, required } from '../shape/index.ts';
import { verb } from '../steps/index.ts';

/** An idle phone asks for its bearers. TS 24.301 §5.6.1 */
export const serviceRequest = verb('service_request', {
  group: 'UE and radio',
  summary: 'the idle phone asks for its radio bearers',
  args: map({ ue: required(name('ue'), 'the phone') }, { what: 'service_request', shorthand: 'ue' }),
  outcomes: ['accepted', 'rejected', 'timeout'],
  sentence: ({ ue }) => `${ue} asks for service`,
  normal: ({ ue }) => [[`${ue}.rrc`, 'connected']],
  command: ({ ue }) => ({ do: 'service-request', ue }),
});
