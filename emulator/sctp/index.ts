export { Endpoint, type EndpointOptions } from './endpoint.ts';
export type {
  AssociationId,
  AssociationStatistics,
  DownReason,
  EndpointInput,
  EndpointOutput,
  PeerAddress,
} from './port.ts';
export { DEFAULT_PARAMETERS, OPEN5GS_PARAMETERS, type ProtocolParameters } from './protocol-parameters.ts';
