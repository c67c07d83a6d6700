export { EmbeddedCore } from './core.ts';
export type * from './database.ts';
export type * from './port.ts';
export type * from './s6a.ts';
export type * from './session.ts';
