import test from 'ava';
import { toHex } from '../../bytes/index.ts';
import { decodeNasEps } from '../../codec/nas-eps/index.ts';
import { decodeS1ap } from '../../codec/s1ap/index.ts';
import { type Frame, nasOf, plainNas, Replay, readRecording } from './replay.ts';

const associations = new Map<number, Frame[]>();
const FRAMES = readRecording();
for (const frame of FRAMES) {
  const frames = associations.get(frame.association) ?? [];
  associations.set(frame.association, frames);
  frames.push(frame);
}
const { said } = new Replay(FRAMES);

/** Where we say something else on purpose: what is at this place of our sequence, and what Open5GS said. */
const OTHERWISE: ReadonlyMap<number, { readonly at: number; readonly ours: string[]; readonly theirs: string[] }> =
  new Map([
    // A stranger's failing attach does not throw the subscriber off: its connection was kept and has ended with the Detach.
    [
      57739,
      {
        at: 20,
        ours: ['UEContextReleaseCommand nas/detach'],
        theirs: ['UEContextReleaseCommand nas/normal-release', 'UEContextReleaseCommand nas/detach'],
      },
    ],
    // An S1 Setup Request without its paging DRX: we say what is missing, Open5GS finds the PLMN wrong and does not look further.
    [49595, { at: 0, ours: ['S1SetupFailure protocol/semantic-error'], theirs: ['S1SetupFailure misc/unknown-PLMN'] }],
    // An eNB Status Transfer made of other messages' IEs: octets that cannot be read for Open5GS, missing IEs for us.
    [
      61112,
      {
        at: 1,
        ours: ['ErrorIndication protocol/semantic-error'],
        theirs: ['ErrorIndication protocol/abstract-syntax-error-falsely-constructed-message'],
      },
    ],
  ]);

/** S1AP message and cause, NAS message and cause. */
function nameOf(bytes: Uint8Array): string {
  const pdu = decodeS1ap(bytes);
  const nas = nasOf(pdu);
  const words: string[] = [pdu.message];
  if ('cause' in pdu && pdu.cause !== undefined) words.push(`${pdu.cause.group}/${pdu.cause.value}`);
  if (nas !== undefined) {
    const message = plainNas(nas);
    words.push(message.message);
    if ('emmCause' in message) words.push(`EMM ${message.emmCause}`);
    if ('esmCause' in message) words.push(`ESM ${message.esmCause}`);
  }
  return words.join(' ');
}

for (const [association, frames] of associations) {
  test(`association ${association}: our MME says what Open5GS's said, in that order`, t => {
    const theirs = frames.filter(({ uplink }) => !uplink).map(({ bytes }) => nameOf(bytes));
    const ours = (said.get(association) ?? []).map(({ bytes }) => nameOf(bytes));
    const otherwise = OTHERWISE.get(association);
    if (otherwise !== undefined) {
      t.deepEqual(ours.splice(otherwise.at, otherwise.ours.length, ...otherwise.theirs), otherwise.ours);
    }
    t.deepEqual(ours, theirs);
  });
}

/** Our message beside theirs, for each of theirs that we say too. */
function* pairs(): Generator<readonly [frame: number, ours: Uint8Array, theirs: Uint8Array]> {
  for (const [association, frames] of associations) {
    if (OTHERWISE.has(association)) continue;
    const theirs = frames.filter(({ uplink }) => !uplink);
    for (const [i, { bytes }] of (said.get(association) ?? []).entries())
      yield [theirs[i]!.number, bytes, theirs[i]!.bytes];
  }
}

/** What cannot be alike, or is not by intent. */
const APART: ReadonlySet<string> = new Set([
  'mmeName', // Open5GS had none.
  'gtpTeid',
  'interfaceIdentifier',
  'mTmsi', // Open5GS had freed some that we keep for a phone that may come back.
  'ksi', // Open5GS begins again with 0 when the GUTI is unknown, we go on for the subscriber.
  'gea', // Open5GS replays what the phone said in an earlier attach; a phone must refuse that.
  'apnAmbr', // 1 Gbps in TS 24.301's coding; Open5GS says 768 Mbps.
  'options', // Open5GS acknowledges IPCP options that it changes; RFC 1332 naks them.
]);

/** All that a message says, NAS and ESM messages decoded, as text. */
function contentOf(bytes: Uint8Array): string {
  const pdu = decodeS1ap(bytes);
  const nas = nasOf(pdu);
  const message = nas === undefined ? undefined : plainNas(nas);
  const header = nas === undefined || nas[0] === 0x07 ? undefined : { type: nas[0], sequenceNumber: nas[5] };
  const esm = message?.message === 'AttachAccept' ? decodeNasEps(message.esmMessageContainer, 'downlink') : undefined;
  const shown = (key: string, value: unknown) => {
    if (APART.has(key) || key === 'nasPdu' || key === 'esmMessageContainer') return undefined;
    return value instanceof Uint8Array ? toHex(value) : value;
  };
  return JSON.stringify({ pdu, header, message, esm }, shown, 1);
}

test('every message says what Open5GS said in it, most of them octet for octet: MAC, HASHMME, KeNB, all', t => {
  let messages = 0;
  let identical = 0;
  for (const [frame, ours, theirs] of pairs()) {
    t.is(contentOf(ours), contentOf(theirs), `frame ${frame}`);
    messages++;
    if (toHex(ours) === toHex(theirs)) identical++;
  }
  t.is(messages, 251);
  t.is(identical, 166);
});
