import type { Reporter } from '../results/index.ts';
import type { SourceLines } from '../source/code-frame.ts';
import type { Redaction } from './report-output.ts';

/** The reporter with every secret removed from whatever it is told, before it cuts, wraps or escapes it. */
export function redacting(reporter: Reporter, redaction: Redaction): Reporter {
  const clean = <Value>(value: Value): Value => redaction.redactValue(value);
  return {
    begin: run => reporter.begin?.(clean(run)),
    caseBegins: announced => reporter.caseBegins?.(clean(announced)),
    stepBegins: (caseId, step) => reporter.stepBegins?.(clean(caseId), clean(step)),
    waiting: waiting => reporter.waiting?.(clean(waiting)),
    stepEnds: (caseId, step) => reporter.stepEnds?.(clean(caseId), clean(step)),
    attemptEnds: (caseId, attempt) => reporter.attemptEnds?.(clean(caseId), clean(attempt)),
    caseEnds: result => reporter.caseEnds?.(clean(result)),
    end: result => reporter.end?.(clean(result)),
  };
}

/** Lines of scenario files without secrets: a scenario may hold a Ki that a frame would show. */
export function redactingLines(linesOf: SourceLines, redaction: Redaction): SourceLines {
  const known = new Map<string, readonly string[] | undefined>();
  return file => {
    if (!known.has(file))
      known.set(
        file,
        linesOf(file)?.map(line => redaction.redact(line)),
      );
    return known.get(file);
  };
}
