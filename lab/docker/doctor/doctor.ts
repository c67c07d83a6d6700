import { LabError } from '../../../emulator/vocabulary/index.ts';
import { resolvedModel } from '../bring-up.ts';
import { findCompose } from '../compose-command.ts';
import { openEngine, reasonOf } from '../engine.ts';
import { type Environment, engineAddress, isLocalEngine } from '../engine-address.ts';
import { PROFILES } from '../lab-settings.ts';
import { type Check, type DoctorContext, type Finding, isError, problem } from './check.ts';
import { composeCheck } from './compose-check.ts';
import { engineCheck } from './engine-check.ts';
import { type HostFacts, thisHost } from './host-facts.ts';
import { diameterCheck, imagesCheck, labCheck, leftoversCheck, replicaSetCheck, subnetCheck } from './lab-checks.ts';
import { cpuCheck, diskCheck, memoryCheck, portsCheck } from './machine-checks.ts';
import { sctpCheck, sctpInUdpCheck, tunCheck } from './sctp-check.ts';

/** In the order in which one thing stands on another. */
export const CHECKS: readonly Check[] = [
  engineCheck,
  composeCheck,
  sctpCheck,
  sctpInUdpCheck,
  tunCheck,
  cpuCheck,
  memoryCheck,
  diskCheck,
  subnetCheck,
  portsCheck,
  imagesCheck,
  labCheck,
  replicaSetCheck,
  diameterCheck,
  leftoversCheck,
];

export interface DoctorOptions {
  readonly env: Environment;
  readonly lab: string;
  readonly sctp: 'kernel' | 'own';
  /** This machine by default. */
  readonly host?: HostFacts;
}

/** Looks at everything that a lab in containers stands on; `told` hears each finding as it is made. Changes nothing. */
export async function examine(
  options: DoctorOptions,
  told: (finding: Finding) => void = () => undefined,
): Promise<Finding[]> {
  const context = await contextOf(options);
  const findings: Finding[] = [];
  for (const { check, title, look } of CHECKS) {
    let result: Pick<Finding, 'state' | 'text' | 'fix'>;
    try {
      result = await look(context);
    } catch (error) {
      result = problem(`could not be looked at: ${reasonOf(error)}`);
    }
    const finding = { check, title, ...result };
    findings.push(finding);
    told(finding);
  }
  return findings;
}

async function contextOf({ env, lab, sctp, host = thisHost(env) }: DoctorOptions): Promise<DoctorContext> {
  const [engine, compose] = await Promise.all([attempt(openEngine(env)), attempt(findCompose(env))]);
  const model = isError(compose)
    ? undefined
    : await resolvedModel({ env, lab, sctp, profiles: PROFILES.filter(profile => profile !== 'capture') }).catch(
        () => undefined,
      );
  const isLocal = host.platform === 'linux' && isLocalEngine(engineAddress(env).host);
  return { host, lab, engine, compose, model, isLocal, sctp };
}

async function attempt<Value>(promise: Promise<Value>): Promise<Value | LabError> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
}
