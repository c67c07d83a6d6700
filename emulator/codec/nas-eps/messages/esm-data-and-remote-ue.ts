import { userDataContainer } from '../elements/octet-strings.ts';
import { releaseAssistanceIndication } from '../elements/pdn.ts';
import { pkmfAddress, remoteUeContextList } from '../elements/remote-ue.ts';
import { esmMessage } from '../message-table.ts';

/** User data via the MME and reports of a relay. TS 24.301 §6.6.3, §6.6.4. */

// biome-ignore format: the columns of the specification's table
export const ESM_DATA_TRANSPORT = esmMessage('EsmDataTransport', 'TS 24.301 §8.3.25', 0xeb, [
  ['',   'userDataContainer',           userDataContainer,           'M', 'LV-E', '2-n'],
  ['F-', 'releaseAssistanceIndication', releaseAssistanceIndication, 'O', 'TV',   '1'],
]);

// biome-ignore format: the columns of the specification's table
export const REMOTE_UE_REPORT = esmMessage('RemoteUeReport', 'TS 24.301 §8.3.23', 0xe9, [
  ['79', 'remoteUeContextConnected',          remoteUeContextList, 'O', 'TLV-E', '3-65538'],
  ['7A', 'remoteUeContextDisconnected',       remoteUeContextList, 'O', 'TLV-E', '3-65538'],
  ['6F', 'proseKeyManagementFunctionAddress', pkmfAddress,         'O', 'TLV',   '3-19'],
]);

export const REMOTE_UE_REPORT_RESPONSE = esmMessage('RemoteUeReportResponse', 'TS 24.301 §8.3.24', 0xea, []);
