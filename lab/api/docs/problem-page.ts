import type { ProblemKind } from '../problem-codes.ts';
import { escapeHtml } from './html.ts';

/** What a problem's `type` leads to. */
export function problemPage(code: string, { status, title, hint }: ProblemKind): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(code)}</title><link rel="stylesheet" href="/docs/docs.css"></head>
<body><header><h1>${escapeHtml(code)}</h1></header><main><p><b class="status">${status}</b> ${escapeHtml(title)}.</p>
${hint === undefined ? '' : `<p>${escapeHtml(hint)}.</p>`}
<p><a href="/docs">All operations</a></p></main></body></html>
`;
}
