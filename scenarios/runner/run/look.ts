import { NOTHING, type Observation, observe, observeStored } from '../match/index.ts';
import type { BenchOutcome, CoreState, StoredValue } from '../port/index.ts';
import type { Value } from '../source/source-node.ts';
import type { Subject } from '../steps/index.ts';
import type { CaseState } from './case-state.ts';

/** What of the step a look may need. */
export interface StepFacts {
  /** The phone that the step is about. */
  readonly ue: string | undefined;
  readonly outcome: BenchOutcome | undefined;
  readonly tookMs: number;
}

/** One round of looking: each witness is asked once, however many expectations want it. */
export class Look {
  private readonly state: CaseState;
  private readonly facts: StepFacts;
  private readonly asked = new Map<string, Promise<unknown>>();

  constructor(state: CaseState, facts: StepFacts) {
    this.state = state;
    this.facts = facts;
  }

  async at({ owner, name = '', path }: Subject): Promise<Observation> {
    const { session } = this.state;
    switch (owner) {
      case 'ue':
        return observe((await this.ask(`ue ${name}`, () => session.ue(name))) as unknown as Value, path);
      case 'bts':
        return observe((await this.ask(`bts ${name}`, () => session.bts(name))) as unknown as Value, path);
      case 'sim':
        return observe((await this.ask(`sim ${name}`, () => session.sim(name))) as unknown as Value, path);
      case 'hss':
        return hideKeys(
          path,
          observeStored(await this.ask<StoredValue | undefined>(`hss ${name}`, () => session.subscriber(name)), path),
        );
      case 'core':
        return this.core(path);
      case 'aka':
        return this.aka(path);
      case 'step':
        return observe({ took: this.facts.tookMs, ...this.facts.outcome?.values }, path);
      case 'error':
        return this.error(path);
      case 'arm':
        return { found: true, value: session.armed(path[0] ?? '') };
      case 'lab':
        return { found: true, value: await this.ask(`health ${path[0]}`, () => session.health(path[0] ?? '')) };
    }
  }

  /** `core.ues.NAME`: by the name of the phone, or by its IMSI. */
  private async core(path: readonly string[]): Promise<Observation> {
    const core = await this.ask<CoreState>('core', () => this.state.session.core());
    if (path[0] !== 'ues' || path[1] === undefined) return observe(core as unknown as Value, path);
    const phone = path[1];
    if (!this.state.names.ues.includes(phone)) return observe(core as unknown as Value, path);
    const { imsi } = await this.ask(`ue ${phone}`, () => this.state.session.ue(phone));
    return observe(core.ues[imsi] as unknown as Value, path.slice(2));
  }

  private async aka(path: readonly string[]): Promise<Observation> {
    const { ues } = this.state.names;
    const ue = this.facts.ue ?? (ues.length === 1 ? ues[0] : undefined);
    if (ue === undefined) return NOTHING;
    const { aka } = await this.ask(`ue ${ue}`, () => this.state.session.ue(ue));
    return observe(aka as unknown as Value, path);
  }

  private error(path: readonly string[]): Observation {
    const { outcome } = this.facts;
    if (outcome === undefined || outcome.type === 'accepted') return NOTHING;
    return observe({ message: outcome.detail, ...outcome.values }, path);
  }

  private ask<T>(key: string, question: () => Promise<T>): Promise<T> {
    const known = this.asked.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const answer = question();
    this.asked.set(key, answer);
    return answer;
  }
}

const KEYS: ReadonlySet<string> = new Set(['k', 'op', 'opc']);

/** Keys are there or not, and of a type; their value is nobody's business. */
function hideKeys(path: readonly string[], seen: Observation): Observation {
  if (path[0] !== 'security' || !seen.found) return seen;
  if (path.length === 1) return { ...seen, value: '[redacted]' };
  return KEYS.has(path[1]!) ? { ...seen, value: '[redacted]' } : seen;
}
