export * from './flow-source.ts';
export * from './match-flow.ts';
export { fieldOf } from './message-fields.ts';
