export { EmbeddedCore } from './core.ts';
export type * from './database.ts';
export { ALL_FAULTS, checkFault } from './faults/check-fault.ts';
export { FAULTS, type Fault, type FaultName, type FaultParameter } from './faults/fault-table.ts';
export type { Usage } from './gateway/session-table.ts';
export type * from './port.ts';
export type * from './s6a.ts';
export type * from './session.ts';
export type { BearerView, EnbView, UeView } from './views.ts';
