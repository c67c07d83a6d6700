import type { CaseResult, RunResult } from '../../results/index.ts';
import { type FailureContext, renderFailure } from '../text/failure-text.ts';
import { describeCore } from '../text/summary-text.ts';
import { countVerdicts } from '../text/verdicts.ts';
import { xmlElement, xmlText } from './xml.ts';

/**
 * The run as JUnit XML, as Jenkins, GitLab and others read it: a suite for each scenario file, a case for each case. Inconclusive cases and
 * errors of the lab are `error`, unmet expectations `failure`; what a case says of itself are properties.
 */
export function renderJunit(run: RunResult, context: FailureContext): string {
  const files = [...new Set(run.cases.map(({ place }) => place.file))];
  const suites = files.map(file => suiteOf(file, run, context));
  const counts = countsOf(run.cases);
  const root = xmlElement(
    'testsuites',
    { name: 'mvnolab', ...counts, time: seconds(run.durationMs), timestamp: run.startedAt },
    suites,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function suiteOf(file: string, run: RunResult, context: FailureContext): string {
  const cases = run.cases.filter(({ place }) => place.file === file);
  const properties = propertiesOf({ core: describeCore(run.core), seed: run.seed, run: run.id, mvnolab: run.version });
  const time = cases.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return xmlElement(
    'testsuite',
    { name: file, ...countsOf(cases), time: seconds(time), timestamp: run.startedAt, file },
    [properties, ...cases.map(each => caseElement(each, context))],
  );
}

function countsOf(cases: readonly CaseResult[]): Record<'tests' | 'failures' | 'errors' | 'skipped', number> {
  const { failed, inconclusive, error, skipped } = countVerdicts(cases);
  return { tests: cases.length, failures: failed, errors: inconclusive + error, skipped };
}

function caseElement(result: CaseResult, context: FailureContext): string {
  const { id, title, place, durationMs } = result;
  const children = [propertiesOf(caseProperties(result)), ...endOf(result, context), ...attachments(result)];
  return xmlElement(
    'testcase',
    {
      name: `${id}: ${title}`,
      classname: classOf(place.file),
      time: seconds(durationMs),
      file: place.file,
      line: place.line,
    },
    children,
  );
}

function caseProperties(result: CaseResult): Record<string, string> {
  const attempts = result.attempts.length;
  return {
    id: result.id,
    verdict: result.verdict,
    ...(result.tags.length === 0 ? {} : { tags: result.tags.join(', ') }),
    ...Object.fromEntries(Object.entries(result.matrix ?? {}).map(([key, value]) => [`matrix.${key}`, value])),
    ...(attempts > 1 ? { attempts: String(attempts) } : {}),
    ...result.properties,
  };
}

function propertiesOf(properties: Readonly<Record<string, string>>): string {
  return xmlElement(
    'properties',
    {},
    Object.entries(properties).map(([name, value]) => xmlElement('property', { name, value })),
  );
}

/** The element that says how a case ended; none for one that passed. A flaky one keeps its failures as output. */
function endOf(result: CaseResult, context: FailureContext): string[] {
  const texts = result.attempts.map(attempt => renderFailure(result, attempt, context)).filter(text => text !== '');
  const message = result.reason ?? result.attempts.at(-1)?.problems[0]?.message ?? result.verdict;
  const type = result.attempts.at(-1)?.problems[0]?.code ?? result.verdict;
  switch (result.verdict) {
    case 'passed':
      return [];
    case 'skipped':
      return [xmlElement('skipped', { message })];
    case 'flaky':
      return [xmlElement('system-out', {}, [xmlText(texts.join('\n'))])];
    case 'failed':
      return [xmlElement('failure', { message, type }, [xmlText(texts.join('\n'))])];
    default:
      return [xmlElement('error', { message, type: `${result.verdict}: ${type}` }, [xmlText(texts.join('\n'))])];
  }
}

/** As the Jenkins plug-in for attachments and GitLab read them. */
function attachments(result: CaseResult): string[] {
  const paths = result.attempts.flatMap(({ artefacts }) => artefacts.map(({ path }) => `[[ATTACHMENT|${path}]]`));
  return paths.length === 0 || result.verdict === 'flaky'
    ? []
    : [xmlElement('system-out', {}, [xmlText(paths.join('\n'))])];
}

/** `scenarios.auth.wrong-ki` of `scenarios/auth/wrong-ki.yaml` */
function classOf(file: string): string {
  return file
    .replace(/\.ya?ml$/, '')
    .replaceAll(/[\\/]+/g, '.')
    .replace(/^\.+/, '');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
