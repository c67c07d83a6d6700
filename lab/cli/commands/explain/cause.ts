import { Command } from 'commander';
import { didYouMean, UserError } from '../../../../emulator/vocabulary/index.ts';
import type { CauseProtocol, CauseTrigger } from '../../../../scenarios/runner/index.ts';
import type { Cli } from '../../context.ts';
import { examples } from '../../examples.ts';
import { paint } from '../../paint.ts';

interface CauseOptions {
  readonly esm?: true;
  readonly release?: string;
  readonly json?: true;
}

type Causes = typeof import('../../../../scenarios/runner/index.ts');

const PRODUCT = 'open5gs';

/** `mvnolab explain cause` */
export function explainCauseCommand(cli: Cli): Command {
  return new Command('cause')
    .summary('what a reject cause means and what makes a core send it')
    .description(
      'Explains an EMM or ESM cause of TS 24.301 by its number or its name: what it means, what a phone does with it, what makes Open5GS send it release by release, and what to check. The name of a trigger, such as unknown-subscriber, tells what a core answers to it.',
    )
    .argument('<cause>', 'a number, a name such as mac-failure, or a trigger such as unknown-apn')
    .option('--esm', 'an ESM cause (sessions), where number or name is one of both')
    .option('--release <version>', 'only what this release of Open5GS does, such as 2.7.5 (default: all)')
    .option('--json', 'print it as JSON')
    .action((text: string, options: CauseOptions) => explainCause(cli, text, options))
    .addHelpText(
      'after',
      examples(
        ['mvnolab explain cause 8', 'EMM cause 8'],
        ['mvnolab explain cause 27 --esm', 'ESM cause 27'],
        ['mvnolab explain cause unknown-subscriber --release 2.7.5', 'What that release answers to an unknown IMSI'],
      ),
    );
}

async function explainCause(cli: Cli, text: string, options: CauseOptions): Promise<void> {
  const causes = await import('../../../../scenarios/runner/index.ts');
  if (options.release !== undefined && causes.parseRelease(options.release) === undefined)
    throw new UserError('release-invalid', `'${options.release}' is not a release`, {
      place: '--release',
      expected: 'a version such as 2.7.5, or main',
    });
  const trigger = causes.triggerByName(text, PRODUCT);
  const found = trigger === undefined ? causeOf(causes, text, options) : undefined;
  const lines = trigger !== undefined ? tellTrigger(causes, trigger, options) : tellCause(causes, found!, options);
  if (options.json === true) {
    const { printJson } = await import('../../print-table.ts');
    return printJson(cli.stdout, trigger ?? asJson(causes, found!, options));
  }
  const width = Math.max(11, ...lines.map(([label]) => label.length)) + 2;
  const painted = lines.map(([label, line]) =>
    `${paint('bold', label.padEnd(width), cli.stdout.color)}${line}`.trimEnd(),
  );
  await cli.stdout.write(`${painted.join('\n')}\n`);
}

interface Found {
  readonly cause: number;
  readonly protocol: CauseProtocol;
}

/** @throws UserError `cause-unknown` */
function causeOf(causes: Causes, text: string, { esm }: CauseOptions): Found {
  const protocols: readonly CauseProtocol[] = esm === true ? ['esm'] : ['emm', 'esm'];
  for (const protocol of protocols) {
    const cause = /^\d{1,3}$/.test(text) ? Number(text) : causes.causeByName(text, protocol);
    if (cause !== undefined && causes.meaningOf(cause, protocol) !== undefined) return { cause, protocol };
  }
  const names = protocols.flatMap(protocol => causes.knownCauseNames(protocol));
  const guess = /^\d/.test(text) ? undefined : didYouMean(text, [...names, ...causes.triggerNames()]);
  throw new UserError('cause-unknown', `there is no ${esm === true ? 'ESM ' : ''}cause '${text}'`, {
    expected: 'a cause of TS 24.301 by number (8) or name (mac-failure), or a trigger (unknown-subscriber)',
    hint: guess === undefined ? 'TS 24.301 §9.9.3.9 and §9.9.4.4 list them' : `did you mean ${guess}?`,
  });
}

type Line = readonly [label: string, text: string];

function tellCause(causes: Causes, { cause, protocol }: Found, options: CauseOptions): Line[] {
  const meaning = causes.meaningOf(cause, protocol)!;
  const other = protocol === 'emm' ? 'esm' : 'emm';
  const clause = protocol === 'emm' ? '§9.9.3.9' : '§9.9.4.4';
  const core = { product: PRODUCT, version: options.release };
  const senders = causes.whatSends(cause, protocol, core);
  const release = options.release === undefined ? '' : ` ${options.release}`;
  const lines: Line[] = [
    [`${protocol.toUpperCase()} cause`, `${causes.formatCause(cause, protocol)}   TS 24.301 ${clause}`],
    ['means', meaning.means],
    ...(meaning.phone === undefined ? [] : [['a phone', meaning.phone] as const]),
    ['scenarios', `${protocol === 'emm' ? 'cause' : 'esm_cause'}: ${causes.causeWord(cause, protocol)}`],
  ];
  if (senders.length === 0) {
    const never = causes.isNeverSent(cause, protocol, core) ? 'has no code that sends it' : 'is not known to send it';
    lines.push([PRODUCT, `Open5GS${release} ${never}; it may come from another core, or from a phone`]);
  }
  for (const { trigger, answers } of senders) {
    lines.push(['', ''], [trigger.name, trigger.what], ...answerLines(causes, answers, protocol), [
      '  check',
      trigger.check,
    ]);
  }
  if (protocol === 'emm' && options.esm !== true && causes.meaningOf(cause, other) !== undefined)
    lines.push(['', ''], ['ESM', `${causes.formatCause(cause, other)}: mvnolab explain cause ${cause} --esm`]);
  return lines;
}

function tellTrigger(causes: Causes, trigger: CauseTrigger, { release }: CauseOptions): Line[] {
  const core = { product: PRODUCT, version: release };
  const parsed = release === undefined ? undefined : causes.parseRelease(release);
  const answers = trigger.answers.filter(
    ({ since, until }) => parsed === undefined || causes.isWithin(parsed, since, until),
  );
  const resolved = causes.resolveCause(trigger.name, core);
  return [
    [trigger.name, trigger.what],
    ...answerLines(causes, answers, trigger.protocol === 'esm' ? 'esm' : 'emm'),
    ['  check', trigger.check],
    ...(resolved === undefined || resolved.cause.length === 0
      ? []
      : [['scenarios', `${resolved.protocol === 'emm' ? 'cause' : 'esm_cause'}: ${trigger.name}`] as const]),
  ];
}

function answerLines(causes: Causes, answers: CauseTrigger['answers'], protocol: CauseProtocol): Line[] {
  return answers.flatMap(({ message, emm, esm, s1ap, since, until, note }) => {
    const parts = [
      ...(emm === undefined ? [] : [`EMM ${causes.formatCauses(emm, 'emm')}`]),
      ...(esm === undefined ? [] : [`ESM ${causes.formatCauses(esm, 'esm')}`]),
      ...(s1ap === undefined ? [] : [s1ap]),
    ];
    if (protocol === 'esm') parts.reverse();
    const releases = causes.describeReleases(since, until);
    const when = releases === '' ? '' : ` (${releases})`;
    const what = parts.length === 0 ? 'no cause' : parts.join(', ');
    return [['  answer', `${message}: ${what}${when}`] as const, ...(note === undefined ? [] : [['', note] as const])];
  });
}

function asJson(causes: Causes, { cause, protocol }: Found, { release }: CauseOptions): unknown {
  const core = { product: PRODUCT, version: release };
  return {
    protocol,
    cause,
    name: causes.causeWord(cause, protocol),
    text: causes.formatCause(cause, protocol),
    ...causes.meaningOf(cause, protocol),
    neverSent: causes.isNeverSent(cause, protocol, core),
    triggers: causes.whatSends(cause, protocol, core).map(({ trigger, answers }) => ({ ...trigger, answers })),
  };
}
