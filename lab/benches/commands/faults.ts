import { checkFault, FAULTS, type FaultParameter } from '../../../emulator/core/index.ts';
import type { CoreHost } from '../../../emulator/host/index.ts';
import { didYouMean, UserError } from '../../../emulator/vocabulary/index.ts';
import type { BenchOutcome, FaultKind } from '../../../scenarios/runner/index.ts';
import type { CaseLab } from '../case-lab.ts';
import type { CoreNodes } from '../core/core-nodes.ts';
import type { BtsFixture } from '../fixtures/bts-fixture.ts';
import { type Command, outcome } from './command.ts';
import { CONDITIONS, NODE_PLANS, NODES, type NodeName, type NodePlan, nodeName } from './node-faults.ts';

type Parameters = Command<'core-fault'>['parameters'];

/** A node of the core fails until it is healed; a fault that it has already is healed first. */
export async function fault(lab: CaseLab, command: Command<'fault'>): Promise<BenchOutcome> {
  if (lab.side.nodes !== undefined) return faultOfContainer(lab, lab.side.nodes, command);
  const host = hostOf(lab, 'faults');
  const node = nodeName(command.node);
  if (lab.ailing.has(node)) await lab.undo.undo(undoName(node));
  begin(lab, host, node, NODE_PLANS[node][command.fault]);
  ails(lab, host, node, command.fault);
  return outcome('accepted', undefined, { node, condition: CONDITIONS[command.fault] });
}

/** How long a container may take to come back and be found by its peers, wall-clock. */
const CONTAINER_PATIENCE_MS = 120_000;

/** The same on containers. A restarted MME knows no base station: they call it anew, as after the silence that they would notice in half a minute. */
async function faultOfContainer(lab: CaseLab, nodes: CoreNodes, command: Command<'fault'>): Promise<BenchOutcome> {
  const node = nodes.nameOf(command.node);
  if (lab.ailing.has(node)) await lab.undo.undo(undoName(node));
  lab.ailing.set(node, CONDITIONS[command.fault]);
  lab.undo.add(
    undoName(node),
    async () => {
      await nodes.heal(node);
      lab.ailing.delete(node);
      const hasForgotten = node === 'mme' && (command.fault === 'kill' || command.fault === 'stop');
      if (hasForgotten) for (const station of lab.stations.values()) station.bts.abort('the MME was started again');
    },
    node,
    CONTAINER_PATIENCE_MS,
  );
  await nodes.fail(node, command.fault);
  return outcome('accepted', undefined, { node, condition: CONDITIONS[command.fault] });
}

/** A fault of the embedded core's own table. A phone may be named instead of an IMSI (`ue: phone`). */
export async function coreFault(lab: CaseLab, command: Command<'core-fault'>): Promise<BenchOutcome> {
  const host = hostOf(lab, 'core-faults');
  const { name } = command;
  host.fault({ name, on: true, parameters: faultParameters(lab, name, command.parameters) });
  lab.undo.add(`core fault ${name}`, () => host.fault({ name, on: false }), name);
  return outcome('accepted');
}

/** What is wrong with a base station's link from now on; what is left out is perfect. */
export async function link(lab: CaseLab, command: Command<'link'>): Promise<BenchOutcome> {
  const station = lab.btsOf(command.bts);
  station.impair(command.impairments);
  lab.undo.add(`link of ${station.name}`, () => station.impair({}), station.name);
  return outcome('accepted');
}

/**
 * Ends a fault, impairment, tampering or trigger; all of them without a name. When the MME or a link was concerned, it ends when S1 is up
 * again and what was said meanwhile has arrived.
 */
export async function heal(lab: CaseLab, { target }: Command<'heal'>, signal: AbortSignal): Promise<BenchOutcome> {
  const name = target === undefined ? undefined : healTarget(lab, target);
  const mmeWasAway = lab.ailing.has('mme') && (name === undefined || name === 'mme');
  const stations = [...lab.stations.values()].filter(
    station => station.onAir && (mmeWasAway || (station.isImpaired && (name === undefined || name === station.name))),
  );
  const healed = await lab.undo.heal(name);
  await Promise.all(stations.map(station => recovered(lab, station, signal)));
  return outcome('accepted', healed === 0 ? 'nothing was to be healed' : undefined, { healed });
}

/** Wall-clock time between two looks at a link. */
const LOOK_MS = 5;

async function recovered(lab: CaseLab, station: BtsFixture, signal: AbortSignal): Promise<void> {
  while (station.s1 === 'up' && station.bts.unacknowledgedOctets > 0) {
    signal.throwIfAborted();
    await new Promise(resolve => setTimeout(resolve, LOOK_MS));
  }
  signal.throwIfAborted();
  const wasUp = station.s1 === 'up';
  await station.up();
  if (wasUp) await answers(lab, station, signal);
}

/**
 * The core's own way back takes as long as its SCTP waits: until it has answered something, what it has to say to phones may still be under
 * way. An eNB Configuration Update with nothing new asks it. TS 36.413 §8.7.4
 */
async function answers(lab: CaseLab, station: BtsFixture, signal: AbortSignal): Promise<void> {
  let isAnswered = false;
  const unsubscribe = lab.run.log.subscribe(event => {
    if (event.kind !== 'message' || event.to !== station.name) return;
    if (/^ENBConfigurationUpdate(Acknowledge|Failure)$/.test(event.message)) isAnswered = true;
  });
  try {
    station.bts.post({
      type: 'configurationUpdate',
      supportedTas: station.tacs.map(tac => ({ tac, plmns: [station.plmn] })),
    });
    while (!isAnswered && station.s1 === 'up') {
      signal.throwIfAborted();
      await new Promise(resolve => setTimeout(resolve, LOOK_MS));
    }
  } finally {
    unsubscribe();
  }
}

/** The core's faults that a fault of a node consists of; undefined when it is more than that. */
export function coreFaultsOf(kind: FaultKind, node: string): { node: NodeName; faults: readonly string[] } | undefined {
  const name = nodeName(node);
  const plan = NODE_PLANS[name][kind];
  return plan.type === 'core-faults' ? { node: name, faults: plan.faults } : undefined;
}

/** Notes that a node ails, and how it is healed. */
export function ails(lab: CaseLab, host: CoreHost, node: NodeName, kind: FaultKind): void {
  const plan = NODE_PLANS[node][kind];
  lab.ailing.set(node, CONDITIONS[kind]);
  lab.undo.add(
    undoName(node),
    () => {
      lab.ailing.delete(node);
      end(lab, host, node, plan);
    },
    node,
  );
}

/** With the IMSI of the phone that is named. @throws UserError for what the fault does not know */
export function faultParameters(lab: CaseLab, name: string, { ue, ...rest }: Parameters): Parameters {
  const parameters = typed(name, ue === undefined ? rest : { ...rest, imsi: lab.ueOf(String(ue)).sim.imsi });
  checkFault({ name, on: true, parameters });
  return parameters;
}

/** Scenarios write digits where the fault takes a text, and expressions give texts where it takes a number: its table decides. */
function typed(name: string, parameters: Parameters): Parameters {
  const known: Readonly<Record<string, FaultParameter>> = Object.hasOwn(FAULTS, name)
    ? FAULTS[name as keyof typeof FAULTS].parameters
    : {};
  const entries = Object.entries(parameters).map(([key, value]) => {
    const type = Object.hasOwn(known, key) ? known[key]!.type : undefined;
    if (type === 'number' && /^\d{1,9}$/.test(String(value))) return [key, Number(value)];
    if (type === 'boolean' && /^(true|false)$/.test(String(value))) return [key, String(value) === 'true'];
    return [key, type === undefined || type === 'number' || type === 'boolean' ? value : String(value)];
  });
  return Object.fromEntries(entries);
}

export function hostOf(lab: CaseLab, capability: 'faults' | 'core-faults'): CoreHost {
  const { host } = lab.side;
  if (host === undefined) throw lab.lacks(capability, 'a core that can be made to fail');
  return host;
}

function begin(lab: CaseLab, host: CoreHost, node: NodeName, plan: NodePlan): void {
  switch (plan.type) {
    case 'core-faults':
      for (const name of plan.faults) host.fault({ name, on: true, label: undoName(node) });
      return;
    case 'process':
      host.goAway(plan.how);
      return;
    case 'links':
      for (const station of lab.stations.values()) station.cut(true);
  }
}

function end(lab: CaseLab, host: CoreHost, node: NodeName, plan: NodePlan): void {
  switch (plan.type) {
    case 'core-faults':
      for (const name of plan.faults) host.fault({ name, on: false, label: undoName(node) });
      return;
    case 'process':
      if (!host.isListening) host.listen();
      return;
    case 'links':
      for (const station of lab.stations.values()) station.cut(false);
  }
}

function healTarget(lab: CaseLab, target: string): string {
  const others = [...lab.stations.keys(), ...lab.ues.keys(), ...lab.fired.keys(), ...Object.keys(FAULTS)];
  if (others.includes(target)) return target;
  const { nodes } = lab.side;
  try {
    return nodes === undefined ? nodeName(target) : nodes.nameOf(target);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const guess = didYouMean(target, [...(nodes?.names ?? NODES), ...others]);
    throw new UserError('heal-unknown', `there is no '${target}' to heal`, {
      expected: 'a node, a core fault, a base station, a phone or an armed trigger',
      ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
    });
  }
}

function undoName(node: string): string {
  return `fault of ${node}`;
}
