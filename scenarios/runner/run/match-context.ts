import { formatCause, parseCause } from '../causes/index.ts';
import type { MatchContext } from '../match/index.ts';
import type { CoreIdentity } from '../port/index.ts';

/** How causes are understood on a core. */
export function matchContextOf(core: CoreIdentity): MatchContext {
  return {
    causes: (text, kind) => parseCause(text, kind === 'emm-cause' ? 'emm' : 'esm', core),
    formatCause: (cause, kind) => formatCause(cause, kind === 'emm-cause' ? 'emm' : 'esm'),
  };
}
