import type { Engine } from '../engine.ts';
import { networkFunction } from '../network-functions.ts';
import { logLine } from './log-line.ts';
import type { WaitStrategy } from './wait-until.ts';

/** A function's Diameter connection to its peer is open (freeDiameter: CONNECTED TO 'hss.localdomain'); undefined when it calls nobody. */
export function diameterPeer(engine: Engine, lab: string, name: string): WaitStrategy | undefined {
  const { diameterPeer: peer } = networkFunction(name);
  if (peer === undefined) return undefined;
  const pattern = new RegExp(`CONNECTED TO '${peer.replaceAll('.', '\\.')}'`);
  return { ...logLine(engine, lab, name, pattern), name: `Diameter from ${name} to ${peer}` };
}
