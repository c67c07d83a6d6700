export {
  type AirDownlink,
  type AirUplink,
  AS_SECURITY_PROOF,
  type CellInfo,
  type EstablishmentCause,
  type PagingIdentity,
  type RadioBearer,
  type RegisteredMme,
} from './air.ts';
