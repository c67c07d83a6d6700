import type { CoreHost } from '../../../emulator/host/index.ts';
import { UserError } from '../../../emulator/vocabulary/index.ts';
import type { BenchCommand, BenchOutcome, FaultKind } from '../../../scenarios/runner/index.ts';
import type { CaseLab } from '../case-lab.ts';
import { type Command, outcome } from './command.ts';
import { ails, coreFaultsOf, faultParameters } from './faults.ts';
import { anyMessages, directionsOf } from './nas-direction.ts';
import type { NodeName } from './node-faults.ts';

type Perform = (lab: CaseLab, command: BenchCommand, signal: AbortSignal) => Promise<BenchOutcome>;

const NEVER = new AbortController().signal;

/**
 * Makes something happen once, when a message passes. A fault of the embedded core waits for it inside the core, so that it acts on that
 * very message; everything else is started by the lab as the message passes, and what takes time (a write to the database) ends after.
 */
export async function arm(lab: CaseLab, armed: Command<'arm'>, perform: Perform): Promise<BenchOutcome> {
  const { name, trigger, command } = armed;
  if (lab.fired.has(name))
    throw new UserError('arm-twice', `'${name}' is armed already`, { expected: 'a name of its own' });
  const messages = anyMessages(trigger.message);
  const imsi = trigger.ue === undefined ? undefined : lab.ueOf(trigger.ue).sim.imsi;
  if (imsi !== undefined && messages.some(message => directionsOf(message).length === 0)) {
    throw new UserError('arm-not-of-a-phone', `${trigger.message} does not say whose it is`, {
      expected: 'a NAS message together with ue',
    });
  }
  const inCore = imsi === undefined && messages.length === 1 ? coreFaultsFor(lab, command) : undefined;
  lab.fired.set(name, 0);
  const disarm =
    inCore === undefined
      ? lab.triggers.arm({ ...trigger, messages, imsi, fire: () => fire(lab, name, command, perform) })
      : armInCore(lab, armed, inCore);
  lab.undo.add(`trigger ${name}`, disarm, name);
  return outcome('accepted');
}

interface InCore {
  readonly host: CoreHost;
  readonly faults: readonly { readonly name: string; readonly parameters: Command<'core-fault'>['parameters'] }[];
  readonly ailing: { readonly node: NodeName; readonly kind: FaultKind } | undefined;
}

/** The faults of the embedded core that a command switches on, when that is all it does. */
function coreFaultsFor(lab: CaseLab, command: BenchCommand): InCore | undefined {
  const { host } = lab.side;
  if (host === undefined) return undefined;
  if (command.do === 'core-fault') {
    const { name, parameters } = command;
    const hasItsOwn = parameters.before !== undefined || parameters.after !== undefined;
    if (hasItsOwn) return undefined;
    return { host, faults: [{ name, parameters: faultParameters(lab, name, parameters) }], ailing: undefined };
  }
  if (command.do !== 'fault') return undefined;
  const plan = coreFaultsOf(command.fault, command.node);
  if (plan === undefined || lab.ailing.has(plan.node)) return undefined;
  const faults = plan.faults.map(name => ({ name, parameters: {} }));
  return { host, faults, ailing: { node: plan.node, kind: command.fault } };
}

function armInCore(lab: CaseLab, { name, trigger }: Command<'arm'>, { host, faults, ailing }: InCore): () => void {
  const label = ailing === undefined ? `trigger ${name}` : `fault of ${ailing.node}`;
  const stop = lab.triggers.listen(label, event => {
    if (event !== 'on' || lab.fired.get(name) !== 0) return;
    lab.fired.set(name, 1);
    if (ailing !== undefined) ails(lab, host, ailing.node, ailing.kind);
  });
  for (const { name: fault, parameters } of faults) {
    host.fault({ name: fault, on: true, label, parameters: { ...parameters, [trigger.when]: trigger.message } });
  }
  return () => {
    stop();
    // what ails a node is healed under the node's own name
    if (ailing !== undefined && lab.fired.get(name) === 1) return;
    for (const { name: fault } of faults) host.fault({ name: fault, on: false, label });
  };
}

function fire(lab: CaseLab, name: string, command: BenchCommand, perform: Perform): void {
  lab.fired.set(name, (lab.fired.get(name) ?? 0) + 1);
  const tell = (text: string): void => lab.run.log.append({ kind: 'note', text: `trigger ${name}: ${text}` });
  tell(`${command.do} begins`);
  const goOn = command.do === 'fault' ? holdStations(lab) : () => {};
  perform(lab, command, NEVER)
    .finally(goOn)
    .then(
      ({ type, detail }) => {
        if (type !== 'accepted') tell(`${command.do} ended as ${type}${detail === undefined ? '' : `: ${detail}`}`);
      },
      error => tell(`${command.do} failed: ${error instanceof Error ? error.message : String(error)}`),
    );
}

/**
 * A fault of a container takes longer than an attach: until it holds, base stations hear and say nothing, and SCTP repeats what was lost
 * meanwhile. So the rest of what goes on meets the fault, as it does in the embedded core.
 */
function holdStations(lab: CaseLab): () => void {
  if (lab.side.nodes === undefined) return () => {};
  const stations = [...lab.stations.values()];
  for (const station of stations) station.cut(true);
  return () => {
    for (const station of stations) station.cut(false);
  };
}
