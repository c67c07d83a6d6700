import { didYouMean, UserError } from '../../../emulator/vocabulary/index.ts';
import type { ScenarioCase } from '../cases/index.ts';
import { parseTagExpression } from './tag-expression.ts';

/** Which of the loaded cases are meant; every part that is given must agree. */
export interface Selection {
  /** Lines of files: the cases that stand there. Other files are taken whole. */
  readonly lines?: ReadonlyMap<string, readonly number[]>;
  /** `smoke and not slow` */
  readonly tags?: string;
  /** A regular expression for ids and titles. */
  readonly grep?: string;
  /** Matrix values: only rows with one of these. Cases without that name stay out. */
  readonly matrix?: Readonly<Record<string, readonly string[]>>;
  /** Ids, of the cases that did not pass the last time. */
  readonly ids?: ReadonlySet<string>;
  /** `2/4`: the second of four parts, taken last. */
  readonly shard?: string;
}

export interface Selected {
  readonly cases: readonly ScenarioCase[];
  /** What the user may have meant otherwise: a tag that no case has, ids that are gone. */
  readonly remarks: readonly string[];
}

/** The cases that are meant, in their order. @throws UserError for a selection that cannot be read, or a line where nothing stands */
export function selectCases(cases: readonly ScenarioCase[], selection: Selection): Selected {
  const { lines, tags, grep, matrix, ids, shard } = selection;
  const remarks: string[] = [];
  let chosen = lines === undefined ? cases : atLines(cases, lines);
  if (tags !== undefined) chosen = byTags(chosen, tags, cases, remarks);
  if (grep !== undefined) {
    const pattern = parsePattern(grep);
    chosen = chosen.filter(({ id, title }) => pattern.test(id) || pattern.test(title));
  }
  for (const [name, values] of Object.entries(matrix ?? {})) chosen = byMatrix(chosen, name, values, cases);
  if (ids !== undefined) chosen = byIds(chosen, ids, cases, remarks);
  return { cases: shard === undefined ? chosen : partOf(chosen, shard), remarks };
}

function atLines(cases: readonly ScenarioCase[], lines: ReadonlyMap<string, readonly number[]>): ScenarioCase[] {
  const chosen = new Set<ScenarioCase>();
  for (const [file, numbers] of lines) {
    const inFile = cases.filter(each => each.file === file);
    for (const line of numbers) {
      const own = inFile.filter(({ place }) => place.line <= line && line <= place.endLine);
      // a line of the suite itself means all its cases
      const around = inFile.filter(({ documentPlace: { line: first, endLine } }) => first <= line && line <= endLine);
      const found = own.length > 0 ? own : around;
      if (found.length === 0) throw nothingAt(file, line, inFile);
      for (const each of found) chosen.add(each);
    }
  }
  return cases.filter(each => chosen.has(each) || !lines.has(each.file));
}

function nothingAt(file: string, line: number, inFile: readonly ScenarioCase[]): UserError {
  const starts = [...new Set(inFile.map(({ place, id }) => `${place.line} ${id.replace(/\[.*$/s, '')}`))];
  const list = starts.slice(0, 10).join(', ');
  return new UserError('line-without-test', `no test stands at ${file}:${line}`, {
    expected: starts.length === 0 ? 'a file with tests' : `a line of a test: ${list}${starts.length > 10 ? ', …' : ''}`,
  });
}

function byTags(
  cases: readonly ScenarioCase[],
  source: string,
  all: readonly ScenarioCase[],
  remarks: string[],
): ScenarioCase[] {
  const expression = parseTagExpression(source);
  const known = [...new Set(all.flatMap(each => each.tags))];
  for (const tag of new Set(expression.tags)) {
    if (known.includes(tag)) continue;
    const guess = didYouMean(tag, known);
    remarks.push(`no test has the tag '${tag}'${guess === undefined ? '' : `; did you mean '${guess}'?`}`);
  }
  return cases.filter(each => expression.matches(each.tags));
}

function parsePattern(source: string): RegExp {
  try {
    return new RegExp(source, 'i');
  } catch (error) {
    throw new UserError('pattern-invalid', `'${source}' is not a regular expression: ${(error as Error).message}`, {
      expected: 'a regular expression for names and titles, such as sqn|resync',
      place: '--grep',
    });
  }
}

function byMatrix(
  cases: readonly ScenarioCase[],
  name: string,
  values: readonly string[],
  all: readonly ScenarioCase[],
): ScenarioCase[] {
  const rows = all.flatMap(each => (each.matrix === undefined ? [] : [each.matrix]));
  const names = [...new Set(rows.flatMap(row => Object.keys(row)))];
  if (!names.includes(name)) throw unknownInMatrix(`no matrix has '${name}'`, name, names);
  const known = [...new Set(rows.flatMap(row => row[name] ?? []))];
  for (const value of values) {
    if (!known.includes(value)) throw unknownInMatrix(`no matrix has the value '${value}' for ${name}`, value, known);
  }
  return cases.filter(each => {
    const value = each.matrix?.[name];
    return value !== undefined && values.includes(value);
  });
}

function unknownInMatrix(message: string, given: string, known: readonly string[]): UserError {
  const guess = didYouMean(given, known);
  return new UserError('matrix-unknown', message, {
    place: '--matrix',
    expected: known.length === 0 ? 'scenarios with a matrix' : `one of ${known.slice(0, 12).join(', ')}`,
    ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
  });
}

function byIds(
  cases: readonly ScenarioCase[],
  ids: ReadonlySet<string>,
  all: readonly ScenarioCase[],
  remarks: string[],
): ScenarioCase[] {
  const known = new Set(all.map(({ id }) => id));
  const gone = [...ids].filter(id => !known.has(id));
  if (gone.length > 0) {
    remarks.push(
      `${gone.length} of the tests that did not pass ${gone.length === 1 ? 'is' : 'are'} not among these files: ${gone.slice(0, 5).join(', ')}${gone.length > 5 ? ', …' : ''}`,
    );
  }
  return cases.filter(({ id }) => ids.has(id));
}

/** Neighbours go to different parts: the cases of a suite take about equally long. */
function partOf(cases: readonly ScenarioCase[], shard: string): ScenarioCase[] {
  const [, part, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(shard) ?? [];
  const [index, count] = [Number(part), Number(of)];
  if (part === undefined || index < 1 || index > count) {
    throw new UserError('shard-invalid', `'${shard}' is not a part of the tests`, {
      expected: 'PART/PARTS, such as 2/4',
      place: '--shard',
    });
  }
  return cases.filter((_, at) => at % count === index - 1);
}
