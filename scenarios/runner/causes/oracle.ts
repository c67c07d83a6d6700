import { causeByName, causeNames } from './cause-names.ts';
import { OPEN5GS_EMM } from './open5gs-emm.ts';
import { OPEN5GS_ESM } from './open5gs-esm.ts';
import { OPEN5GS_S1AP } from './open5gs-s1ap.ts';
import { isWithin, parseRelease } from './release.ts';
import type { CauseAnswer, CauseProtocol, CauseTrigger, CoreCauses } from './trigger.ts';

/** A core as far as its causes go; the bench's CoreIdentity is one. */
export interface CauseCore {
  readonly product: string;
  readonly version: string | undefined;
}

/** What a core answers to a trigger. */
export interface ResolvedCause {
  readonly trigger: string;
  readonly protocol: CauseProtocol;
  /** Any of these is right; none = the message carries no cause. */
  readonly cause: readonly number[];
  /** The message of the first answer. */
  readonly message: string;
  readonly messages: readonly string[];
  readonly notes: readonly string[];
}

/** The S1AP cause of a trigger that has no NAS cause. */
export interface ResolvedS1apCause {
  readonly trigger: string;
  /** `misc/unknown-PLMN`; undefined = the message carries none. */
  readonly cause: string | undefined;
  readonly message: string;
}

const CORES: readonly CoreCauses[] = [
  {
    product: 'open5gs',
    triggers: [...OPEN5GS_EMM, ...OPEN5GS_ESM, ...OPEN5GS_S1AP],
    neverSent: { emm: [2, 3, 5, 6, 7, 10, 14, 22, 25], esm: [8, 26, 29, 30, 49, 65, 66] },
  },
];

/**
 * What a core answers to a trigger by name, with the EMM cause or the ESM cause (`protocol`; the trigger's own by default). With a
 * core whose release is not known, any release's answer is right. undefined = unknown trigger or product, or no cause of that protocol.
 */
export function resolveCause(name: string, core: CauseCore, protocol?: CauseProtocol): ResolvedCause | undefined {
  const trigger = causesOf(core)?.triggers.find(each => each.name === name);
  if (trigger === undefined) return undefined;
  const wanted = protocol ?? (trigger.protocol === 's1ap' ? undefined : trigger.protocol);
  if (wanted === undefined) return undefined;
  const all = answersOf(trigger, core);
  const telling = all.filter(answer => answer[wanted] !== undefined);
  // a message without a cause answers for the trigger's own protocol only
  if (telling.length === 0 && trigger.protocol !== wanted) return undefined;
  const answers = telling.length === 0 ? all : telling;
  const [first] = answers;
  if (first === undefined) return undefined;
  return {
    trigger: name,
    protocol: wanted,
    cause: unique(answers.flatMap(answer => answer[wanted] ?? [])),
    message: first.message,
    messages: unique(answers.map(answer => answer.message)),
    notes: unique(answers.flatMap(answer => answer.note ?? [])),
  };
}

/** What a core answers on S1AP to a trigger by name; undefined = unknown, or a trigger with NAS causes. */
export function resolveS1apCause(name: string, core: CauseCore): ResolvedS1apCause | undefined {
  const trigger = causesOf(core)?.triggers.find(each => each.name === name && each.protocol === 's1ap');
  const [answer] = trigger === undefined ? [] : answersOf(trigger, core);
  return answer === undefined ? undefined : { trigger: name, cause: answer.s1ap, message: answer.message };
}

/**
 * The causes that a text stands for: a number, the specification's name, or a trigger. undefined = none of these; an empty list = a
 * trigger that is answered without a cause.
 */
export function parseCause(text: string, protocol: CauseProtocol, core: CauseCore): readonly number[] | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text) <= 255 ? [Number(text)] : undefined;
  const byName = causeByName(text, protocol);
  return byName === undefined ? resolveCause(text, core, protocol)?.cause : [byName];
}

/** Every name that `parseCause` may know for some core: for checks before a run, and for "did you mean". */
export function knownCauseNames(protocol: CauseProtocol): string[] {
  const triggers = CORES.flatMap(core => core.triggers).filter(
    trigger => trigger.protocol === protocol || trigger.answers.some(answer => answer[protocol] !== undefined),
  );
  return unique([...causeNames(protocol), ...triggers.map(trigger => trigger.name)]);
}

/** Names of all triggers, of every protocol and core. */
export function triggerNames(): string[] {
  return unique(CORES.flatMap(core => core.triggers.map(trigger => trigger.name)));
}

/** A trigger by name, with its answers of all releases. */
export function triggerByName(name: string, product = 'open5gs'): CauseTrigger | undefined {
  return causesOf({ product })?.triggers.find(trigger => trigger.name === name);
}

/** What may have made a core send a cause, as triggers with the answers that carry it. */
export function whatSends(
  cause: number,
  protocol: CauseProtocol,
  core: CauseCore,
): { readonly trigger: CauseTrigger; readonly answers: readonly CauseAnswer[] }[] {
  return (causesOf(core)?.triggers ?? []).flatMap(trigger => {
    const answers = answersOf(trigger, core).filter(answer => answer[protocol]?.includes(cause));
    return answers.length === 0 ? [] : [{ trigger, answers }];
  });
}

/** True for a cause that the product has no code to send. */
export function isNeverSent(cause: number, protocol: CauseProtocol, core: Pick<CauseCore, 'product'>): boolean {
  return causesOf(core)?.neverSent[protocol].includes(cause) ?? false;
}

function causesOf(core: Pick<CauseCore, 'product'>): CoreCauses | undefined {
  return CORES.find(({ product }) => product === core.product);
}

/** The answers of a core's release; all of them when the release is not known, or was built between two that are. */
function answersOf(trigger: CauseTrigger, { version }: CauseCore): readonly CauseAnswer[] {
  const release = version === undefined ? undefined : parseRelease(version);
  if (release === undefined) return trigger.answers;
  const fitting = trigger.answers.filter(answer => isWithin(release, answer.since, answer.until));
  return fitting.length === 0 ? trigger.answers : fitting;
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
