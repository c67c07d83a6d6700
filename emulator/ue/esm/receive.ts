import type { EsmMessage } from '../../codec/nas-eps/index.ts';
import type { Phone } from '../phone.ts';
import { handleBearerResourceReject } from './bearer-resources.ts';
import { handleDeactivate } from './deactivation.ts';
import { handleActivateDedicated } from './dedicated-bearer.ts';
import { handleEsmInformationRequest } from './information.ts';
import { handleModify } from './modification.ts';
import { handleActivateDefault, handlePdnConnectivityReject } from './pdn-connectivity.ts';
import { handlePdnDisconnectReject } from './pdn-disconnect.ts';
import { handleEsmStatus, sendEsmStatus } from './status.ts';

const MESSAGE_TYPE_NON_EXISTENT = 97;

/** An ESM message of its own, which EMM has found to be authentic. TS 24.301 §6 */
export function handleEsm(phone: Phone, message: EsmMessage): void {
  switch (message.message) {
    case 'EsmInformationRequest':
      return handleEsmInformationRequest(phone, message);
    case 'ActivateDefaultEpsBearerContextRequest':
      return handleActivateDefault(phone, message);
    case 'ActivateDedicatedEpsBearerContextRequest':
      return handleActivateDedicated(phone, message);
    case 'ModifyEpsBearerContextRequest':
      return handleModify(phone, message);
    case 'DeactivateEpsBearerContextRequest':
      return handleDeactivate(phone, message);
    case 'PdnConnectivityReject':
      return handlePdnConnectivityReject(phone, message);
    case 'PdnDisconnectReject':
      return handlePdnDisconnectReject(phone, message);
    case 'BearerResourceAllocationReject':
    case 'BearerResourceModificationReject':
      return handleBearerResourceReject(phone, message);
    case 'EsmStatus':
      return handleEsmStatus(phone, message);
    case 'Notification':
      return phone.note(`ESM Notification: ${String(message.notificationIndicator)}`);
    case 'EsmDummyMessage':
      return;
    default:
      // A message that only a network receives, or of a feature that the phone does not have. TS 24.301 §7.4
      return sendEsmStatus(phone, message, MESSAGE_TYPE_NON_EXISTENT);
  }
}
