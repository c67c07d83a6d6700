import { FILE_KEYS } from '../cases/file-keys.ts';
import { BTS, LAB, SIM, UE } from '../cases/index.ts';
import { FUNCTIONS } from '../expression/index.ts';
import { OBSERVABLES, OPERATORS } from '../match/index.ts';
import { CAPABILITIES, OUTCOMES } from '../port/index.ts';
import type { Fields, Shape } from '../shape/index.ts';
import { STEP_KEYS, type Verb, type VerbGroup } from '../steps/index.ts';
import { VERBS } from '../verbs/index.ts';

/** The reference of the language, as Markdown, from the same tables that read it. */
export function languageReference(): string {
  return `${[
    '# The scenario language: reference',
    'Made by `mvnolab schema --reference` from the tables that read the language; README.md is the introduction.',
    '## A file',
    'One document is a `scenario`, a `suite` of `cases`, or a `fragment` that others `use`. A case has the keys of a scenario.',
    table(['key', 'in', 'what it is'], fileRows()),
    '## given',
    ...group('### sims: a SIM', SIM),
    ...group('### bts: a base station', BTS),
    ...group('### ues: a phone', UE),
    ...group('## lab: what a case wishes of its core', LAB),
    '## A step',
    'One verb, and any of these.',
    table(
      ['key', 'what it is'],
      Object.entries(STEP_KEYS).map(([key, about]) => [code(key), about]),
    ),
    '### outcome',
    table(
      ['outcome', 'meaning'],
      Object.entries(OUTCOMES).map(([key, about]) => [code(key), about]),
    ),
    '## Verbs',
    ...GROUPS.flatMap(verbGroup),
    '## What can be looked at',
    'Under `expect` and `save`, by the name of a fixture. `*` is any name, `**` any path.',
    ...OWNERS.flatMap(([owner, title]) => [
      `### ${title}`,
      table(
        ['path', 'what it is'],
        OBSERVABLES[owner].map(({ path, about, values }) => [
          path === '' ? '(itself)' : code(path),
          values === undefined ? about : `${about} (${values.join(', ')})`,
        ]),
      ),
    ]),
    '### Messages',
    table(
      ['key', 'what it is'],
      [
        [
          '`flow`',
          'messages in this order, others may come between: `- phone > mme: AttachRequest`, or `{ msg, has, within, times, ciphered }`',
        ],
        ['`flow.absent`', 'messages that must not come before the end of the step'],
        ['`flow.count`', 'how many of each: `{ AuthenticationRequest: 2 }`'],
      ],
    ),
    '## Matchers',
    'A plain value = equal to it, units, hex and names of causes understood. In a map, all must hold.',
    table(
      ['matcher', 'holds for'],
      Object.entries(OPERATORS).map(([key, { about }]) => [code(key), about]),
    ),
    '## Expressions',
    `\`\${{ … }}\` with vars, matrix, secret, env, given, step, aka and lab; ==, !=, <, <=, >, >=, &&, ||, !, +, -, *, /, %, ?:, and the functions ${Object.keys(FUNCTIONS).map(code).join(', ')}.`,
    '## Capabilities',
    table(
      ['`requires`', 'the lab'],
      Object.entries(CAPABILITIES).map(([key, about]) => [code(key), about]),
    ),
  ].join('\n\n')}\n`;
}

const GROUPS: readonly VerbGroup[] = ['UE and radio', 'SIM', 'usage', 'core', 'faults', 'control'];

const OWNERS: readonly (readonly [keyof typeof OBSERVABLES, string])[] = [
  ['ue', 'PHONE: what the phone says'],
  ['aka', 'aka: the last authentication of the phone of the step'],
  ['bts', 'BTS: a base station'],
  ['hss', 'hss.SIM: the document in the database'],
  ['sim', 'SIM: the inventory'],
  ['core', 'core: what the core says of itself'],
  ['step', 'step: what the step gave'],
  ['error', 'error: why something was refused'],
  ['arm', 'arm: triggers'],
  ['lab', 'lab: nodes of the core'],
];

function fileRows(): string[][] {
  const rows = new Map<string, { readonly kinds: string[]; readonly about: string }>();
  for (const [kind, fields] of Object.entries(FILE_KEYS) as [string, Fields][]) {
    for (const [key, { about, required }] of Object.entries(fields)) {
      const row = rows.get(key);
      const name = required ? `**${kind}**` : kind;
      if (row === undefined) rows.set(key, { kinds: [name], about });
      else row.kinds.push(name);
    }
  }
  return [...rows].map(([key, { kinds, about }]) => [code(key), kinds.join(', '), about]);
}

function group(title: string, shape: Shape<unknown>): string[] {
  return [title, fieldsTable(shape)];
}

function verbGroup(name: VerbGroup): string[] {
  const verbs = Object.values(VERBS).filter(each => each.group === name);
  return [`### ${name}`, ...verbs.flatMap(verbText)];
}

function verbText({ name, summary, args, outcomes, requires }: Verb): string[] {
  const ends = outcomes.length > 1 ? ` Ends as ${outcomes.join(', ')}.` : '';
  const needs = requires.length > 0 ? ` Needs ${requires.map(code).join(', ')}.` : '';
  const has = 'fields' in args ? [fieldsTable(args)] : [`Takes ${args.expects}.`];
  return [`#### ${name}`, `${summary[0]!.toUpperCase()}${summary.slice(1)}.${ends}${needs}`, ...has];
}

function fieldsTable(shape: Shape<unknown>): string {
  const fields = 'fields' in shape ? (shape.fields as Fields) : {};
  return table(
    ['key', 'value', 'what it is'],
    Object.entries(fields).map(([key, { shape: of, required, about }]) => [
      required ? `**${code(key)}**` : code(key),
      of.expects,
      about,
    ]),
  );
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), `|${heads.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}
