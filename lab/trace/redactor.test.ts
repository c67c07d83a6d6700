import { inspect } from 'node:util';
import test from 'ava';
import { fromHex, toHex } from '../../emulator/bytes/index.ts';
import { parseSecret } from '../../emulator/vocabulary/index.ts';
import { REDACTED, Redactor } from './redactor.ts';

/** Canaries: values that occur nowhere else. */
const KI = fromHex('465b5ce8b199b49faa5f0a2ee238a6bc');
const KASME = fromHex('a0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff');
const ENDS_WITH_ZERO = fromHex('0102030405060708090a0b0c0d0e0f10');

const octets = (bytes: Uint8Array) => Array.from(bytes, octet => octet.toString(16).padStart(2, '0'));
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** Every way in which a secret may find its way into a text. */
const FORMS: readonly (readonly [name: string, write: (secret: Uint8Array) => string])[] = [
  ['hex', toHex],
  ['upper-case hex', secret => toHex(secret).toUpperCase()],
  [
    'mixed-case hex',
    secret => toHex(secret).replace(/[a-f]/g, (digit, at: number) => (at % 3 === 0 ? digit.toUpperCase() : digit)),
  ],
  ['0x and hex', secret => `0x${toHex(secret)}`],
  ['spaced octets', secret => octets(secret).join(' ')],
  ['words of four digits', secret => toHex(secret).replace(/(.{4})(?!$)/g, '$1 ')],
  ['colons', secret => octets(secret).join(':')],
  ['dashes, upper case', secret => octets(secret).join('-').toUpperCase()],
  [
    'C array',
    secret =>
      octets(secret)
        .map(octet => `0x${octet}`)
        .join(', '),
  ],
  [
    'C string',
    secret =>
      octets(secret)
        .map(octet => `\\x${octet}`)
        .join(''),
  ],
  [
    'percent-encoded',
    secret =>
      octets(secret)
        .map(octet => `%${octet.toUpperCase()}`)
        .join(''),
  ],
  ['over two lines', secret => `${toHex(secret).slice(0, 17)}\n    ${toHex(secret).slice(17)}`],
  ['GUID', secret => toHex(secret).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')],
  ['base64', base64],
  ['base64url', secret => Buffer.from(secret).toString('base64url')],
  ['base64 in lines', secret => base64(secret).replace(/(.{10})/g, '$1\r\n')],
  ['base64 behind one octet', secret => base64(Buffer.concat([Buffer.of(0x5a), secret, Buffer.of(1, 2)]))],
  ['base64 behind two octets', secret => base64(Buffer.concat([Buffer.of(0x5a, 0xa5), secret, Buffer.of(1)]))],
  ['base64 behind three octets', secret => base64(Buffer.concat([Buffer.of(1, 2, 3), secret]))],
  ['hex in a longer hex', secret => `0741${toHex(secret)}f0f1`],
  ['hex behind one digit', secret => `0741a${toHex(secret)}`],
  ['JSON of an array', secret => JSON.stringify(Array.from(secret))],
  ['JSON of a Uint8Array', secret => JSON.stringify(secret)],
  ['JSON of a Buffer', secret => JSON.stringify(Buffer.from(secret))],
  ['inspected Uint8Array', secret => inspect(secret)],
  ['inspected Buffer', secret => inspect(Buffer.from(secret))],
  ['JSON of hex', secret => JSON.stringify({ k: toHex(secret) })],
];

/** What is left of a secret in a text that was cleaned: any 4 consecutive octets of it, in whatever form. */
function remains(text: string, secret: Uint8Array): boolean {
  const digits = text
    .toLowerCase()
    .replace(/0x|\\x/g, '')
    .replace(/[^0-9a-z]/g, '');
  const decimals = text.replace(/\D+/g, ',');
  const hidden = Array.from({ length: secret.length - 3 }, (_, at) => secret.subarray(at, at + 4));
  const sextets = Array.from({ length: secret.length - 8 }, (_, at) =>
    base64(secret.subarray(at, at + 9)).slice(0, 12),
  );
  const flat = text.replaceAll('-', '+').replaceAll('_', '/').replace(/\s/g, '');
  return (
    hidden.some(part => digits.includes(toHex(part)) || decimals.includes(part.join(','))) ||
    sextets.some(part => flat.includes(part))
  );
}

for (const [form, write] of FORMS)
  test(`removes a secret: ${form}`, t => {
    const redactor = new Redactor();
    for (const secret of [KI, KASME, ENDS_WITH_ZERO]) redactor.add(secret);
    for (const secret of [KI, KASME, ENDS_WITH_ZERO]) {
      const dirty = `before ${write(secret)} after, xyz`;
      const clean = redactor.redact(dirty);
      t.true(clean.includes(REDACTED), clean);
      t.false(remains(clean, secret), clean);
      t.true(clean.startsWith('before '), clean);
      t.true(clean.endsWith(' after, xyz'), clean);
      t.is(redactor.redact(`${dirty}${dirty}`).split(REDACTED).length, 3, 'twice in one text');
    }
  });

test('a secret whose base64 looks like hex', t => {
  const redactor = new Redactor();
  const secret = Buffer.from('deadbeefdeadbeefdeadbQ==', 'base64');
  redactor.add(secret);
  t.is(redactor.redact(`k=${base64(secret)};`), `k=${REDACTED};`);
  t.is(redactor.redact(base64(secret).slice(0, 22)), REDACTED);
});

test('a text without secrets is the same string', t => {
  const redactor = new Redactor();
  redactor.add(KI);
  const almost = toHex(KI).replace(/c$/, 'd');
  for (const text of [
    '',
    'AttachRequest',
    `IMSI 001010000000001, RAND ${toHex(KASME)}`,
    almost,
    base64(KASME),
    '465b5ce8b199b49f AA5F0A2E',
  ])
    t.is(redactor.redact(text), text);
});

test('a letter that is no hex digit between two octets breaks the value', t => {
  const redactor = new Redactor();
  redactor.add(KI);
  const text = `${toHex(KI).slice(0, 16)} and ${toHex(KI).slice(16)}`;
  t.is(redactor.redact(text), text);
});

test('the last digit 0 before an x belongs to the secret', t => {
  const redactor = new Redactor();
  redactor.add(ENDS_WITH_ZERO);
  t.is(redactor.redact(`${toHex(ENDS_WITH_ZERO)}xyz`), `${REDACTED}xyz`);
});

test('secrets of the vocabulary, removed as often as added', t => {
  const redactor = new Redactor();
  const ki = parseSecret('Ki', toHex(KI));
  redactor.add(ki);
  redactor.add(KI);
  redactor.remove(ki);
  t.is(redactor.redact(toHex(KI)), REDACTED);
  t.false(redactor.empty);
  redactor.remove(KI);
  redactor.remove(KI);
  t.is(redactor.redact(toHex(KI)), toHex(KI));
  t.true(redactor.empty);
  redactor.add(ki);
  t.is(redactor.redact(toHex(KI)), REDACTED);
});

test('the octets are copied: a cleared key is still removed', t => {
  const redactor = new Redactor();
  const key = KI.slice();
  redactor.add(key);
  key.fill(0);
  t.is(redactor.redact(toHex(KI)), REDACTED);
});

test('secrets that are texts', t => {
  const redactor = new Redactor();
  redactor.addText('pa ss/w0rd');
  redactor.addText('abc');
  t.is(redactor.redact('mongodb://lab:pa%20ss%2Fw0rd@db abc'), `mongodb://lab:${REDACTED}@db abc`);
  t.is(redactor.redact('pa ss/w0rd'), REDACTED);
});

test('a value that is too short to be told from others is refused', t => {
  const redactor = new Redactor();
  t.throws(() => redactor.add(Uint8Array.of(1, 2, 3)), { instanceOf: RangeError });
});

test('members, keys, octets and lists of a value', t => {
  const redactor = new Redactor();
  redactor.add(KI);
  const dirty = {
    summary: `K ${toHex(KI)}`,
    fields: { res: '0011', [toHex(KI)]: 1, deep: [{ k: base64(KI) }] },
    raw: KI,
    list: Array.from(KI),
    fine: [1, 2, 3, 4, 5],
    count: 7,
    none: null,
  };
  const clean = redactor.redactValue(dirty) as Record<string, unknown>;
  t.deepEqual(clean, {
    summary: `K ${REDACTED}`,
    fields: { res: '0011', [REDACTED]: 1, deep: [{ k: REDACTED }] },
    raw: REDACTED,
    list: REDACTED,
    fine: [1, 2, 3, 4, 5],
    count: 7,
    none: null,
  });
  const innocent = { a: 'x', b: [{ c: 1 }] };
  t.is(redactor.redactValue(innocent), innocent, 'not copied when there is nothing to remove');
});

test('random secrets at random places of random texts are found among 20,000', t => {
  let state = 0x1234567;
  const random = (below: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const redactor = new Redactor();
  const secrets = Array.from({ length: 20_000 }, () => Uint8Array.from({ length: 16 }, () => random(256)));
  for (const secret of secrets) redactor.add(secret);
  for (let round = 0; round < 2000; round++) {
    const secret = secrets[random(secrets.length)]!;
    const [form, write] = FORMS[random(FORMS.length)]!;
    const noise = () => toHex(Uint8Array.from({ length: random(30) }, () => random(256)));
    const clean = redactor.redact(`${noise()} ${write(secret)} ${noise()}`);
    t.true(clean.includes(REDACTED) && !remains(clean, secret), `${form}: ${clean}`);
  }
});
