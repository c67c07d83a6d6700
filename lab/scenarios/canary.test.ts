import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { fromHex, toHex } from '../../emulator/bytes/index.ts';
import { deriveKenb } from '../../emulator/crypto/index.ts';
import { type Bench, makeReporter, parseReporter } from '../../scenarios/runner/index.ts';
import { openEmbeddedBench } from '../benches/index.ts';
import { LabSession } from '../benches/session.ts';
import { detectTerminal } from '../trace/index.ts';
import { readScenarios } from './read-scenarios.ts';
import { runOnBench } from './scenario-run.ts';

const CATALOGUE = join(import.meta.dirname, '..', '..', '..', 'scenarios');
/** Folders whose cases say most about keys, and end soon. */
const FOLDERS = ['attach', 'authentication', 'sim-life'];

const COUNTS = 8;

/** A bench that tells every key of every card that it made. */
function spyOn(bench: Bench, keys: Set<string>): Bench {
  return {
    core: bench.core,
    capabilities: bench.capabilities,
    close: () => bench.close(),
    async open(options) {
      const session = await bench.open(options);
      if (!(session instanceof LabSession)) throw new Error('not a session of this lab');
      const close = session.close.bind(session);
      session.close = async () => {
        for (const { ki, opc, record } of session.sims.values()) {
          for (const key of [ki, opc, record.op]) if (key !== undefined) keys.add(toHex(key.reveal()));
        }
        for (const { phone } of session.ues.values()) {
          const kasme = phone.memory?.epsnsc?.kasme;
          if (kasme === undefined) continue;
          keys.add(kasme);
          // KeNB goes over S1 in the clear; which uplink NAS COUNT it was made with is one of the first
          for (let count = 0; count < COUNTS; count++) keys.add(toHex(deriveKenb(fromHex(kasme), count)));
        }
        return close();
      };
      return session;
    },
  };
}

test('no Ki, OPc, OP, KASME or KeNB of a run is in any of its artefacts or reports', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-canary-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const keys = new Set<string>();
  const bench = spyOn(await openEmbeddedBench(), keys);
  t.teardown(() => bench.close());
  const loaded = readScenarios(FOLDERS.map(name => join(CATALOGUE, name)));
  let terminal = '';
  const context = {
    out: {
      isTty: false,
      write: async (text: string) => {
        terminal += text;
      },
    },
    display: {
      color: false,
      columns: 200,
      unicode: detectTerminal({ isTTY: false }, {}, 'linux').unicode,
      characters: (text: string) => Array.from(text, character => [character, 1] as const),
      visible: (text: string) => text,
    },
    linesOf: loaded.linesOf,
    env: {},
    cwd: folder,
  };
  const result = await runOnBench({
    bench,
    cases: loaded.cases,
    artefacts: folder,
    workers: 4,
    reporters: () => ['list', 'html', 'junit', 'ctrf', 'json'].map(name => makeReporter(parseReporter(name), context)),
  });
  // what a busy machine loses of a volume is not this test's business; that the cases ran is
  t.true(result.cases.filter(({ verdict }) => verdict === 'passed').length > result.cases.length - 4);
  t.true(keys.size >= 3 * 20, 'the keys of many cards');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(file => file.isFile());
  t.true(files.length > 2 * 20);
  const written = files.map(file => [file.name, readFileSync(join(file.parentPath, file.name))] as const);
  for (const [name, octets] of [...written, ['the terminal', Buffer.from(terminal)] as const]) {
    const text = octets.toString('latin1').toLowerCase();
    for (const key of keys) {
      const raw = Buffer.from(key, 'hex');
      t.false(text.includes(key), `${name} holds a key in hex`);
      t.false(octets.includes(raw), `${name} holds a key`);
      t.false(octets.includes(raw.toString('base64').slice(0, -2)), `${name} holds a key in base64`);
    }
  }
});
