import { cpus } from 'node:os';
import { didYouMean } from '../../emulator/vocabulary/index.ts';
import type { BenchFigure } from './figure.ts';

/** Every benchmark by name; `npm run bench` runs all, `npm run bench -- sctp nas` some. */
const BENCHES: Readonly<Record<string, () => Promise<BenchFigure[]>>> = {
  crypto: async () => (await import('./crypto.ts')).benchCrypto(),
  s1ap: async () => (await import('./s1ap.ts')).benchS1ap(),
  nas: async () => (await import('./nas.ts')).benchNas(),
  mongo: async () => (await import('./mongo.ts')).benchMongo(),
  sims: async () => (await import('./sims.ts')).benchSims(),
  sctp: async () => (await import('./sctp.ts')).benchSctp(),
  attach: async () => (await import('./attach.ts')).benchAttach(),
};

const names = process.argv.slice(2);
for (const name of names) {
  if (name in BENCHES) continue;
  const near = didYouMean(name, Object.keys(BENCHES));
  console.error(`error: there is no benchmark '${name}'${near === undefined ? '' : `; did you mean '${near}'?`}`);
  console.error(`  known: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`);
for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
  console.log(`\n${name}`);
  for (const { name: what, figure, unit, reference } of await BENCHES[name]!()) {
    const beside = reference === undefined ? '' : `   (${reference.name}: ${format(reference.figure)} ${unit})`;
    console.log(`  ${what.padEnd(52)} ${format(figure).padStart(12)} ${unit}${beside}`);
  }
}

function format(figure: number): string {
  return figure >= 100 ? Math.round(figure).toLocaleString('en') : figure.toPrecision(3);
}
