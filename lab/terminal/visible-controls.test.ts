import test from 'ava';
import { visibleControls } from './visible-controls.ts';

test('what controls a terminal is shown, everything else stays', t => {
  t.is(visibleControls('a\u001b[31mred\r\nb\u0000\u009b'), 'a\\u001b[31mred\\u000d\\u000ab\\u0000\\u009b');
  t.is(visibleControls('turned \u202e round\u2028'), 'turned \\u202e round\\u2028');
  const fine = 'Käthe 漢字 😀 …';
  t.is(visibleControls(fine), fine);
});
