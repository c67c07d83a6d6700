import type { Phone } from '../phone.ts';
import type { AttachFailure } from '../port.ts';
import { abortAttach } from './attach.ts';
import { finishDetach } from './detach.ts';
import { failService } from './service-request.ts';
import { abortUpdate } from './tracking-area-update.ts';

/**
 * The NAS signalling connection ended while a procedure was waiting for its answer: an abnormal case of each.
 * TS 24.301 §5.5.1.2.6 b, §5.5.2.2.4 b, §5.5.3.2.6 b, §5.6.1.6 b
 */
export function handleConnectionLost(phone: Phone, reason: AttachFailure): void {
  const detail = 'detail' in reason ? reason.detail : 'the connection was released';
  switch (phone.emm.name) {
    case 'EMM-REGISTERED-INITIATED':
      abortAttach(phone, reason);
      return;
    case 'EMM-TRACKING-AREA-UPDATING-INITIATED':
      abortUpdate(phone, { detail });
      return;
    case 'EMM-SERVICE-REQUEST-INITIATED':
      failService(phone, detail);
      return;
    case 'EMM-DEREGISTERED-INITIATED':
      finishDetach(phone);
      return;
    default:
      return;
  }
}
