import test from 'ava';
import type { MessageTraceEvent, TraceEvent } from '../../../emulator/vocabulary/index.ts';
import type { Reading } from '../shape/index.ts';
import { Findings } from '../source/finding.ts';
import { parseSource } from '../source/index.ts';
import { entryOf, type SourceNode } from '../source/source-node.ts';
import { readFlow, readForbidden } from './flow-source.ts';
import { type FlowContext, findForbidden, isMet, matchFlow } from './match-flow.ts';

const NAMES: Readonly<Record<string, readonly string[]>> = {
  ue: ['phone'],
  bts: ['home'],
  message: [
    'AttachRequest',
    'AttachAccept',
    'AttachReject',
    'AuthenticationRequest',
    'AuthenticationFailure',
    'PdnConnectivityRequest',
    'InitialUEMessage',
  ],
};

function reading(findings = new Findings()): Reading {
  return { findings, names: kind => NAMES[kind], isDeferred: () => false };
}

function nodeOf(yaml: string): SourceNode {
  const { documents, findings } = parseSource(`flow: ${yaml}\n`, 'f.yaml');
  if (findings.hasErrors) throw new Error(findings.all[0]!.message);
  return entryOf(documents[0]!, 'flow')!;
}

const CONTEXT: FlowContext = {
  reading: reading(),
  startMs: 100,
  causes: text => ({ '20': [20], 'mac-failure': [20], '19': [19], '27': [27] })[text],
  formatCause: cause => String(cause),
};

let seq = 0;

function message(t: number, from: string, to: string, name: string, more: Partial<MessageTraceEvent> = {}): TraceEvent {
  return { v: 1, seq: seq++, t, kind: 'message', protocol: 'nas-eps', from, to, message: name, ...more };
}

const LOG: readonly TraceEvent[] = [
  message(110, 'phone', 'mme', 'AttachRequest', {
    fields: { 'epsMobileIdentity.type': 'imsi', 'esm.message': 'PdnConnectivityRequest' },
  }),
  message(112, 'home', 'mme', 'InitialUEMessage'),
  { v: 1, seq: seq++, t: 113, kind: 'note', text: 'not a message' },
  message(120, 'mme', 'phone', 'AuthenticationRequest', { fields: { authenticationParameterRand: '00ff' } }),
  message(125, 'phone', 'mme', 'AuthenticationFailure', { fields: { emmCause: 20 } }),
  message(130, 'mme', 'phone', 'AuthenticationRequest', { fate: 'dropped' }),
  message(900, 'mme', 'phone', 'AttachReject', { fields: { emmCause: 19, 'esm.esmCause': 27 }, ciphered: true }),
];

function match(yaml: string) {
  const steps = readFlow(nodeOf(yaml), reading());
  if (steps === undefined) throw new Error(`cannot read ${yaml}`);
  return matchFlow(steps, LOG, CONTEXT);
}

const MET: readonly string[] = [
  '[phone > mme: AttachRequest]',
  '[phone > mme: AttachRequest, mme > phone: AttachReject]',
  '[phone > mme: PdnConnectivityRequest]',
  '[phone > mme: { msg: AttachRequest, has: { identity: imsi } }]',
  '[phone > mme: { msg: AuthenticationFailure, has: { cause: mac-failure } }]',
  '[mme > phone: { msg: AuthenticationRequest, has: { rand: 00FF } }]',
  '[mme > phone: { msg: AttachReject, has: { cause: 19, esm_cause: 27 }, within: 800ms, ciphered: true }]',
  '[mme > phone: { msg: AttachReject, has: { esm: { esmCause: 27 } } }]',
  '[home > mme: InitialUEMessage]',
  '[phone > mme: { msg: AttachRequest, has: { nothing: absent } }]',
];

for (const yaml of MET) test(`${yaml} is met`, t => t.true(isMet(match(yaml)), JSON.stringify(match(yaml).rows)));

const UNMET: readonly [yaml: string, firstMissing: number, mismatch?: RegExp][] = [
  ['[mme > phone: AttachAccept]', 0],
  ['[mme > phone: AttachRequest]', 0],
  ['[mme > phone: AttachReject, phone > mme: AttachRequest]', 1],
  ['[mme > phone: { msg: AuthenticationRequest, times: 2 }]', 1],
  ['[mme > phone: { msg: AttachReject, within: 500ms }]', 0, /came after 800 ms, expected within 500 ms/],
  ['[mme > phone: { msg: AttachReject, ciphered: false }]', 0, /was ciphered/],
  ['[phone > mme: { msg: AttachRequest, has: { identity: guti } }]', 0, /has identity: imsi, expected guti/],
  ['[phone > mme: { msg: AuthenticationFailure, has: { auts: present } }]', 0, /has auts: absent, expected present/],
];

for (const [yaml, firstMissing, mismatch] of UNMET) {
  test(`${yaml} is not met at row ${firstMissing}`, t => {
    const result = match(yaml);
    t.is(result.firstMissing, firstMissing);
    if (mismatch !== undefined) t.regex(result.rows[firstMissing]?.mismatch ?? '', mismatch);
  });
}

test('the first divergence is the message that came instead, in the same direction', t => {
  const { rows, observed, divergence } = match(
    '[phone > mme: AttachRequest, phone > mme: AttachAccept, mme > phone: AttachReject]',
  );
  t.deepEqual(
    rows.map(({ state }) => state),
    ['met', 'missing', 'not-reached'],
  );
  t.is(observed[divergence!]?.message, 'AuthenticationFailure');
  t.is(observed[0]?.atMs, 10, 'from the start of the step');
  t.false(
    observed.some(({ message: name }) => name === 'InitialUEMessage'),
    'only the nodes that are spoken of',
  );
});

test('messages that must not come', t => {
  const forbidden = readForbidden(
    nodeOf('[AttachAccept, { mme > phone: AttachReject }, { phone > mme: AttachReject }]'),
    reading(),
  );
  t.deepEqual(
    forbidden?.map(each => findForbidden(each, LOG).length),
    [0, 1, 0],
  );
});

const MISTAKES: readonly [yaml: string, code: string, hint?: string][] = [
  ['AttachRequest', 'flow-invalid'],
  ['[]', 'flow-invalid'],
  ['[AttachRequest]', 'flow-invalid'],
  ['[phone mme: AttachRequest]', 'flow-invalid'],
  ['[phonne > mme: AttachRequest]', 'name-unknown', "did you mean 'phone'?"],
  ['[phone > mme: AtachRequest]', 'name-unknown', "did you mean 'AttachRequest'?"],
  ['[phone > mme: { mesg: AttachRequest }]', 'key-unknown', "did you mean 'msg'?"],
  ['[phone > mme: { has: { cause: 1 } }]', 'key-missing'],
  ['[phone > mme: { msg: AttachRequest, has: cause }]', 'flow-invalid'],
  ['[phone > mme: { msg: AttachRequest, within: 5 }]', 'value-invalid'],
];

for (const [yaml, code, hint] of MISTAKES) {
  test(`${yaml} is refused: ${code}`, t => {
    const findings = new Findings();
    readFlow(nodeOf(yaml), reading(findings));
    t.true(
      findings.all.some(finding => finding.code === code),
      JSON.stringify(findings.all.map(({ code: c }) => c)),
    );
    if (hint !== undefined) t.true(findings.all.some(finding => finding.hint === hint));
  });
}

test('whether a message is ciphered is true or false, nothing else', t => {
  const findings = new Findings();
  readFlow(nodeOf('[mme > phone: { msg: AttachReject, ciphered: yes please }]'), reading(findings));
  t.deepEqual(
    findings.all.map(({ code }) => code),
    ['value-invalid'],
  );
});
