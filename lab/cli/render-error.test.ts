import test from 'ava';
import { LabError, UserError } from '../../emulator/vocabulary/index.ts';
import { hidePasswords, renderError } from './render-error.ts';

const PLAIN = { color: false, debug: false, version: 'mvnolab 0.0.0, node v0, any' };

test('a mistake of the user: what, expected, place, fix; exit 2; no stack', t => {
  const error = new UserError('x-invalid', 'this is wrong', { expected: 'that', place: '--x', hint: 'write that' });
  t.deepEqual(renderError(error, PLAIN), {
    text: 'error: this is wrong\n  expected that\n  place    --x\n  fix      write that\n',
    exitCode: 2,
  });
});

test('a text of several lines is indented; what comes from outside cannot colour or move the cursor', t => {
  const error = new UserError('x', 'bad key\n  3 | foo\n    | ^', { expected: 'a\nb', place: '\u001b[2Jx\u009b' });
  t.is(
    renderError(error, PLAIN).text,
    'error: bad key\n    3 | foo\n      | ^\n  expected a\n           b\n  place    \\u001b[2Jx\\u009b\n',
  );
});

test('lines without a text are left out', t => {
  t.is(renderError(new UserError('x', 'wrong'), PLAIN).text, 'error: wrong\n');
  t.is(renderError(new UserError('x', 'wrong', { place: '' }), PLAIN).text, 'error: wrong\n');
});

test('the lab does not work: exit 3', t => {
  t.is(renderError(new LabError('port-in-use', 'port 9899 is in use'), PLAIN).exitCode, 3);
});

test('--debug adds the code, the stack and the causes', t => {
  const cause = new Error('connect ECONNREFUSED');
  const { text } = renderError(new LabError('gone', 'it is gone', {}, { cause }), { ...PLAIN, debug: true });
  t.regex(text, /^error: it is gone\n {2}code {5}gone\n {2}LabError: it is gone\n {6}at /);
  t.regex(text, /caused by: Error: connect ECONNREFUSED\n {6}at /);
});

test('our own bug says so, with the stack and what to report; exit 3', t => {
  const { text, exitCode } = renderError(new TypeError('x is not a function'), PLAIN);
  t.is(exitCode, 3);
  t.regex(text, /^error: internal error: TypeError: x is not a function\n {2}this is a bug in mvnolab/);
  t.regex(text, /mvnolab 0\.0\.0, node v0, any/);
  t.regex(text, /\n {6}at /);
});

test('whatever is thrown is rendered', t => {
  for (const thrown of [undefined, null, 'text', 7, { a: 1 }])
    t.regex(renderError(thrown, PLAIN).text, /^error: internal error: /);
});

test('a chain of causes that goes round ends', t => {
  const error = new LabError('a', 'a');
  Object.defineProperty(error, 'cause', { value: error });
  t.true(renderError(error, { ...PLAIN, debug: true }).text.length < 20_000);
});

test('passwords in URIs are hidden, also in stacks', t => {
  const uri = 'mongodb://user:hunter2@db.example:27017/open5gs';
  t.is(hidePasswords(uri), 'mongodb://user:[redacted]@db.example:27017/open5gs');
  t.is(hidePasswords("'mongodb://u:p@s/s@h' is"), "'mongodb://u:[redacted]@h' is");
  t.is(hidePasswords('amqp://u:pw@h/x'), 'amqp://u:[redacted]@h/x');
  t.is(hidePasswords('http://10.0.0.1:80/a@b'), 'http://10.0.0.1:80/a@b');
  const { text } = renderError(new LabError('x', `cannot reach ${uri}`), { ...PLAIN, debug: true });
  t.false(text.includes('hunter2'));
});

test('colour when asked for', t => {
  t.true(renderError(new UserError('x', 'wrong'), { ...PLAIN, color: true }).text.startsWith('\u001b[31merror:'));
});
