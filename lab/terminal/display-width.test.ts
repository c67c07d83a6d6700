import test from 'ava';
import { cutDisplay, displayCharacters, displayWidth, padDisplay } from './display-width.ts';

const widths: [text: string, width: number, what: string][] = [
  ['', 0, 'nothing'],
  ['internet', 8, 'ASCII'],
  ['Größe', 5, 'Latin with accents'],
  ['e\u0301', 1, 'a combining accent'],
  ['日本語', 6, 'CJK'],
  ['한글', 4, 'Hangul syllables'],
  ['\u1112\u1161\u11ab', 2, 'a Hangul syllable of three letters'],
  ['ｆｕｌｌ', 8, 'fullwidth Latin'],
  ['ｱｲｳ', 3, 'halfwidth Katakana'],
  ['…', 1, 'an ellipsis'],
  ['→', 1, 'an arrow'],
  ['✓', 1, 'a check mark'],
  ['📱', 2, 'an emoji'],
  ['❤️', 2, 'an emoji by variation selector'],
  ['👩‍🔬', 2, 'a joined emoji'],
  ['🇨🇭', 2, 'a flag'],
  ['a\u200bb', 2, 'a zero-width space'],
  ['\u001b[31mred\u001b[39m', 3, 'colour escapes'],
  ['\u001b]8;;http://x\u0007link\u001b]8;;\u0007', 4, 'a hyperlink escape'],
  ['نص', 2, 'Arabic'],
  ['กำ', 2, 'Thai with a spacing vowel'],
];
for (const [text, width, what] of widths) test(`${what} is ${width} wide`, t => t.is(displayWidth(text), width));

test('pad fills by columns, not by characters', t => {
  t.is(padDisplay('日本', 6), '日本  ');
  t.is(padDisplay('7', 3, 'right'), '  7');
  t.is(padDisplay('too long', 3), 'too long');
});

test('cut keeps whole characters and says that it cut', t => {
  t.is(cutDisplay('internet', 8), 'internet');
  t.is(cutDisplay('internet', 5), 'inte…');
  t.is(cutDisplay('日本語', 5), '日本…');
  t.is(cutDisplay('日本語', 4), '日…');
  t.is(cutDisplay('abc', 1), '…');
  t.is(cutDisplay('abc', 0), '');
});

test('characters with their columns make up the text and its width', t => {
  for (const [text, width] of widths) {
    if (text.includes('\u001b')) continue;
    const characters = displayCharacters(text);
    t.is(characters.map(([character]) => character).join(''), text);
    t.is(
      characters.reduce((sum, [, columns]) => sum + columns, 0),
      width,
      text,
    );
  }
});

test('cut with an ellipsis of three characters', t => {
  t.is(cutDisplay('internet', 5, '...'), 'in...');
  t.is(cutDisplay('internet', 2, '...'), '..');
});
