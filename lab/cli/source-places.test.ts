import test from 'ava';
import { withSourcePlaces } from './source-places.ts';

test('a frame of a compiled file names its source, line and column', t => {
  const stack = withSourcePlaces(new Error('here').stack ?? '');
  t.regex(stack, /source-places\.test\.ts:5:\d+/);
  t.false(/source-places\.test\.js/.test(stack), stack);
});

test('what has no source map stays as it is', t => {
  const stack = 'Error: x\n    at f (file:///nowhere/at-all.js:1:2)\n    at node:internal/main:3:4';
  t.is(withSourcePlaces(stack), stack);
});
