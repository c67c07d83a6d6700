import { MESSAGE_NAMES } from '../../emulator/core/index.ts';
import type { LintOptions } from '../../scenarios/runner/index.ts';
import { NODES } from '../benches/commands/node-faults.ts';

/** S6a and GTPv2 messages, as the event log of the embedded core calls them. */
const CORE_MESSAGES = [
  'AuthenticationInformationRequest',
  'AuthenticationInformationAnswer',
  'UpdateLocationRequest',
  'UpdateLocationAnswer',
  'CancelLocationRequest',
  'CancelLocationAnswer',
  'InsertSubscriberDataRequest',
  'InsertSubscriberDataAnswer',
  'PurgeUeRequest',
  'PurgeUeAnswer',
  'CreateSessionRequest',
  'CreateSessionResponse',
  'ModifyBearerRequest',
  'ModifyBearerResponse',
  'DeleteSessionRequest',
  'DeleteSessionResponse',
  'EchoRequest',
  'EchoReply',
];

/** What names in scenarios may stand for in this lab. */
export const LINT_NAMES: NonNullable<LintOptions['names']> = {
  message: [...MESSAGE_NAMES, ...CORE_MESSAGES],
  node: NODES,
};
