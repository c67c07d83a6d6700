import { createHash } from 'node:crypto';
import type { RunResult } from '../../results/index.ts';
import { formatPlace } from '../../source/source-node.ts';
import { formatDuration } from '../text/durations.ts';
import { describeCore } from '../text/summary-text.ts';
import { countVerdicts, describeCounts, VERDICTS } from '../text/verdicts.ts';
import { type CaseContext, caseSection } from './case-section.ts';
import { html, Markup } from './escape.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

/** The run as one page that needs nothing else: its policy forbids it to load anything, and to run any script but its own. */
export function renderHtml(run: RunResult, context: Omit<CaseContext, 'runId' | 'hasManyCases'>): string {
  const counts = countVerdicts(run.cases);
  const tags = [...new Set(run.cases.flatMap(each => each.tags))].sort();
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${sha256(SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  const title = `mvnolab ${run.id}: ${describeCounts(counts)}`;
  const choices = VERDICTS.filter(verdict => counts[verdict] > 0).map(
    verdict =>
      html`<label class="choice ${verdict}"><input type="checkbox" value="${verdict}" checked>${counts[verdict]} ${verdict}</label>`,
  );
  const bar = VERDICTS.filter(verdict => counts[verdict] > 0).map(
    verdict => html`<i class="${verdict}" style="flex:${counts[verdict]}"></i>`,
  );
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<header>
<h1>${run.cases.length} ${run.cases.length === 1 ? 'case' : 'cases'}: ${describeCounts(counts)}</h1>
<p class="facts">${describeCore(run.core)} · ${formatDuration(run.durationMs)} · ${run.startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')} · seed <code>${run.seed}</code> · run <code>${run.id}</code> · mvnolab ${run.version}</p>
<div class="bar" aria-hidden="true">${bar}</div>
${run.endedEarly !== undefined && html`<p class="notice">The run ended early: ${run.endedEarly}</p>`}
${run.notRun.length > 0 && html`<p class="notice">${run.notRun.length} selected ${run.notRun.length === 1 ? 'case' : 'cases'} did not begin: ${run.notRun.join(', ')}</p>`}
${run.warnings.map(({ message, place, hint }) => html`<p class="notice">${formatPlace(place)}: ${message}${hint !== undefined && ` (${hint})`}</p>`)}
</header>
<main>
<form class="filters" role="search" aria-label="Filter the cases">
${choices}
<label><span class="sr">Tag</span><select id="tag"><option value="">every tag</option>${tags.map(tag => html`<option>${tag}</option>`)}</select></label>
<label class="sr" for="text">Text</label><input id="text" type="search" placeholder="Filter by name, title, file" autocomplete="off">
<button type="button" id="toggle">open / close</button>
<span class="count" id="count" role="status" aria-live="polite">${run.cases.length} ${run.cases.length === 1 ? 'case' : 'cases'}</span>
</form>
<p id="none" hidden>No case fits.</p>
${run.cases.map((each, i) => caseSection(each, i + 1, { ...context, runId: run.id, hasManyCases: run.cases.length > 1 }))}
</main>
<footer>Double lines are ciphered messages, broken ones did not arrive. Keys are never shown. Written by mvnolab ${run.version}.</footer>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`;
  return page.text;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
