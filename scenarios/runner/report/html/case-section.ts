import type { AttemptResult, CaseResult, ExpectationResult, Problem, StepResult } from '../../results/index.ts';
import { codeFrame, type SourceLines } from '../../source/code-frame.ts';
import { formatPlace } from '../../source/source-node.ts';
import { plainDisplay } from '../text/display.ts';
import { formatDuration } from '../text/durations.ts';
import { nextCommands, stepByNumber, stepName, WITNESSES } from '../text/failure-text.ts';
import { alignFlow, divergenceText, observedText } from '../text/flow-columns.ts';
import { html, Markup } from './escape.ts';
import { renderLadder } from './ladder.ts';

export interface CaseContext {
  readonly runId: string;
  readonly hasManyCases: boolean;
  readonly linesOf: SourceLines;
  /** A path as the page must link to it. */
  readonly linkTo: (path: string) => string;
}

/** One case of the page: closed when it passed, with everything that is known of it inside. */
export function caseSection(result: CaseResult, index: number, context: CaseContext): Markup {
  const { id, title, verdict, tags, notes, reason, matrix, durationMs, place, attempts } = result;
  const isGood = verdict === 'passed' || verdict === 'skipped';
  const search = [id, title, ...tags, place.file, reason ?? ''].join(' ').toLowerCase();
  return html`<article class="case ${verdict}" id="case-${index}" data-verdict="${verdict}" data-tags="${tags.join(' ')}" data-text="${search}">
<details${openIf(!isGood)}>
<summary><span class="badge ${verdict}">${verdict}</span><span class="name"><code>${id}</code> <span class="title">${title}</span></span><span class="time">${verdict === 'skipped' ? '' : formatDuration(durationMs)}</span></summary>
<div class="body">
<p class="meta"><a href="#case-${index}" aria-label="Link to this case">#</a> ${formatPlace(place)}${tags.map(tag => html` <span class="tag">${tag}</span>`)}${Object.entries(matrix ?? {}).map(([key, value]) => html` <span class="tag">${key} = ${value}</span>`)}</p>
${notes !== undefined && html`<p class="teach">${notes}</p>`}
${verdict === 'skipped' && html`<p>Skipped: ${reason ?? 'no reason given'}</p>`}
${attempts.map(attempt => attemptSection(result, attempt, context))}
</div>
</details>
</article>
`;
}

function attemptSection(result: CaseResult, attempt: AttemptResult, context: CaseContext): Markup {
  const ladder = renderLadder(attempt);
  const heading = result.attempts.length > 1 && html`<h3>Attempt ${attempt.attempt}: ${attempt.verdict}</h3>`;
  return html`<section class="attempt">${heading}
${attempt.problems.map((problem, i) => problemSection(result, attempt, problem, context, i === 0))}
${attempt.steps.length > 0 && html`<h4>Steps</h4><ol class="steps">${attempt.steps.map(step => stepItem(step))}</ol>`}
${ladder !== undefined && html`<details class="signalling"${openIf(attempt.problems.length > 0)}><summary>Signalling</summary>${ladder}</details>`}
${attempt.artefacts.length > 0 && html`<p class="files">Files: ${attempt.artefacts.map(({ name, path }, i) => html`${i > 0 && ', '}<a href="${context.linkTo(path)}">${name}</a>`)}</p>`}
</section>
`;
}

function problemSection(
  result: CaseResult,
  attempt: AttemptResult,
  problem: Problem,
  context: CaseContext,
  isFirst: boolean,
): Markup {
  const step = problem.step === undefined ? undefined : stepByNumber(attempt.steps, problem.step);
  const flow = problem.expectation?.flow;
  const label = flow === undefined ? undefined : divergenceText(flow);
  const place = problem.place ?? step?.place ?? result.place;
  const frame = codeFrame({ place, ...(label === undefined ? {} : { label }) }, context.linesOf, plainDisplay(120));
  const commands = isFirst ? nextCommands(attempt, context.runId, context.hasManyCases ? result.id : undefined) : [];
  const next = [
    ...(problem.hint === undefined ? [] : [html`${problem.hint}`]),
    ...commands.map(command => html`<code>${command}</code>`),
  ];
  return html`<section class="problem ${problem.verdict}">
<h4>${problem.verdict}${step !== undefined && html` in ${stepName(step)}`}: ${problem.message}</h4>
<pre class="frame">${frame.join('\n')}</pre>
${flow !== undefined && flowTable(problem.expectation!)}
${problem.why !== undefined && problem.why.length > 0 && html`<p class="why"><b>Why</b> ${problem.why.join(' ')}</p>`}
${next.length > 0 && html`<p class="next"><b>Next</b> ${next.map((each, i) => html`${i > 0 && ' · '}${each}`)}</p>`}
</section>
`;
}

/** Expected beside observed, the first divergence marked. */
function flowTable({ flow }: ExpectationResult): Markup {
  const rows = alignFlow(flow!).map(({ expected, observed, diverges, notReached, further }) => {
    const left =
      expected !== undefined
        ? html`<td class="${expected.state}">${expected.state === 'met' ? '✓' : '✗'} ${expected.text}</td>`
        : html`<td class="quiet">${notReached !== undefined && `… ${notReached} further expectation${notReached === 1 ? '' : 's'} not reached`}</td>`;
    const right =
      observed !== undefined
        ? html`<td class="ms">${Math.round(observed.atMs)}</td><td>${observedText(observed)}${observed.summary !== undefined && html` <small>${observed.summary}</small>`}${diverges === true && html` <mark>first divergence</mark>`}</td>`
        : html`<td></td><td class="quiet">${further !== undefined ? `… ${further} further messages` : expected?.state === 'missing' && 'nothing more came'}</td>`;
    return html`<tr class="${diverges === true ? 'diverges' : ''}">${left}${right}</tr>`;
  });
  return html`<div class="scroll"><table class="flow"><thead><tr><th scope="col">expected</th><th scope="col">+ms</th><th scope="col">observed</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function stepItem(step: StepResult): Markup {
  const { verdict, text, number, phase, note, reason, outcome, expectations, children } = step;
  const label = phase === 'steps' ? number : phase;
  // how it ended stands beside its name
  const shown = expectations.filter(({ ok, subject }) => !(ok && subject === 'outcome'));
  return html`<li class="step ${verdict}"><p><span class="mark" aria-hidden="true">${MARKS[verdict]}</span><span class="sr">${verdict}: </span><span class="number">${label}</span> <b>${text}</b> <span class="time">${formatDuration(step.endMs - step.startMs)}</span>${outcome !== undefined && html` <span class="outcome">${outcome.type}${outcome.detail !== undefined && `: ${outcome.detail}`}</span>`}${reason !== undefined && html` <span class="outcome">${reason}</span>`}</p>
${note !== undefined && html`<p class="teach">${note}</p>`}
${shown.length > 0 && html`<div class="scroll"><table class="checks"><thead class="sr"><tr><th scope="col">verdict</th><th scope="col">what</th><th scope="col">expected</th><th scope="col">seen</th><th scope="col">witness</th></tr></thead><tbody>${shown.map(checkRow)}</tbody></table></div>`}
${children.length > 0 && html`<ol class="steps">${children.map(stepItem)}</ol>`}
</li>`;
}

const MARKS = { passed: '✓', failed: '✗', skipped: '–', inconclusive: '!', error: '!', flaky: '!' } as const;

function checkRow({ ok, subject, expected, actual, witness, soft }: ExpectationResult): Markup {
  return html`<tr class="${ok ? 'ok' : 'bad'}"><td>${ok ? '✓' : '✗'}</td><td><code>${subject}</code>${soft === true && ' (soft)'}</td><td>${expected}</td><td>${actual}</td><td class="quiet">${WITNESSES[witness]}</td></tr>`;
}

/** The attribute that opens a `details`. */
function openIf(isOpen: boolean): Markup | false {
  return isOpen && new Markup(' open');
}
