import { createHash } from 'node:crypto';
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
  /** From the attach of half of them to the end: without what the first phones wait for V8 to compile. */
  readonly secondHalfSeconds: number;
  /** Growth of the process between before the first and after the last attach, octets; the embedded store included. */
  readonly growthOctets: number;
  readonly residentOctets: number;
  /** CPU of the whole process, all threads, seconds. */
  readonly cpuSeconds: number;
  /** What one core does at the same time, before and after: SHA-256 of 1 KiB by node:crypto, a second. */
  readonly hashesPerSecond: number;
}

const IN_FLIGHT = 256;
const HASH_MS = 50;

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
  const hashesBefore = hashesPerSecond();
  const before = process.memoryUsage().rss;
  const cpuBefore = process.cpuUsage();
  const phones: EmulatedPhone[] = [];
  let attached = 0;
  let next = 0;
  const startedAt = performance.now();
  let halfAt = startedAt;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const index = next++;
      const phone = lab.addPhone(bts, `phone-${index}`, configs[index]!);
      phones.push(phone);
      const result = await phone.attach();
      if (!result.ok) continue;
      attached++;
      if (attached === Math.ceil(count / 2)) halfAt = performance.now();
    }
  };
  await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, count) }, worker));
  const endedAt = performance.now();
  const cpu = process.cpuUsage(cpuBefore);
  collect();
  const residentOctets = process.memoryUsage().rss;
  const hashesAfter = hashesPerSecond();
  await lab.close();
  run.close();
  return {
    phones: count,
    attached,
    seconds: (endedAt - startedAt) / 1000,
    secondHalfSeconds: (endedAt - halfAt) / 1000,
    growthOctets: residentOctets - before,
    residentOctets,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    hashesPerSecond: (hashesBefore + hashesAfter) / 2,
  };
}

/** How fast this machine is just now. */
function hashesPerSecond(): number {
  const block = new Uint8Array(1024);
  const startedAt = performance.now();
  let hashes = 0;
  let elapsedMs = 0;
  while (elapsedMs < HASH_MS) {
    for (let i = 0; i < 50; i++) createHash('sha256').update(block).digest();
    hashes += 50;
    elapsedMs = performance.now() - startedAt;
  }
  return (hashes / elapsedMs) * 1000;
}

function collect(): void {
  (globalThis as { gc?: () => void }).gc?.();
}
