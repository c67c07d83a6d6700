import type { EmmState } from '../port.ts';

/** Substates of EMM-DEREGISTERED. TS 24.301 §5.1.3.2.2 */
export type DeregisteredSubstate =
  | 'NORMAL-SERVICE'
  | 'LIMITED-SERVICE'
  | 'ATTEMPTING-TO-ATTACH'
  | 'PLMN-SEARCH'
  | 'NO-IMSI'
  | 'ATTACH-NEEDED'
  | 'NO-CELL-AVAILABLE';

/** Substates of EMM-REGISTERED. TS 24.301 §5.1.3.2.4 */
export type RegisteredSubstate =
  | 'NORMAL-SERVICE'
  | 'ATTEMPTING-TO-UPDATE'
  | 'LIMITED-SERVICE'
  | 'PLMN-SEARCH'
  | 'UPDATE-NEEDED'
  | 'NO-CELL-AVAILABLE';

/** What a service request is for; it decides the RRC establishment cause. */
export type ServiceReason = 'data' | 'signalling' | 'paging';

/** Where the EPS mobility management of a phone is; each state holds only what belongs to it. TS 24.301 §5.1.3.2 */
export type Emm =
  /** Switched off. */
  | { readonly name: 'EMM-NULL' }
  | { readonly name: 'EMM-DEREGISTERED'; readonly substate: DeregisteredSubstate }
  | {
      readonly name: 'EMM-REGISTERED-INITIATED';
      /** The plain Attach Request: HASHMME is checked against it. */
      readonly request: Uint8Array;
      readonly apn: string | undefined;
    }
  | { readonly name: 'EMM-REGISTERED'; readonly substate: RegisteredSubstate }
  | {
      readonly name: 'EMM-DEREGISTERED-INITIATED';
      /** How often T3421 has run out. */
      readonly expiries: number;
      readonly wasRegistered: boolean;
    }
  | {
      readonly name: 'EMM-TRACKING-AREA-UPDATING-INITIATED';
      /** The plain request: HASHMME is checked against it. */
      readonly request: Uint8Array;
      readonly active: boolean;
    }
  | { readonly name: 'EMM-SERVICE-REQUEST-INITIATED'; readonly reason: ServiceReason };

/** The state of one name. */
export type EmmIn<Name extends EmmState> = Extract<Emm, { readonly name: Name }>;

/** The substate, where the state has them. */
export function substateOf(emm: Emm): string | undefined {
  return 'substate' in emm ? emm.substate : undefined;
}

/** True while the network holds a registration as far as the phone knows. */
export function isRegistered(emm: Emm): boolean {
  return (
    emm.name === 'EMM-REGISTERED' ||
    emm.name === 'EMM-TRACKING-AREA-UPDATING-INITIATED' ||
    emm.name === 'EMM-SERVICE-REQUEST-INITIATED'
  );
}

export const DEREGISTERED: Readonly<Record<DeregisteredSubstate, EmmIn<'EMM-DEREGISTERED'>>> = {
  'NORMAL-SERVICE': { name: 'EMM-DEREGISTERED', substate: 'NORMAL-SERVICE' },
  'LIMITED-SERVICE': { name: 'EMM-DEREGISTERED', substate: 'LIMITED-SERVICE' },
  'ATTEMPTING-TO-ATTACH': { name: 'EMM-DEREGISTERED', substate: 'ATTEMPTING-TO-ATTACH' },
  'PLMN-SEARCH': { name: 'EMM-DEREGISTERED', substate: 'PLMN-SEARCH' },
  'NO-IMSI': { name: 'EMM-DEREGISTERED', substate: 'NO-IMSI' },
  'ATTACH-NEEDED': { name: 'EMM-DEREGISTERED', substate: 'ATTACH-NEEDED' },
  'NO-CELL-AVAILABLE': { name: 'EMM-DEREGISTERED', substate: 'NO-CELL-AVAILABLE' },
};

export const REGISTERED: Readonly<Record<RegisteredSubstate, EmmIn<'EMM-REGISTERED'>>> = {
  'NORMAL-SERVICE': { name: 'EMM-REGISTERED', substate: 'NORMAL-SERVICE' },
  'ATTEMPTING-TO-UPDATE': { name: 'EMM-REGISTERED', substate: 'ATTEMPTING-TO-UPDATE' },
  'LIMITED-SERVICE': { name: 'EMM-REGISTERED', substate: 'LIMITED-SERVICE' },
  'PLMN-SEARCH': { name: 'EMM-REGISTERED', substate: 'PLMN-SEARCH' },
  'UPDATE-NEEDED': { name: 'EMM-REGISTERED', substate: 'UPDATE-NEEDED' },
  'NO-CELL-AVAILABLE': { name: 'EMM-REGISTERED', substate: 'NO-CELL-AVAILABLE' },
};
