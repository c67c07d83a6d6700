import test from 'ava';
import { detectTerminal } from './index.ts';
import { abbreviate, cut, shortenName, wrap } from './shorten.ts';

const TTY = { isTTY: true, columns: 120 };

test('colours: on a terminal, unless the user or the terminal says no', t => {
  const colour = (stream: object, env: Record<string, string>) => detectTerminal(stream, env, 'linux').colour;
  t.true(colour(TTY, {}));
  t.false(colour({}, {}));
  t.false(colour(TTY, { NO_COLOR: '1' }));
  t.true(colour(TTY, { NO_COLOR: '' }), 'empty means not set');
  t.false(colour(TTY, { TERM: 'dumb' }));
  t.true(colour({}, { FORCE_COLOR: '1' }));
  t.false(colour(TTY, { FORCE_COLOR: '1', NO_COLOR: '1' }));
  t.false(colour({}, { FORCE_COLOR: '0' }));
});

test('width: the terminal, COLUMNS, 100; 80 at least', t => {
  const width = (stream: object, env: Record<string, string>) => detectTerminal(stream, env, 'linux').width;
  t.is(width(TTY, {}), 120);
  t.is(width({}, { COLUMNS: '132' }), 132);
  t.is(width({}, {}), 100);
  t.is(width({}, { COLUMNS: 'wide' }), 100);
  t.is(width({ isTTY: true, columns: 40 }, {}), 80);
  t.is(width({ isTTY: true, columns: 0 }, {}), 100);
});

test('box drawing: where the locale is UTF-8 or unknown, and on consoles that can', t => {
  const unicode = (env: Record<string, string>, platform = 'linux') => detectTerminal(TTY, env, platform).unicode;
  t.true(unicode({}));
  t.true(unicode({ LANG: 'de_DE.UTF-8' }));
  t.true(unicode({ LC_ALL: 'C.utf8', LANG: 'C' }));
  t.false(unicode({ LANG: 'C' }));
  t.false(unicode({ LC_ALL: 'POSIX', LANG: 'de_DE.UTF-8' }));
  t.false(unicode({ TERM: 'dumb' }));
  t.false(unicode({}, 'win32'));
  t.true(unicode({ WT_SESSION: 'x' }, 'win32'));
});

test('names are abbreviated word by word, then cut', t => {
  t.is(shortenName('AuthenticationInformationRequest', 40, '…'), 'AuthenticationInformationRequest');
  t.is(shortenName('AuthenticationInformationRequest', 26, '…'), 'AuthenticationInfoRequest');
  t.is(shortenName('AuthenticationInformationRequest', 15, '…'), 'AuthInfoRequest');
  t.is(shortenName('AuthenticationInformationRequest', 11, '…'), 'AuthInfoReq');
  t.is(shortenName('AuthenticationInformationRequest', 6, '…'), 'AuthI…');
  t.is(shortenName('AuthenticationInformationRequest', 6, '...'), 'Aut...');
  t.is(shortenName('AuthenticationInformationRequest', 0, '…'), '');
  t.is(abbreviate('UECapabilityInfoIndication'), 'UECapInfoInd');
});

test('texts are cut by the columns that they take', t => {
  t.is(cut('😀😀😀', 6, '…'), '😀😀😀');
  t.is(cut('😀😀😀', 5, '…'), '😀😀…');
  t.is(cut('漢字漢字', 7, '...'), '漢字...');
  t.is(cut('abcdef', 2, '...'), '..');
  t.is(cut('a\nb', 10, '…'), 'a\\u000ab', 'a control character is shown, not obeyed');
});

test('texts are wrapped at blanks; the last line is cut', t => {
  t.deepEqual(wrap('one two three four', 9, 3, '…'), ['one two', 'three', 'four']);
  t.deepEqual(wrap('one two three four', 9, 2, '…'), ['one two', 'three fo…']);
  t.deepEqual(wrap('abcdefghijkl', 5, 4, '…'), ['abcde', 'fghij', 'kl']);
  t.deepEqual(wrap('   ', 5, 4, '…'), []);
  t.deepEqual(wrap('漢字漢字', 5, 4, '…'), ['漢字', '漢字']);
});
