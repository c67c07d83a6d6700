import type { WhyRule } from '../evidence.ts';
import { lastReject, messagesOf } from '../reading.ts';

/** The MME does not serve the PLMN or the TAC of the base station. */
export const areaNotServed: WhyRule = {
  name: 'area-not-served',
  about: 'S1 Setup Failure with misc/unknown-PLMN, or EMM cause 12: the core does not serve the PLMN or the TAC',
  explain(evidence) {
    const { bts } = evidence;
    const failure = messagesOf(evidence, { message: 'S1SetupFailure' }).at(-1);
    const text = `${failure?.summary ?? ''} ${evidence.step.error?.message ?? ''} ${evidence.step.outcome?.detail ?? ''}`;
    const isSetup = /unknown-PLMN/.test(text);
    const reject = lastReject(evidence);
    if (!isSetup && reject?.cause !== 12) return undefined;
    const offered = bts === undefined ? 'its PLMN and TAC' : `PLMN ${bts.spec.plmn}, TAC ${bts.spec.tacs.join(', ')}`;
    const name = bts?.name ?? 'the base station';
    const served = servedPlmns(evidence.events.filter(event => event.kind === 'message'));
    if (!isSetup)
      return {
        sentences: [
          `The MME does not serve the tracking area of ${name} (${offered}): 12 (Tracking area not allowed).`,
        ],
        next: ['add the TAC to tai of mme.yaml, or give the base station one that is served'],
      };
    const plmnServed = bts !== undefined && served.includes(bts.spec.plmn);
    const which = plmnServed
      ? `It serves PLMN ${bts.spec.plmn} for others, so the TAC is not served.`
      : 'Open5GS gives the same cause for a PLMN and for a TAC that it does not serve.';
    return {
      sentences: [`The core refused S1 Setup of ${name} with misc/unknown-PLMN; offered were ${offered}. ${which}`],
      next: ['compare with gummei.plmn_id and tai of mme.yaml'],
    };
  },
};

/** `001-01` for each PLMN of the GUMMEIs that the core announced. */
function servedPlmns(
  events: readonly { readonly message?: string; readonly fields?: Readonly<Record<string, unknown>> }[],
): string[] {
  return events
    .filter(({ message }) => message === 'S1SetupResponse')
    .flatMap(({ fields = {} }) =>
      Object.entries(fields).flatMap(([name, mcc]) =>
        /^servedGummeis\.\d+\.servedPlmns\.\d+\.mcc$/.test(name)
          ? [`${String(mcc)}-${String(fields[name.replace(/mcc$/, 'mnc')])}`]
          : [],
      ),
    );
}
