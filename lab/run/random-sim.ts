import { toHex } from '../../emulator/bytes/index.ts';
import type { Imsi, Plmn } from '../../emulator/vocabulary/index.ts';
import { FIRST_SQN, parseSimRecord, randomKi, randomOpc, type SimRecord } from '../../provisioner/index.ts';
import type { Run } from './run.ts';

export { FIRST_SQN };

const MSIN_DIGITS_IN_ALL = 15;

/** A SIM of the network with an IMSI and keys drawn from the run's randomness; the WebUI's defaults otherwise. */
export function randomSim(run: Run, plmn: Plmn): SimRecord {
  const prefix = plmn.mcc + plmn.mnc;
  const digits = Array.from(run.random(MSIN_DIGITS_IN_ALL - prefix.length), octet => octet % 10).join('');
  return simOf(run, `${prefix}${digits}` as Imsi);
}

/** A SIM with this IMSI and random keys. */
export function simOf(run: Run, imsi: Imsi): SimRecord {
  const ki = randomKi(run.random);
  const opc = randomOpc(run.random);
  run.protect(ki);
  run.protect(opc);
  const record = parseSimRecord({
    imsi,
    ki: toHex(ki.reveal()),
    opc: toHex(opc.reveal()),
    sqn: FIRST_SQN,
    sessions: [{ apn: 'internet', pdnType: 'ipv4' }],
  });
  return record;
}
