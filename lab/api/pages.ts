import { docsPage } from './docs/docs-page.ts';
import { DOCS_SCRIPT } from './docs/docs-script.ts';
import { DOCS_STYLE } from './docs/docs-style.ts';
import { problemPage } from './docs/problem-page.ts';
import { openApiDocument } from './open-api.ts';
import type { Operation } from './operation.ts';
import { Problem } from './problem.ts';
import { problemKind } from './problem-codes.ts';

/** What the API serves beside its operations; open to everybody, because it tells nothing of the cards. */
export interface StaticPage {
  readonly path: string;
  render(
    operations: readonly Operation[],
    params: Readonly<Record<string, string>>,
  ): { readonly body: string; readonly type: string; readonly headers?: Readonly<Record<string, string>> };
}

const HTML = 'text/html; charset=utf-8';
/** The page needs nothing from elsewhere, and may load nothing from there. */
const CSP = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

export const PAGES: readonly StaticPage[] = [
  {
    path: '/openapi.json',
    render: operations => ({
      body: JSON.stringify(openApiDocument(operations), undefined, 2),
      type: 'application/json',
    }),
  },
  { path: '/docs', render: operations => ({ body: docsPage(operations), type: HTML, headers: CSP }) },
  { path: '/docs/docs.js', render: () => ({ body: DOCS_SCRIPT, type: 'text/javascript; charset=utf-8' }) },
  { path: '/docs/docs.css', render: () => ({ body: DOCS_STYLE, type: 'text/css; charset=utf-8' }) },
  {
    path: '/problems/:code',
    render(_, { code = '' }) {
      const kind = problemKind(code);
      if (kind === undefined) throw new Problem('path-unknown', 'the API has no problem of this code');
      return { body: problemPage(code, kind), type: HTML, headers: CSP };
    },
  },
];
