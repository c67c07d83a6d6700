import type { EmulatedPhone } from '../../emulator/host/index.ts';
import type { UeConfig } from '../../emulator/ue/index.ts';
import type { Imsi } from '../../emulator/vocabulary/index.ts';
import { parsePlmn } from '../../emulator/vocabulary/index.ts';
import { Lab } from '../run/lab.ts';
import { phoneConfig } from '../run/phone-config.ts';
import { simOf } from '../run/random-sim.ts';
import { Run } from '../run/run.ts';

/** What one process measured; it prints this as JSON, so that memory is that of a process which did nothing else. */
export interface AttachRun {
  readonly phones: number;
  readonly attached: number;
  readonly seconds: number;
  /** Growth of the process between before the first and after the last attach, octets; the embedded store included. */
  readonly growthOctets: number;
  readonly residentOctets: number;
  /** CPU of the whole process, all threads, seconds. */
  readonly cpuSeconds: number;
}

const IN_FLIGHT = 256;

/** Attaches phones with both ends in this process: phones, base station, core and store, over UDP on the loopback. */
export async function attachRun(count: number): Promise<AttachRun> {
  const plmn = parsePlmn('001-01');
  const run = new Run({ title: 'bench', core: 'embedded', seed: 'bench' });
  const lab = await Lab.open({ run, plmn, tac: 1, core: { type: 'embedded' }, database: { type: 'memory' } });
  lab.loop.observer = undefined;
  const sims = Array.from({ length: count }, (_, i) => simOf(run, `00101${String(i + 1).padStart(10, '0')}` as Imsi));
  await lab.subscribers?.addMany(sims);
  const bts = await lab.addBts({ enforceAmbr: true });
  const configs: UeConfig[] = sims.map(sim => ({
    ...phoneConfig({ imsi: sim.imsi, ki: sim.ki!, opc: sim.opc!, homePlmn: plmn }),
    traceNas: false,
  }));
  collect();
  const before = process.memoryUsage().rss;
  const cpuBefore = process.cpuUsage();
  const phones: EmulatedPhone[] = [];
  let attached = 0;
  let next = 0;
  const startedAt = performance.now();
  const worker = async (): Promise<void> => {
    while (next < count) {
      const index = next++;
      const phone = lab.addPhone(bts, `phone-${index}`, configs[index]!);
      phones.push(phone);
      const result = await phone.attach();
      if (result.ok) attached++;
    }
  };
  await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, count) }, worker));
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  collect();
  const residentOctets = process.memoryUsage().rss;
  await lab.close();
  run.close();
  return {
    phones: count,
    attached,
    seconds,
    growthOctets: residentOctets - before,
    residentOctets,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
  };
}

function collect(): void {
  (globalThis as { gc?: () => void }).gc?.();
}
