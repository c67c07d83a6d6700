import { VERSION } from '../../version.ts';
import { openApiDocument, problemsByStatus } from '../open-api.ts';
import type { Operation } from '../operation.ts';
import { PROBLEM_KINDS } from '../problem-codes.ts';
import { escapeHtml, withCode } from './html.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: {
    readonly examples?: readonly unknown[];
    readonly enum?: readonly string[];
    readonly default?: unknown;
  };
}

/** Headers that a person at the page has no use for. */
const LEFT_OUT = ['traceparent', 'If-None-Match'];

/** The page to try the API. It needs no network: one document, one script, one style, all from here. */
export function docsPage(operations: readonly Operation[]): string {
  const { paths } = openApiDocument(operations) as {
    paths: Record<string, Record<string, { parameters: Parameter[] }>>;
  };
  const groups = [...new Set(operations.map(({ group }) => group))];
  const sections = groups.map(group => {
    const own = operations.filter(operation => operation.group === group);
    const blocks = own.map(operation => block(operation, paths[operation.path]![operation.method]!.parameters));
    return `<section><h2 id="${slug(group)}">${escapeHtml(group)}</h2>\n${blocks.join('\n')}\n</section>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>mvnolab API</title>
<link rel="stylesheet" href="/docs/docs.css">
<script src="/docs/docs.js" defer></script>
</head>
<body>
<header>
<h1>mvnolab API <small>${escapeHtml(VERSION)}</small></h1>
<nav>${groups.map(group => `<a href="#${slug(group)}">${escapeHtml(group)}</a>`).join(' ')} <a href="/openapi.json">openapi.json</a></nav>
<label class="token">Token <input id="token" type="password" autocomplete="off" placeholder="none needed on loopback, unless the API was started with one"></label>
</header>
<main>
<p class="lead">SIM cards of an MVNO, their life, and every change of it in the network. Requests made here are real. Secrets are write-only: a key that is sent
is sealed, and never in an answer.</p>
${sections.join('\n')}
</main>
</body>
</html>
`;
}

function block(operation: Operation, parameters: readonly Parameter[]): string {
  const { id, method, path, summary, description, scope, answers, example, uploads } = operation;
  const fields = parameters.filter(({ name }) => !LEFT_OUT.includes(name)).map(input);
  const body =
    uploads !== undefined
      ? '<label class="wide">Batch file <input type="file" name="body:file"></label>'
      : operation.body === undefined
        ? ''
        : `<label class="wide">Body <textarea name="body:json" rows="${lines(example) + 1}" spellcheck="false">${escapeHtml(JSON.stringify(example ?? {}, undefined, 2))}</textarea></label>`;
  const good = Object.entries(answers).map(
    ([status, kind]) => `<li><b class="status">${status}</b> ${withCode(kind.description)}</li>`,
  );
  const bad = [...problemsByStatus(operation)]
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(
      ([status, codes]) =>
        `<li><b class="status bad">${status}</b> ${codes.map(code => `<a href="/problems/${code}" title="${escapeHtml(PROBLEM_KINDS[code].title)}"><code>${code}</code></a>`).join(' ')}</li>`,
    );
  return `<details id="${id}" class="${method}">
<summary><span class="method">${method.toUpperCase()}</span> <code>${escapeHtml(path)}</code> <span class="summary">${escapeHtml(summary)}</span>${scope === undefined ? '' : ` <span class="scope">${scope}</span>`}</summary>
${description === undefined ? '' : `<p>${withCode(description)}</p>`}
<form data-method="${method.toUpperCase()}" data-path="${escapeHtml(path)}"${uploads === undefined ? '' : ` data-type="${escapeHtml(uploads[0]!)}"`}>
${fields.join('\n')}
${body}
<div class="wide"><button type="submit">Send</button> <code class="asked"></code></div>
</form>
<div class="answer" hidden><p><b class="status"></b> <span class="took"></span></p><pre class="headers"></pre><pre class="body"></pre></div>
<details class="codes"><summary>Answers</summary><ul>${good.join('')}${bad.join('')}</ul></details>
</details>`;
}

function input({ name, in: place, required, description, schema }: Parameter): string {
  const label = `${escapeHtml(name)}${required ? ' <b title="needed">*</b>' : ''}`;
  const note = description === undefined ? '' : `<small>${withCode(description)}</small>`;
  const field = `name="${place}:${escapeHtml(name)}"${required ? ' required' : ''}`;
  if (schema.enum !== undefined)
    return `<label>${label} <select ${field}>${['', ...schema.enum].map(value => `<option>${escapeHtml(value)}</option>`).join('')}</select>${note}</label>`;
  const hint = schema.examples?.[0] ?? schema.default ?? '';
  return `<label>${label} <input ${field} autocomplete="off" placeholder="${escapeHtml(String(hint))}">${note}</label>`;
}

function lines(example: object | undefined): number {
  return JSON.stringify(example ?? {}, undefined, 2).split('\n').length;
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
