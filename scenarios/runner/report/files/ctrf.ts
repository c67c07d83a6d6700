import { createHash } from 'node:crypto';
import type { CaseResult, RunResult } from '../../results/index.ts';
import { type FailureContext, renderFailure } from '../text/failure-text.ts';
import { describeCore } from '../text/summary-text.ts';

type CtrfStatus = 'passed' | 'failed' | 'skipped' | 'pending' | 'other';

/**
 * The run in the Common Test Report Format (https://ctrf.io), version 0.0.0 of its specification. Inconclusive cases and errors of the lab
 * count as failed there, with their own word in `rawStatus`: a dashboard must not show them green.
 */
export function renderCtrf(run: RunResult, context: FailureContext): string {
  const start = Date.parse(run.startedAt);
  const tests = run.cases.map(each => testOf(each, run, context));
  const count = (status: CtrfStatus) => tests.filter(test => test.status === status).length;
  const report = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    reportId: uuidOf(run.id, run.startedAt),
    timestamp: run.startedAt,
    generatedBy: 'mvnolab',
    results: {
      tool: { name: 'mvnolab', version: run.version },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        pending: count('pending'),
        skipped: count('skipped'),
        other: count('other'),
        flaky: tests.filter(test => test.flaky).length,
        start,
        stop: start + Math.round(run.durationMs),
        duration: Math.round(run.durationMs),
      },
      tests,
      environment: {
        appName: describeCore(run.core),
        ...(run.core.version === undefined ? {} : { appVersion: run.core.version }),
        extra: { run: run.id, seed: run.seed, workers: run.workers, exitCode: run.exitCode },
      },
    },
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function testOf(result: CaseResult, run: RunResult, context: FailureContext) {
  const { id, title, tags, place, verdict, durationMs, attempts } = result;
  const last = attempts.at(-1);
  const trace = last === undefined ? '' : renderFailure(result, last, context);
  const message = result.reason ?? last?.problems[0]?.message;
  return {
    id: uuidOf('case', id),
    name: id,
    status: statusOf(verdict),
    duration: Math.round(durationMs),
    suite: [place.file],
    ...(message === undefined ? {} : { message }),
    ...(trace === '' ? {} : { trace }),
    line: place.line,
    rawStatus: verdict,
    tags: [...tags],
    type: 'integration',
    filePath: place.file,
    retries: Math.max(0, attempts.length - 1),
    flaky: verdict === 'flaky',
    ...(attempts.length > 1 ? { retryAttempts: attempts.map(attempt => retryOf(attempt, result, context)) } : {}),
    steps: (last?.steps ?? []).map(step => ({
      name: `${step.phase === 'steps' ? step.number : step.phase} ${step.text}`,
      status: statusOf(step.verdict),
    })),
    attachments: attempts.flatMap(({ artefacts }) =>
      artefacts.map(({ name, path }) => ({ name, contentType: contentTypeOf(name), path })),
    ),
    ...(result.matrix === undefined ? {} : { parameters: result.matrix }),
    extra: { title, core: describeCore(run.core), ...result.properties },
  };
}

function retryOf(attempt: CaseResult['attempts'][number], result: CaseResult, context: FailureContext) {
  const trace = renderFailure(result, attempt, context);
  const message = attempt.problems[0]?.message;
  return {
    attempt: attempt.attempt,
    status: statusOf(attempt.verdict),
    duration: Math.round(attempt.durationMs),
    ...(message === undefined ? {} : { message }),
    ...(trace === '' ? {} : { trace }),
  };
}

function statusOf(verdict: CaseResult['verdict']): CtrfStatus {
  if (verdict === 'passed' || verdict === 'flaky') return 'passed';
  return verdict === 'skipped' ? 'skipped' : 'failed';
}

function contentTypeOf(name: string): string {
  if (name.endsWith('.ndjson')) return 'application/x-ndjson';
  return name.endsWith('.pcapng') ? 'application/vnd.tcpdump.pcap' : 'application/octet-stream';
}

/** A UUID that the same names always give (the layout of RFC 9562 version 8). */
function uuidOf(...names: string[]): string {
  const hex = createHash('sha256').update(names.join('\u0000')).digest('hex');
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
