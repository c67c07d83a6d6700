import type { Bts, EmulatedPhone } from '../../../../emulator/host/index.ts';
import { type Imsi, LabError, UserError } from '../../../../emulator/vocabulary/index.ts';
import { parseSimRecord, type SimRecord } from '../../../../provisioner/index.ts';
import { describeFailure } from '../../../run/describe-failure.ts';
import { type DatabaseChoice, Lab } from '../../../run/lab.ts';
import { phoneConfig } from '../../../run/phone-config.ts';
import { FIRST_SQN, simOf } from '../../../run/random-sim.ts';
import { Run } from '../../../run/run.ts';
import { readUsimFile, writeUsimFile } from '../../../run/usim-file.ts';
import { type Cli, EXIT } from '../../context.ts';
import { showLive } from '../../live-view.ts';
import { paint } from '../../paint.ts';
import type { AttachOptions } from './options.ts';
import { type AttachPlan, parseAttachOptions } from './parse-options.ts';

/** More phones than this are not shown message by message. */
const SHOWN_PHONES = 20;
const PING_INTERVAL_MS = 50;
const DEFAULT_GATEWAY = '10.45.0.1';

/** What became of one phone. */
interface Outcome {
  readonly imsi: string;
  readonly ok: boolean;
  readonly text: string;
  readonly ip?: string;
  readonly attachMs: number;
  readonly pings?: { readonly sent: number; readonly received: number };
}

/** Runs `mvnolab attach`. */
export async function attach(cli: Cli, options: AttachOptions): Promise<void> {
  const plan = parseAttachOptions(options);
  const database = databaseOf(cli, options, plan);
  if (options.usim !== undefined && plan.count > 1) {
    throw new UserError('usim-one-phone', '--usim keeps one card, and --count makes several', { place: '--usim' });
  }
  const run = new Run({
    title: plan.count === 1 ? `attach ${plan.imsi}` : `attach ${plan.count} phones`,
    core: plan.mme === undefined ? 'embedded' : `external ${plan.mme.address}`,
    revealKeys: options.revealKeys ?? false,
    ...(options.artefacts === false || plan.count > SHOWN_PHONES ? {} : { folder: options.artefacts }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
  cli.cleanUps.add('the run', () => run.close());
  const silent = options.quiet === true || options.json === true || plan.count > SHOWN_PHONES;
  const view = silent
    ? undefined
    : showLive(cli, run, { list: options.list ?? false, withCore: plan.mme === undefined });
  const lab = await Lab.open({
    run,
    plmn: plan.plmn,
    tac: plan.tac,
    core: coreOf(plan),
    database,
  });
  cli.cleanUps.add('the lab', () => lab.close());
  const sims = await provision(lab, plan, options);
  const bts = await lab.addBts();
  const startedAt = run.log.elapsedMs();
  const outcomes = await attachAll(cli, lab, bts, plan, options, sims);
  const wholeMs = run.log.elapsedMs() - startedAt;
  const passed = outcomes.every(outcome => outcome.ok);
  run.log.append({ kind: 'verdict', verdict: passed ? 'passed' : 'failed' });
  await view?.end();
  await report(cli, run, options, outcomes, wholeMs);
  cli.exitCode = passed ? EXIT.ok : EXIT.expectationFailed;
}

function coreOf(plan: AttachPlan) {
  const { mme, local, eia, eea } = plan;
  if (mme === undefined) {
    const orders = { ...(eia === undefined ? {} : { eiaOrder: eia }), ...(eea === undefined ? {} : { eeaOrder: eea }) };
    return { type: 'embedded', ...orders } as const;
  }
  return { type: 'external', mme, ...(local === undefined ? {} : { localAddress: local }) } as const;
}

function databaseOf(cli: Cli, options: AttachOptions, plan: AttachPlan): DatabaseChoice {
  if (options.store !== undefined && options.mongodb !== undefined) {
    throw new UserError('store-twice', 'both --store and --mongodb are given', { expected: 'one of them' });
  }
  const uri = options.mongodb ?? (options.store === undefined ? cli.env.MONGODB_URI || undefined : undefined);
  if (uri !== undefined) return { type: 'uri', uri };
  if (options.store !== undefined) return { type: 'folder', folder: options.store };
  return plan.mme === undefined ? { type: 'memory' } : { type: 'none' };
}

/** The SIMs of the phones: as given, as stored, or made for this run; written into the database unless it is to be left alone. */
async function provision(lab: Lab, plan: AttachPlan, options: AttachOptions): Promise<SimRecord[]> {
  const sims: SimRecord[] = [];
  const fresh: SimRecord[] = [];
  for (let index = 0; index < plan.count; index++) {
    const imsi = nextImsi(plan.imsi, index);
    const stored = await lab.subscribers?.find(imsi);
    const sim = plan.keys === undefined ? stored?.sim : undefined;
    if (sim?.ki !== undefined) {
      sims.push(sim as SimRecord);
      continue;
    }
    const made = plan.keys === undefined ? madeUp(lab, plan, imsi, options) : simWithKeys(plan, imsi);
    sims.push(made);
    if (stored === undefined) fresh.push(made);
    else if (options.provision)
      await lab.subscribers?.update(imsi, { ki: made.ki, opc: made.opc, op: made.op, amfField: made.amfField });
  }
  if (options.provision && lab.subscribers !== undefined && fresh.length > 0) await lab.subscribers.addMany(fresh);
  return sims;
}

function madeUp(lab: Lab, plan: AttachPlan, imsi: Imsi, options: AttachOptions): SimRecord {
  if (lab.subscribers === undefined || !options.provision) {
    throw new UserError('keys-missing', `the keys of IMSI ${imsi} are not known`, {
      place: '--ki',
      expected: '--ki and --opc as the core has them',
      hint:
        plan.mme === undefined ? 'leave out --no-provision' : 'or --mongodb, so that the SIM can be read or made there',
    });
  }
  return simOf(lab.run, imsi);
}

function simWithKeys(plan: AttachPlan, imsi: Imsi): SimRecord {
  const { ki, opc, op } = plan.keys!;
  const base = parseSimRecord({
    imsi,
    ki: '00'.repeat(16),
    opc: '00'.repeat(16),
    amf: plan.amf,
    sqn: FIRST_SQN,
    sessions: [{ apn: plan.apn ?? 'internet', pdnType: plan.pdnType }],
  });
  return { ...base, ki, opc, op } as SimRecord;
}

async function attachAll(
  cli: Cli,
  lab: Lab,
  bts: Bts,
  plan: AttachPlan,
  options: AttachOptions,
  sims: readonly SimRecord[],
): Promise<Outcome[]> {
  const phones = sims.map((sim, index) =>
    addPhone(lab, bts, plan, options, sim, sims.length === 1 ? 'phone' : `phone-${index + 1}`),
  );
  const outcomes = await Promise.all(phones.map(phone => attachOne(lab, plan, phone)));
  if (options.hold && outcomes.some(outcome => outcome.ok)) {
    await cli.stderr.write('attached; Ctrl-C ends it\n');
    await new Promise(resolve => cli.signal.addEventListener('abort', resolve, { once: true }));
  }
  await Promise.all(phones.map(phone => phone.detach()));
  const [phone] = phones;
  if (options.usim !== undefined && phone?.memory !== undefined) await writeUsimFile(options.usim, phone.memory);
  return outcomes;
}

function addPhone(
  lab: Lab,
  bts: Bts,
  plan: AttachPlan,
  options: AttachOptions,
  sim: SimRecord,
  name: string,
): EmulatedPhone {
  const { apn, eia, eea, pdnType, plmn: homePlmn } = plan;
  const memory = options.usim === undefined ? undefined : readUsimFile(options.usim, sim.imsi);
  const config = phoneConfig({
    imsi: sim.imsi,
    ki: sim.ki!,
    homePlmn,
    pdnType,
    ...(sim.opc === undefined ? {} : { opc: sim.opc }),
    ...(sim.op === undefined ? {} : { op: sim.op }),
    ...(apn === undefined ? {} : { apn }),
    ...(eia === undefined ? {} : { eia }),
    ...(eea === undefined ? {} : { eea }),
    ...(memory === undefined ? {} : { memory }),
  });
  return lab.addPhone(bts, name, plan.count > SHOWN_PHONES ? { ...config, traceNas: false } : config);
}

async function attachOne(lab: Lab, plan: AttachPlan, phone: EmulatedPhone): Promise<Outcome> {
  const startedAt = lab.run.log.elapsedMs();
  const result = await phone.attach();
  const attachMs = lab.run.log.elapsedMs() - startedAt;
  const { imsi } = phone;
  if (!result.ok) return { imsi, ok: false, text: describeFailure(result.failure, phone.lastAka), attachMs };
  const { pdn } = result;
  const head = { imsi, attachMs, ...(pdn.ipv4 === undefined ? {} : { ip: pdn.ipv4 }) };
  if (plan.pings === 0) return { ...head, ok: true, text: 'attached' };
  const to = plan.ping ?? lab.core?.host.core.gateway.ipv4Address ?? DEFAULT_GATEWAY;
  const { sent, received } = await phone.traffic.ping({ to, count: plan.pings, intervalMs: PING_INTERVAL_MS });
  return {
    ...head,
    ok: received === sent,
    text: `attached, ${received} of ${sent} pings of ${to}`,
    pings: { sent, received },
  };
}

async function report(
  cli: Cli,
  run: Run,
  options: AttachOptions,
  outcomes: readonly Outcome[],
  wholeMs: number,
): Promise<void> {
  const { stdout } = cli;
  const good = outcomes.filter(outcome => outcome.ok).length;
  if (options.json === true) {
    await stdout.write(
      `${JSON.stringify({ run: run.id, passed: good === outcomes.length, wholeMs, phones: outcomes }, undefined, 2)}\n`,
    );
    return;
  }
  const shown =
    outcomes.length <= SHOWN_PHONES ? outcomes : outcomes.filter(outcome => !outcome.ok).slice(0, SHOWN_PHONES);
  for (const { imsi, ok, text, ip, attachMs } of shown) {
    const mark = paint(ok ? 'green' : 'red', ok ? '✓' : '✗', stdout.color);
    const address = ip === undefined ? '' : `IP ${ip}, `;
    await stdout.write(`  ${mark} ${imsi}  ${address}${text}, ${attachMs.toFixed(1)} ms\n`);
  }
  if (outcomes.length > 1) {
    const rate = outcomes.length / (wholeMs / 1000);
    await stdout.write(
      `${good} of ${outcomes.length} phones attached, pinged and detached in ${(wholeMs / 1000).toFixed(2)} s (${rate.toFixed(0)}/s)\n`,
    );
  }
  for (const { path } of run.artefacts) await stdout.write(`  ${path}\n`);
}

function nextImsi(first: Imsi, index: number): Imsi {
  const next = (BigInt(first) + BigInt(index)).toString().padStart(first.length, '0');
  if (next.length > first.length)
    throw new LabError('imsi-exhausted', `there is no IMSI ${index} places after ${first}`);
  return next as Imsi;
}
