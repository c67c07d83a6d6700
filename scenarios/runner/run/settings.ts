import { LAB, type ScenarioCase } from '../cases/index.ts';
import { resolve } from '../expression/index.ts';
import type { LabSettings } from '../port/index.ts';
import { Findings } from '../source/finding.ts';
import { ScenarioError } from '../source/scenario-error.ts';
import { fixedScope, type ScopeSources } from './case-scope.ts';

/** What a case wishes of its core. @throws ScenarioError when it is wrong once its expressions have values */
export async function settingsOf(test: ScenarioCase, sources: ScopeSources): Promise<LabSettings> {
  if (test.lab === undefined) return {};
  const findings = new Findings();
  const node = resolve(test.lab, fixedScope(test, sources));
  const settings = LAB.read(node, { findings, names: () => undefined, isDeferred: () => false });
  const mistake = findings.all.find(finding => finding.severity === 'error');
  if (settings !== undefined && mistake === undefined) return settings;
  throw new ScenarioError(
    mistake ?? { severity: 'error', code: 'value-invalid', message: 'lab cannot be read', place: test.lab.place },
  );
}
