import test from 'ava';
import { EMM_CAUSES, ESM_CAUSES } from '../../../emulator/vocabulary/index.ts';
import {
  type CauseCore,
  causeByName,
  causeWord,
  describeReleases,
  formatCause,
  formatCauses,
  isNeverSent,
  knownCauseNames,
  meaningOf,
  parseCause,
  parseRelease,
  resolveCause,
  resolveS1apCause,
  triggerByName,
  triggerNames,
  whatSends,
} from './index.ts';

const open5gs = (version: string | undefined): CauseCore => ({ product: 'open5gs', version });

test('releases decide', t => {
  const causes = (name: string, version: string | undefined) => resolveCause(name, open5gs(version))?.cause;
  t.deepEqual(causes('unknown-subscriber', '2.7.5'), [11]);
  t.deepEqual(causes('unknown-subscriber', '2.7.6'), [8]);
  t.deepEqual(causes('unknown-subscriber', 'main'), [8]);
  t.deepEqual(causes('unknown-subscriber', undefined), [11, 8]);
  t.deepEqual(causes('unknown-subscriber', 'v2.7.5-12-gabcdef0'), [11, 8], 'built between two releases');
  t.deepEqual(causes('unknown-subscriber', 'nightly'), [11, 8]);
  t.deepEqual(causes('pdn-type-not-subscribed', '2.8.0'), [28]);
  t.deepEqual(causes('pdn-type-not-subscribed', '2.8.0-66-g8f25f3b'), [50, 51, 33]);
  t.is(resolveCause('second-synch-failure', open5gs('2.7.6'))?.message, 'AuthenticationRequest');
  t.is(resolveCause('second-synch-failure', open5gs('2.7.7'))?.message, 'AuthenticationReject');
});

test('a trigger is asked for its own protocol, or for the other where the message carries both', t => {
  const core = open5gs('2.8.0');
  t.like(resolveCause('unknown-apn', core), { protocol: 'esm', cause: [27], message: 'AttachReject' });
  t.deepEqual(resolveCause('unknown-apn', core)?.messages, ['AttachReject', 'PdnConnectivityReject']);
  t.like(resolveCause('unknown-apn', core, 'emm'), { protocol: 'emm', cause: [19], message: 'AttachReject' });
  t.deepEqual(resolveCause('unknown-apn', core, 'emm')?.messages, ['AttachReject']);
  t.deepEqual(resolveCause('create-session-failed', core, 'emm')?.cause, [17]);
  t.deepEqual(resolveCause('create-session-failed', core)?.cause, [38]);
  t.is(resolveCause('unknown-subscriber', core, 'esm'), undefined);
  t.is(resolveCause('apn-connected-already', core, 'emm'), undefined);
});

test('a message without a cause resolves to no cause, with its name', t => {
  t.like(resolveCause('wrong-key', open5gs('2.8.0')), { cause: [], message: 'AuthenticationReject' });
  t.is(formatCauses([]), 'none');
});

test('base stations are refused on S1AP', t => {
  const core = open5gs('2.8.0');
  t.like(resolveS1apCause('s1-tac-not-served', core), { cause: 'misc/unknown-PLMN', message: 'S1SetupFailure' });
  t.like(resolveS1apCause('too-many-phones', core), { cause: 'misc/control-processing-overload' });
  t.is(resolveCause('s1-tac-not-served', core), undefined);
  t.is(resolveS1apCause('unknown-apn', core), undefined);
});

test('unknown triggers and products resolve to nothing', t => {
  t.is(resolveCause('unknown-subscribers', open5gs('2.8.0')), undefined);
  t.is(resolveCause('unknown-subscriber', { product: 'srsepc', version: '23.11' }), undefined);
  t.is(triggerByName('unknown-subscriber', 'srsepc'), undefined);
});

test('causes are read as numbers, names of the specification and triggers', t => {
  const core = open5gs('2.8.0');
  t.deepEqual(parseCause('20', 'emm', core), [20]);
  t.deepEqual(parseCause('mac-failure', 'emm', core), [20]);
  t.deepEqual(parseCause('Synch failure', 'emm', core), [21]);
  t.deepEqual(parseCause('missing-or-unknown-apn', 'esm', core), [27]);
  t.deepEqual(parseCause('unknown-apn', 'esm', core), [27]);
  t.deepEqual(parseCause('unknown-subscriber', 'emm', core), [8]);
  t.deepEqual(parseCause('wrong-key', 'emm', core), []);
  t.is(parseCause('mac-failure', 'esm', core), undefined);
  t.is(parseCause('256', 'emm', core), undefined);
  t.is(parseCause('', 'emm', core), undefined);
});

test('every cause of the specification is found by its word', t => {
  for (const [protocol, table] of [
    ['emm', EMM_CAUSES],
    ['esm', ESM_CAUSES],
  ] as const)
    for (const [number, name] of Object.entries(table)) {
      const word = causeWord(Number(number), protocol)!;
      t.regex(word, /^[a-z][a-z0-9-]+[a-z0-9]$/);
      t.is(causeByName(word, protocol), Number(number), name);
    }
  t.is(causeWord(20), 'mac-failure');
  t.is(causeWord(44, 'esm'), 'semantic-errors-in-packet-filter-s');
  t.is(causeWord(4), undefined);
});

test('causes print with their name', t => {
  t.is(formatCause(20), '20 (MAC failure)');
  t.is(formatCause(27, 'esm'), '27 (Missing or unknown APN)');
  t.is(formatCauses([8, 11]), '8 (EPS services and non-EPS services not allowed) or 11 (PLMN not allowed)');
  t.is(formatCause(200), '200 (unknown cause)');
});

test('what sends a cause, by release', t => {
  const names = (cause: number, protocol: 'emm' | 'esm', version: string | undefined) =>
    whatSends(cause, protocol, open5gs(version)).map(({ trigger }) => trigger.name);
  t.deepEqual(names(8, 'emm', '2.8.0'), ['unknown-subscriber']);
  t.deepEqual(names(8, 'emm', '2.7.5'), []);
  t.deepEqual(names(11, 'emm', '2.7.5'), ['unknown-subscriber', 'roaming-not-allowed', 'access-control']);
  t.deepEqual(names(27, 'esm', undefined), ['unknown-apn']);
  t.true(names(19, 'emm', '2.8.0').includes('unknown-apn'));
});

test('no cause is both sent and never sent', t => {
  for (const protocol of ['emm', 'esm'] as const)
    for (let cause = 0; cause < 256; cause++) {
      const sent = whatSends(cause, protocol, open5gs(undefined)).length > 0;
      t.false(sent && isNeverSent(cause, protocol, { product: 'open5gs' }), `${protocol} ${cause}`);
    }
  t.true(isNeverSent(3, 'emm', { product: 'open5gs' }));
  t.false(isNeverSent(3, 'emm', { product: 'srsepc' }));
});

test('every trigger has a name of its own, known causes, and an answer for every release', t => {
  const names = triggerNames();
  t.is(new Set(names).size, names.length);
  for (const name of names) {
    const { answers, protocol, what, check } = triggerByName(name)!;
    t.regex(name, /^[a-z][a-z0-9-]+$/);
    for (const text of [what, check]) t.notRegex(text, /\.$|^$/, name);
    if (protocol !== 's1ap') t.is(causeByName(name, protocol), undefined, `${name} is a name of the specification`);
    for (const { emm, esm, since, until } of answers) {
      for (const cause of emm ?? []) t.truthy(EMM_CAUSES[cause], `${name}: EMM ${cause}`);
      for (const cause of esm ?? []) t.truthy(ESM_CAUSES[cause], `${name}: ESM ${cause}`);
      for (const release of [since, until]) if (release !== undefined) t.truthy(parseRelease(release), name);
    }
    for (const version of ['2.6.6', '2.7.5', '2.7.6', '2.7.7', '2.8.0', '2.8.0-66-g8f25f3b', 'main']) {
      const resolved = resolveCause(name, open5gs(version)) ?? resolveS1apCause(name, open5gs(version));
      t.truthy(resolved, `${name} at ${version}`);
    }
  }
});

test('names for checks and suggestions: of the specification and triggers', t => {
  const emm = knownCauseNames('emm');
  for (const name of ['mac-failure', 'unknown-subscriber', 'unknown-apn', 'wrong-key'])
    t.true(emm.includes(name), name);
  const esm = knownCauseNames('esm');
  t.true(esm.includes('unknown-apn'));
  t.false(esm.includes('unknown-subscriber'));
  t.false(esm.includes('s1-tac-not-served'));
});

test('releases in words', t => {
  t.is(describeReleases('2.7.6', undefined), 'from 2.7.6 on');
  t.is(describeReleases(undefined, '2.7.5'), 'up to 2.7.5');
  t.is(describeReleases('2.8.0-1', undefined), 'after 2.8.0');
  t.is(describeReleases(undefined, undefined), '');
});

test('every cause of the specification has a meaning, and no other number has', t => {
  for (const [protocol, table] of [
    ['emm', EMM_CAUSES],
    ['esm', ESM_CAUSES],
  ] as const)
    for (let cause = 0; cause < 256; cause++)
      t.is(meaningOf(cause, protocol) !== undefined, cause in table, `${protocol} ${cause}`);
});
