export * from './reporter.ts';
export * from './results.ts';
