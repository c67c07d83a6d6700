const HARMFUL = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const EACH = new RegExp(HARMFUL, 'gu');

/** Characters that control a terminal or turn the reading direction as \\u001b: a text from outside cannot move the cursor, colour or add a line. */
export function visibleControls(text: string): string {
  if (!HARMFUL.test(text)) return text;
  return text.replace(EACH, control => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
