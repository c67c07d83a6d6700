import type { StepResult } from '../../results/index.ts';
import { paint, type ReportDisplay } from './display.ts';
import { formatDuration } from './durations.ts';
import { cutTo, wrapTo } from './layout.ts';
import { verdictMark } from './verdicts.ts';

/** A step that ended, its note, and the steps inside it. */
export function stepLines(step: StepResult, display: ReportDisplay, indent = 4): string[] {
  const columns = Math.min(display.columns ?? 120, 160);
  const blanks = ' '.repeat(indent);
  const why = step.reason === undefined ? '' : `: ${step.reason}`;
  const name = `${step.phase === 'steps' ? `${step.number} ` : `${step.phase} `}${step.text}${why}`;
  const time = formatDuration(step.endMs - step.startMs);
  const text = cutTo(display.visible(name), columns - indent - time.length - 4, display);
  const head = `${blanks}${verdictMark(step.verdict, display)} ${text}  ${paint('dim', time, display)}`;
  const note =
    step.note === undefined
      ? []
      : wrapTo(display.visible(step.note), Math.min(columns, 100) - indent - 2, display).map(line =>
          paint('dim', `${blanks}  ${line}`, display),
        );
  return [head, ...note, ...step.children.flatMap(child => stepLines(child, display, indent + 2))];
}
