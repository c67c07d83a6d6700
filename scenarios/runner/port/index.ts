export * from './bench.ts';
export * from './commands.ts';
export * from './fixtures.ts';
export * from './states.ts';
