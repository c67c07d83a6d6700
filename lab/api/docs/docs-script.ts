/** What the page to try the API runs: a form becomes a request, the answer is shown. Plain JavaScript of a browser. */
export const DOCS_SCRIPT = `'use strict';
const token = document.getElementById('token');

function urlOf(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams();
  for (const field of form.elements) {
    const [place, name] = (field.name || '').split(':');
    if (place === 'path') path = path.replace('{' + name + '}', encodeURIComponent(field.value.trim()).replace(/%2B/g, '+'));
    if (place === 'query' && field.value.trim() !== '') query.set(name, field.value.trim());
  }
  const text = query.toString();
  return text === '' ? path : path + '?' + text;
}

function requestOf(form) {
  const headers = { Accept: 'application/json' };
  if (token.value.trim() !== '') headers.Authorization = 'Bearer ' + token.value.trim();
  let body;
  for (const field of form.elements) {
    const [place, name] = (field.name || '').split(':');
    if (place === 'header' && field.value.trim() !== '') headers[name] = field.value.trim();
    if (place !== 'body') continue;
    if (name === 'file') {
      body = field.files[0];
      headers['Content-Type'] = form.dataset.type;
    } else if (field.value.trim() !== '') {
      body = field.value;
      headers['Content-Type'] = 'application/json';
    }
  }
  return { method: form.dataset.method, headers, ...(body !== undefined && { body }), cache: 'no-store' };
}

const SHOWN = ['content-type', 'etag', 'location', 'link', 'retry-after', 'idempotency-replayed', 'x-request-id', 'traceparent'];

async function send(form) {
  const answer = form.nextElementSibling;
  const [status, took] = [answer.querySelector('.status'), answer.querySelector('.took')];
  const [headers, body] = [answer.querySelector('.headers'), answer.querySelector('.body')];
  const url = urlOf(form);
  form.querySelector('.asked').textContent = form.dataset.method + ' ' + url;
  answer.hidden = false;
  const startedAt = performance.now();
  try {
    const response = await fetch(url, requestOf(form));
    const text = await response.text();
    status.textContent = response.status;
    status.className = response.ok ? 'status' : 'status bad';
    took.textContent = response.statusText + ', ' + Math.round(performance.now() - startedAt) + ' ms';
    headers.textContent = SHOWN.filter(name => response.headers.has(name)).map(name => name + ': ' + response.headers.get(name)).join('\\n');
    body.textContent = pretty(text);
  } catch (error) {
    status.textContent = 'no answer';
    status.className = 'status bad';
    took.textContent = String(error);
    headers.textContent = body.textContent = '';
  }
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

for (const form of document.forms) form.addEventListener('submit', event => {
  event.preventDefault();
  void send(form);
});

function openNamed() {
  const named = location.hash === '' ? null : document.getElementById(location.hash.slice(1));
  if (named !== null && named.tagName === 'DETAILS') named.open = true;
}
addEventListener('hashchange', openNamed);
openNamed();
`;
