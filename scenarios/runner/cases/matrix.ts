import { didYouMean } from '../../../emulator/vocabulary/index.ts';
import { describeNode } from '../shape/index.ts';
import { decodeText } from '../source/decode-text.ts';
import type { Findings } from '../source/finding.ts';
import { isEmpty, type MapNode, type Place, type SourceNode } from '../source/source-node.ts';
import { CsvError, parseCsv } from './csv.ts';
import { besideFile, type ReadFile, readNamedFile } from './read-file.ts';

/** One test's values by name. */
export type MatrixRow = Readonly<Record<string, string>>;

/** Keys of a matrix that are not names of values. */
export const MATRIX_KEYS = {
  include: 'further rows, each with all names',
  exclude: 'rows that are left out: those with these values',
  file: 'rows of a CSV file; its first line has the names',
} as const;

const MOST_ROWS = 10_000;
const NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/**
 * The rows of a `matrix`: the cross product of its lists (and of the rows of a file), without those that `exclude` names, with those of
 * `include`. Undefined when it is wrong.
 */
export function readMatrix(node: SourceNode, readFile: ReadFile, findings: Findings): MatrixRow[] | undefined {
  const before = findings.all.length;
  if (node.type !== 'map' || node.entries.length === 0) {
    findings.error('matrix-invalid', `${describeNode(node)} is not a matrix`, node.place, {
      expected: 'a map from names to lists of values, such as { plan: [postpaid-s, prepaid-100mb] }',
    });
    return undefined;
  }
  let rows: MatrixRow[] = [{}];
  let hasAxes = false;
  for (const { key, keyPlace, value } of node.entries) {
    if (key === 'include' || key === 'exclude') continue;
    const axis = key === 'file' ? readRows(value, readFile, findings) : readAxis(key, keyPlace, value, findings);
    if (axis === undefined) continue;
    hasAxes = true;
    if (rows.length * axis.length > MOST_ROWS) {
      findings.error('matrix-too-big', `the matrix has more than ${MOST_ROWS} rows`, node.place);
      return undefined;
    }
    rows = rows.flatMap(row => axis.map(more => ({ ...row, ...more })));
  }
  const included = listOfRows(node, 'include', findings);
  if (!hasAxes) rows = [];
  rows = [...excluding(rows, node, findings), ...included.map(({ row }) => row)];
  checkNames(rows, included, findings);
  if (findings.all.length > before) return undefined;
  if (rows.length > 0) return rows;
  findings.error('matrix-invalid', 'the matrix has no row', node.place, { hint: 'exclude leaves nothing' });
  return undefined;
}

function readAxis(name: string, place: Place, value: SourceNode, findings: Findings): MatrixRow[] | undefined {
  if (!NAME.test(name)) {
    findings.error('name-invalid', `'${name}' cannot be the name of a value`, place, {
      expected: 'letters, digits, _ and -, a letter first',
    });
    return undefined;
  }
  const items = value.type === 'list' ? value.items : [value];
  if (items.length === 0 || isEmpty(value)) {
    findings.error('matrix-invalid', `${name} has no value`, value.place, { expected: 'a list of at least one value' });
    return undefined;
  }
  return items.flatMap(item => {
    const text = textIn(item, findings);
    return text === undefined ? [] : [{ [name]: text }];
  });
}

function textIn(node: SourceNode, findings: Findings): string | undefined {
  if (node.type === 'text' && !isEmpty(node)) return node.text;
  findings.error('matrix-invalid', `${describeNode(node)} is not a value of a matrix`, node.place, {
    expected: 'a text or a number',
    hint: 'write rows of several values under include, or in a CSV file',
  });
  return undefined;
}

interface PlacedRow {
  readonly row: MatrixRow;
  readonly node: MapNode;
}

function listOfRows(matrix: MapNode, key: 'include' | 'exclude', findings: Findings): PlacedRow[] {
  const node = matrix.entries.find(entry => entry.key === key)?.value;
  if (node === undefined) return [];
  if (node.type !== 'list') {
    findings.error('matrix-invalid', `${describeNode(node)} is not a list of rows`, node.place, {
      expected: `${key}: a list of maps from names to values`,
    });
    return [];
  }
  return node.items.flatMap(item => {
    if (item.type !== 'map') {
      findings.error('matrix-invalid', `${describeNode(item)} is not a row`, item.place, {
        expected: 'a map from names to values',
      });
      return [];
    }
    const row: Record<string, string> = {};
    for (const entry of item.entries) {
      const text = textIn(entry.value, findings);
      if (text !== undefined) row[entry.key] = text;
    }
    return [{ row, node: item }];
  });
}

function excluding(rows: readonly MatrixRow[], matrix: MapNode, findings: Findings): MatrixRow[] {
  const excluded = listOfRows(matrix, 'exclude', findings);
  for (const { row, node } of excluded) {
    if (rows.some(candidate => agrees(candidate, row))) continue;
    reportExclude(rows, node, findings);
  }
  return rows.filter(row => !excluded.some(({ row: part }) => agrees(row, part)));
}

function reportExclude(rows: readonly MatrixRow[], node: MapNode, findings: Findings): void {
  const names = Object.keys(rows[0] ?? {});
  const valuesOf = (name: string) => [...new Set(rows.map(row => row[name] ?? ''))];
  const wrongName = node.entries.find(({ key }) => !names.includes(key));
  const wrongValue = node.entries.find(
    ({ key, value }) => value.type === 'text' && !valuesOf(key).includes(value.text),
  );
  const [given, known, place] =
    wrongName !== undefined
      ? [wrongName.key, names, wrongName.keyPlace]
      : wrongValue?.value.type === 'text'
        ? [wrongValue.value.text, valuesOf(wrongValue.key), wrongValue.value.place]
        : ['', [], node.place];
  const guess = didYouMean(given, known);
  findings.error('matrix-exclude', 'this excludes no row', place, {
    expected: known.length === 0 ? 'values that a row has' : known.slice(0, 12).join(' or '),
    ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
  });
}

function agrees(row: MatrixRow, part: MatrixRow): boolean {
  return Object.entries(part).every(([name, value]) => row[name] === value);
}

/** Every row has the same names, so that an expression means something in each of them. */
function checkNames(rows: readonly MatrixRow[], included: readonly PlacedRow[], findings: Findings): void {
  const names = Object.keys(rows[0] ?? {});
  for (const { row, node } of included) {
    const own = Object.keys(row);
    const missing = names.filter(name => !own.includes(name));
    const extra = own.filter(name => !names.includes(name));
    if (missing.length === 0 && extra.length === 0) continue;
    const what = missing.length > 0 ? `this row has no ${missing.join(', ')}` : `only this row has ${extra.join(', ')}`;
    const guess = extra.length > 0 && missing.length > 0 ? didYouMean(extra[0]!, missing) : undefined;
    findings.error('matrix-row', what, node.place, {
      expected: `the names of the other rows: ${names.join(', ')}`,
      ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
    });
  }
}

function readRows(node: SourceNode, readFile: ReadFile, findings: Findings): MatrixRow[] | undefined {
  if (node.type !== 'text' || node.text === '') {
    findings.error('matrix-invalid', `${describeNode(node)} is not the path of a CSV file`, node.place, {
      expected: 'file: rows.csv, a path from the folder of this file',
    });
    return undefined;
  }
  const path = besideFile(node.place.file, node.text);
  const source = readNamedFile(path, node.place, readFile, findings);
  const text = source === undefined ? undefined : decodeText(source, path, findings);
  if (text === undefined) return undefined;
  try {
    return rowsOf(text, path, node.place, findings);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    findings.error('csv-invalid', `${path}:${error.line}: ${error.message}`, node.place, {
      expected: 'CSV as in RFC 4180',
    });
    return undefined;
  }
}

function rowsOf(text: string, path: string, place: Place, findings: Findings): MatrixRow[] | undefined {
  const [header, ...rows] = parseCsv(text);
  const names = header?.fields.map(name => name.trim()) ?? [];
  const wrongName = names.find((name, i) => !NAME.test(name) || names.indexOf(name) !== i);
  const uneven = rows.find(row => row.fields.length !== names.length);
  const problem =
    rows.length === 0
      ? `${path} has no rows`
      : wrongName !== undefined
        ? `${path}:${header!.line}: '${wrongName}' cannot be the name of a column here`
        : uneven !== undefined
          ? `${path}:${uneven.line}: ${uneven.fields.length} fields under ${names.length} names`
          : undefined;
  if (problem !== undefined) {
    findings.error('csv-invalid', problem, place, {
      expected: 'a first line of different names, then rows of as many fields',
    });
    return undefined;
  }
  return rows.map(({ fields }) => Object.fromEntries(fields.map((field, i) => [names[i]!, field])));
}
