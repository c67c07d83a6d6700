export * from './read-expect.ts';
export * from './read-step.ts';
export * from './subject.ts';
export * from './verb.ts';
