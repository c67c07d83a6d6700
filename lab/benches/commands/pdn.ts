import type { UeOutput } from '../../../emulator/ue/index.ts';
import { formatEsmCause } from '../../../emulator/vocabulary/index.ts';
import type { BenchOutcome } from '../../../scenarios/runner/index.ts';
import type { CaseLab } from '../case-lab.ts';
import { type Command, outcome } from './command.ts';
import { pdnOf, withoutPdn } from './traffic.ts';

type Connected = Extract<UeOutput, { type: 'pdnConnected' | 'pdnFailed' }>;
type Disconnected = Extract<UeOutput, { type: 'pdnDisconnected' | 'esmFailed' }>;

/** Asks for a further PDN connection; an idle phone asks for service first. */
export async function connectPdn(
  lab: CaseLab,
  command: Command<'connect-pdn'>,
  signal: AbortSignal,
): Promise<BenchOutcome> {
  const ue = lab.ueOf(command.ue);
  const { apn, pdnType } = command;
  const isOurs = (other: string): boolean => other.toLowerCase() === apn.toLowerCase();
  const end = ue.until(
    (output): output is Connected =>
      (output.type === 'pdnConnected' && isOurs(output.pdn.apn)) || (output.type === 'pdnFailed' && isOurs(output.apn)),
    signal,
  );
  ue.phone.post({ type: 'connectPdn', apn, ...(pdnType === undefined ? {} : { pdnType }) });
  const ended = await end;
  if (ended.type === 'pdnConnected') {
    const { pdn } = ended;
    return outcome('accepted', undefined, { ip: pdn.ipv4, apn: pdn.apn, ebi: pdn.ebi, esm_cause: pdn.esmCause });
  }
  return refused('the PDN connection', ended.esmCause, ended.detail);
}

/** Asks the network to end a PDN connection. */
export async function disconnectPdn(
  lab: CaseLab,
  command: Command<'disconnect-pdn'>,
  signal: AbortSignal,
): Promise<BenchOutcome> {
  const ue = lab.ueOf(command.ue);
  const pdn = pdnOf(ue, command.apn);
  if (pdn === undefined) return outcome('ue-aborted', withoutPdn(command.apn));
  const { ebi } = pdn;
  const end = ue.until(
    (output): output is Disconnected =>
      (output.type === 'pdnDisconnected' && output.ebi === ebi) ||
      (output.type === 'esmFailed' && /^pdnDisconnect$/i.test(output.procedure)),
    signal,
  );
  ue.phone.post({ type: 'disconnectPdn', ebi });
  const ended = await end;
  if (ended.type === 'pdnDisconnected') return outcome('accepted', undefined, { esm_cause: ended.esmCause });
  return refused('to end the PDN connection', ended.esmCause, ended.detail);
}

function refused(what: string, esmCause: number | undefined, detail: string | undefined): BenchOutcome {
  if (esmCause !== undefined) {
    const text = `the network refused ${what}: ESM cause ${formatEsmCause(esmCause)}`;
    return outcome('rejected', text, { esm_cause: esmCause });
  }
  if (/refused service/.test(detail ?? '')) return outcome('rejected', detail);
  return outcome(/T34\d\d|answer/.test(detail ?? '') ? 'timeout' : 'ue-aborted', detail);
}
