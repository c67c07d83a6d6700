import test from 'ava';
import type { StoredValue } from '../../../scenarios/runner/index.ts';
import { StandIns } from './stand-ins.ts';

const KI = 'A0B1C2D3E4F5061728394A5B6C7D8E9F';
const OPC = '00112233445566778899aabbccddeeff';
const redact = (text: string): string =>
  [KI, OPC, KI.toLowerCase()].reduce((clean, key) => clean.replaceAll(key, '[redacted]'), text);

const string = (value: string): StoredValue => ({ bson: 'string', value });
const document = (members: Readonly<Record<string, StoredValue>>): StoredValue => ({ bson: 'document', members });

function textsOf(value: StoredValue | undefined): string[] {
  if (value?.bson === 'document') return Object.values(value.members).flatMap(textsOf);
  if (value?.bson === 'array') return value.items.flatMap(textsOf);
  return value?.bson === 'string' ? [value.value] : [];
}

test('keys leave as something of the same form, equal where they are equal', t => {
  const standIns = new StandIns();
  const sent = standIns.inPlaceOfKeys(
    document({
      k: string(KI),
      list: { bson: 'array', items: [string(KI), string(OPC)] },
      imsi: string('001010000000001'),
    }),
    redact,
  );
  const [k, again, opc, imsi] = textsOf(sent.document) as [string, string, string, string];
  t.regex(k, /^[0-9A-F]{32}$/);
  t.regex(opc, /^[0-9a-f]{32}$/);
  t.not(k, KI);
  t.not(opc, OPC);
  t.is(again, k);
  t.is(imsi, '001010000000001');
  t.deepEqual(sent.secrets, [k, k, opc]);
  t.is(textsOf(standIns.inPlaceOfKeys(string(KI), redact).document)[0], k, 'and the next time');
  t.not(textsOf(new StandIns().inPlaceOfKeys(string(KI), redact).document)[0], k, 'but not in another session');
});

test('a key that the client sent itself stays as it is', t => {
  const standIns = new StandIns();
  standIns.learn({ what: 'addSim', args: ['alice', { ki: KI.toLowerCase() }] });
  const { document: kept, secrets } = standIns.inPlaceOfKeys(document({ k: string(KI), opc: string(OPC) }), redact);
  t.is(textsOf(kept)[0], KI);
  t.not(textsOf(kept)[1], OPC);
  t.true(secrets.includes(KI), 'and is shown nowhere all the same');
});

test('a key inside a longer text is cut out', t => {
  t.deepEqual(textsOf(new StandIns().inPlaceOfKeys(string(`Ki ${KI}!`), redact).document), ['Ki [redacted]!']);
});
