import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../emulator/vocabulary/index.ts';
import { EVENTS, SAMPLE } from '../../scenarios/runner/report/testing/sample-results.ts';
import { recorded } from '../../scenarios/runner/why/testing/recorded.fixture.ts';
import { challengesIn, tellChallenge } from './explain-aka.ts';
import { findRun, listRuns } from './find-run.ts';
import { findCase, loadParts, loadResults } from './load-run.ts';
import { recordedRuns } from './testing/recorded-runs.ts';

const given = recordedRuns();
given.scenarios('8f2c0001', SAMPLE);
given.demo('8f2d0002', EVENTS);
given.demo('91aa0003', EVENTS);
test.after.always(() => given.remove());

test('runs are found by id, its beginning, last, and the path of their folder', t => {
  t.deepEqual(
    listRuns(given.runs).map(({ id }) => id),
    ['91aa0003', '8f2d0002', '8f2c0001'],
  );
  t.is(findRun(given.runs, 'last').id, '91aa0003');
  t.is(findRun(given.runs, '8f2c').id, '8f2c0001');
  t.is(findRun(given.runs, join(given.runs, '8f2c0001')).id, '8f2c0001');
  t.truthy(findRun(given.runs, '8f2c').results);
  t.is(findRun(given.runs, '91aa').results, undefined);
});

test('runs that are not there, or several', t => {
  const failure = (id: string, folder = given.runs) => t.throws(() => findRun(folder, id), { instanceOf: UserError });
  t.like(failure('8f2'), { code: 'run-ambiguous', message: "several runs begin with '8f2': 8f2d0002, 8f2c0001" });
  t.is(failure('zz').code, 'run-unknown');
  t.is(failure('zz').help.expected, 'last, or one of 91aa0003, 8f2d0002, 8f2c0001');
  t.like(failure('last', '/nowhere'), { code: 'run-unknown', message: 'there are no runs in /nowhere' });
  t.is(failure('').code, 'run-unknown');
});

test('a run of scenarios has its events again, each attempt its own', async t => {
  const results = await loadResults(findRun(given.runs, '8f2c'));
  const failed = results.cases.find(({ id }) => id === 'attach-happy-aka')!;
  t.is(failed.attempts[0]?.events.length, EVENTS.length);
  const parts = await loadParts(findRun(given.runs, '8f2c'), 'storm');
  t.deepEqual(
    parts.map(({ attempt, folder }) => [attempt?.attempt, folder.split('/').at(-1)]),
    [
      [1, 'storm'],
      [2, 'storm-2'],
    ],
  );
});

test('cases are found by a part of their id', async t => {
  const results = await loadResults(findRun(given.runs, '8f2c'));
  t.is(findCase(results, 'happy').id, 'attach-happy-aka');
  const failure = (id: string) => t.throws(() => findCase(results, id), { instanceOf: UserError });
  t.is(failure('attach-').code, 'case-ambiguous');
  t.like(failure('atach-guti'), { code: 'case-unknown' });
  t.is(failure('atach-guti').help.hint, 'did you mean attach-guti?');
});

test('a demo has events and no results', async t => {
  const run = findRun(given.runs, '91aa');
  t.is((await loadParts(run)).length, 1);
  t.is((await t.throwsAsync(loadResults(run), { instanceOf: UserError })).code, 'run-without-results');
  t.is((await t.throwsAsync(loadParts(run, 'x'), { instanceOf: UserError })).code, 'case-unknown');
});

test('the nodes of a log that names none follow from who says what', async t => {
  const [part] = await loadParts(findRun(given.runs, '91aa'));
  const [header] = part!.events;
  t.deepEqual(header?.kind === 'run' ? header.nodes?.map(({ name, role }) => `${name} ${role}`) : [], [
    'phone ue',
    'home bts',
    'mme mme',
    'hss hss',
    'gateway gateway',
  ]);
});

const told = (situation: string) => challengesIn(withFields(situation)).map(each => tellChallenge(each).join('\n'));

/** The recordings leave out the fields that no rule of the why table reads; the note of the card has the same numbers. */
function withFields(situation: string) {
  const events = recorded(situation);
  return events.map(event => {
    if (event.kind !== 'message' || event.message !== 'AuthenticationRequest') return event;
    const note = events.find(each => each.kind === 'note' && each.fields?.topic === 'aka' && each.t >= event.t);
    const fields = note?.kind === 'note' ? note.fields : undefined;
    return {
      ...event,
      fields: { authenticationParameterRand: fields!.rand!, authenticationParameterAutn: fields!.autn! },
    };
  });
}

test('AKA told: a wrong key', t => {
  const [text] = told('wrong-ki');
  t.regex(text!, /SQN xor AK 336b4c5d19a9 .*\n {4}AMF {8}8000 {3}separation bit 1.*\n {4}MAC {8}d5bde0705448c771/);
  t.regex(text!, /5f59e67ac5c2ac7d ≠ MAC d5bde0705448c771/);
  t.regex(text!, /no number that an HSS counts .*: AK is wrong too,\n {5}so Ki or OPc differ/);
  t.regex(text!, /The network says AuthenticationReject: it gives up/);
});

test('AKA told: a resynchronisation takes two challenges', t => {
  const [first, second, ...more] = told('resync');
  t.is(more.length, 0);
  t.regex(first!, /SQN 000000000020 against 000000001000, .*: not fresh\n {2}Verdict: synch failure/);
  t.regex(first!, /The network says AuthenticationRequest: it asks again/);
  t.regex(second!, /fresh\n {2}Verdict: the network is genuine\. RES = /);
  t.regex(second!, /The phone answers AuthenticationResponse/);
});

test('AKA told: separation bit, an AMF that does not fit, a wrong RES, nobody who answers', t => {
  t.regex(
    told('separation-bit')[0]!,
    /AMF {8}0000 {3}separation bit 0: a vector for UMTS.*[\s\S]*non-EPS authentication unacceptable/,
  );
  t.regex(told('autn-amf')[0]!, /AK agrees, so Ki and OPc agree\.\n.*another AMF or SQN, or AUTN changed/);
  t.regex(told('wrong-res')[0]!, /the network is genuine[\s\S]*AuthenticationReject/);
  const alone = withFields('wrong-ki').filter(
    event => event.kind === 'message' && event.message === 'AuthenticationRequest',
  );
  const [silent] = challengesIn(alone);
  t.regex(
    tellChallenge(silent!).join('\n'),
    /its own account was not recorded[\s\S]*The phone did not answer\.\n {2}The network says nothing more\./,
  );
});

test('AKA told: the account of another challenge is not taken for this one', t => {
  const events = withFields('wrong-ki').map(event =>
    event.kind === 'note' ? { ...event, fields: { ...event.fields, rand: '00'.repeat(16) } } : event,
  );
  t.is(challengesIn(events)[0]?.card, undefined);
});

test('only the challenges of a step, only those that are whole', t => {
  const events = withFields('resync');
  const second = challengesIn(events)[1]!.t;
  t.is(challengesIn(events, second).length, 1);
  t.is(challengesIn(events, 0, second - 0.1).length, 1);
  t.is(challengesIn(recorded('resync')).length, 0, 'no RAND, nothing to tell');
});
