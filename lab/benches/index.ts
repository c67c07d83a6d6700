export { type EmbeddedBenchOptions, openEmbeddedBench } from './embedded-bench.ts';
export { type ExternalBenchOptions, openExternalBench } from './external-bench.ts';
export { type BenchChoice, openBench } from './open-bench.ts';
export { openRemoteBench } from './remote-bench.ts';
