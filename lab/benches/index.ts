export { type EmbeddedBenchOptions, openEmbeddedBench } from './embedded-bench.ts';
