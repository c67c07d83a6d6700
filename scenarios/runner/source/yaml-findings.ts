import type { YAMLError } from 'yaml';
import type { Findings } from './finding.ts';
import type { Place } from './source-node.ts';

interface Explanation {
  readonly code: string;
  /** Undefined = the parser's own words. */
  readonly message?: string;
  readonly hint?: string;
}

const NOT_IN_QUOTES = 'put a text that holds a colon and a blank in quotes';

/** What the YAML parser's errors mean for somebody who writes a scenario. */
const EXPLANATIONS: Readonly<Partial<Record<YAMLError['code'], Explanation>>> = {
  TAB_AS_INDENT: { code: 'yaml-tab', message: 'a tab indents this line', hint: 'indent with blanks' },
  BAD_INDENT: { code: 'yaml-indent', hint: 'begin the items of a list, and the keys of a map, in one column' },
  BLOCK_AS_IMPLICIT_KEY: {
    code: 'yaml-nested-map',
    message: 'a second key: value on this line',
    hint: `begin it on a line of its own, or ${NOT_IN_QUOTES}`,
  },
  MULTILINE_IMPLICIT_KEY: {
    code: 'yaml-nested-map',
    message: 'a key that goes over several lines',
    hint: NOT_IN_QUOTES,
  },
  MISSING_CHAR: { code: 'yaml-incomplete' },
  BAD_DQ_ESCAPE: {
    code: 'yaml-escape',
    hint: 'in double quotes a backslash is written \\\\; single quotes take it as it is',
  },
  BAD_SCALAR_START: { code: 'yaml-quotes', hint: 'put the text in quotes' },
};

/** Reports what the YAML parser found. Its later errors in a document mostly follow from the first, so only that one is told. */
export function reportYamlError(error: YAMLError, place: Place, line: string, findings: Findings): void {
  const { code, message, hint }: Explanation = EXPLANATIONS[error.code] ?? { code: 'yaml-syntax' };
  const ownWords = error.message.replace(/ at line \d+, column \d+:[\s\S]*$/, '');
  const mend = hasBareExpression(line) ? `put the text with $${'{{ … }}'} in quotes` : hint;
  findings.error(code, message ?? `this is not YAML: ${ownWords}`, place, mend === undefined ? {} : { hint: mend });
}

function hasBareExpression(line: string): boolean {
  return line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '').includes('${{');
}
