import type { S6aMessage, S6aRequest } from './s6a.ts';

/** What Open5GS's HSS counts a message as. An answer that is an error counts as `…_error` too. */
export const S6A_METRICS: Readonly<Record<(S6aRequest | S6aMessage)['type'], string>> = {
  AuthenticationInformationRequest: 's6a_rx_air',
  AuthenticationInformationAnswer: 's6a_tx_aia',
  UpdateLocationRequest: 's6a_rx_ulr',
  UpdateLocationAnswer: 's6a_tx_ula',
  PurgeUeRequest: 's6a_rx_pur',
  PurgeUeAnswer: 's6a_tx_pua',
  CancelLocationRequest: 's6a_tx_clr',
  InsertSubscriberDataRequest: 's6a_tx_idr',
};
