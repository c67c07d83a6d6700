import { formatEmmCause, formatEsmCause } from '../../../vocabulary/index.ts';
import { unsigned } from '../../nas-common/coding.ts';

export const emmCause = unsigned('EMM cause', 'TS 24.301 §9.9.3.9', 1, formatEmmCause);
export const esmCause = unsigned('ESM cause', 'TS 24.301 §9.9.4.4', 1, formatEsmCause);
