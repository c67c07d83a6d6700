import test from 'ava';
import { wantsColor } from '../terminal/wants-color.ts';
import { paint } from './paint.ts';

test('colour by terminal and environment', t => {
  t.true(wantsColor({}, true));
  t.false(wantsColor({}, false));
  t.false(wantsColor({ NO_COLOR: '1' }, true));
  t.true(wantsColor({ NO_COLOR: '' }, true));
  t.false(wantsColor({ TERM: 'dumb' }, true));
  t.true(wantsColor({ FORCE_COLOR: '1' }, false));
  t.false(wantsColor({ FORCE_COLOR: '0' }, true));
  t.false(wantsColor({ FORCE_COLOR: '1', NO_COLOR: '1' }, true));
});

test('painted only when asked', t => {
  t.is(paint('red', 'x', false), 'x');
  t.is(paint('red', 'x', true), '\u001b[31mx\u001b[39m');
});
