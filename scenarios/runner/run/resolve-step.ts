import { hasExpression } from '../expression/index.ts';
import { Findings } from '../source/finding.ts';
import { ScenarioError } from '../source/scenario-error.ts';
import type { MapEntry, MapNode, SourceNode, Value } from '../source/source-node.ts';
import { readStep, STEP_KEYS, type Step } from '../steps/index.ts';
import { VERBS } from '../verbs/index.ts';
import type { CaseState } from './case-state.ts';
import { resolveNow } from './resolve-now.ts';

/** A step whose expressions have their values, except those that are looked at later. */
export interface ResolvedStep {
  readonly step: Step;
  /** The value of `skip_if`. */
  readonly skip: boolean;
}

/** Resolves and reads a step when its turn has come. @throws ScenarioError with the first mistake */
export async function resolveStep(node: SourceNode, state: CaseState): Promise<ResolvedStep> {
  const resolved = node.type === 'map' ? await resolveMap(node, state) : node;
  const findings = new Findings();
  const reading = { ...state.reading(findings), isDeferred: hasExpression };
  const step = readStep(resolved, VERBS, reading);
  const mistake = findings.all.find(finding => finding.severity === 'error');
  if (step === undefined || mistake !== undefined) {
    throw new ScenarioError(
      mistake ?? { severity: 'error', code: 'step-invalid', message: 'this step cannot be read', place: node.place },
    );
  }
  return { step, skip: isTrue(step.skipIf) };
}

async function resolveMap(node: MapNode, state: CaseState): Promise<MapNode> {
  const entries: MapEntry[] = [];
  for (const entry of node.entries) {
    const key = await resolveKey(entry, state);
    const isLater = key === 'expect' || (!Object.hasOwn(STEP_KEYS, key) && VERBS[key]?.rawArgs === true);
    entries.push({ ...entry, key, value: isLater ? entry.value : await resolveNow(entry.value, state) });
  }
  return { ...node, entries };
}

/** `fault.${{ matrix.fault }}` */
async function resolveKey(entry: MapEntry, state: CaseState): Promise<string> {
  if (!entry.key.includes('${{')) return entry.key;
  const empty: SourceNode = { type: 'text', text: '', quoted: false, place: entry.keyPlace };
  const alone = await resolveNow({ type: 'map', entries: [{ ...entry, value: empty }], place: entry.keyPlace }, state);
  return alone.type === 'map' ? alone.entries[0]!.key : entry.key;
}

function isTrue(node: SourceNode | undefined): boolean {
  if (node === undefined) return false;
  const value: Value = node.type === 'text' ? node.text : node.type === 'value' ? node.value : undefined;
  return value === true || value === 'true';
}
