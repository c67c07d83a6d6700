import { createCipheriv } from 'node:crypto';
import test from 'ava';
import { fromHex, toHex } from '../bytes/index.ts';
import { aesCmac, aesCtr, expandAesKey } from './index.ts';
import { seededBytes } from './testing/seeded-bytes.ts';
import { AES_BLOCKS, AES_CTR, CMAC_EXAMPLES, CMAC_KEY } from './vectors/aes.ts';

for (const vector of AES_BLOCKS) {
  test(`AES ${vector.source}`, t => {
    t.is(toHex(expandAesKey(fromHex(vector.key)).encryptBlock(fromHex(vector.plaintext))), vector.ciphertext);
  });
}

test('AES agrees with OpenSSL where each bit of key and block stands alone, and on random ones', t => {
  const random = seededBytes(1);
  const cases = Array.from({ length: 500 }, () => [random(16), random(16)] as const);
  for (let bit = 0; bit < 128; bit++) {
    const one = new Uint8Array(16);
    one[bit >> 3] = 0x80 >> (bit & 7);
    cases.push([one, new Uint8Array(16)], [new Uint8Array(16), one]);
  }
  for (const [key, block] of cases) {
    const reference = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(block);
    t.is(toHex(expandAesKey(key).encryptBlock(block)), toHex(reference));
  }
});

test('a key object can take another key', t => {
  const [first, second] = [AES_BLOCKS[0]!, AES_BLOCKS[1]!];
  const key = expandAesKey(fromHex(first.key));
  key.rekey(fromHex(second.key));
  t.is(toHex(key.encryptBlock(fromHex(second.plaintext))), second.ciphertext);
});

test('AES refuses other lengths', t => {
  t.throws(() => expandAesKey(new Uint8Array(24)), { instanceOf: RangeError });
  t.throws(() => expandAesKey(new Uint8Array(16)).encryptBlock(new Uint8Array(15)), { instanceOf: RangeError });
});

test('AES-CTR SP 800-38A F.5.1', t => {
  const key = expandAesKey(fromHex(AES_CTR.key));
  const ciphertext = aesCtr(key, AES_CTR.counter, fromHex(AES_CTR.plaintext));
  t.is(toHex(ciphertext), toHex(fromHex(AES_CTR.ciphertext)));
  t.is(toHex(aesCtr(key, AES_CTR.counter, ciphertext)), toHex(fromHex(AES_CTR.plaintext)));
});

test('AES-CTR agrees with OpenSSL at every length and where the counter carries', t => {
  const random = seededBytes(2);
  const counters = [
    '00000000000000000000000000000000',
    `${'ff'.repeat(16)}`,
    `01${'ff'.repeat(15)}`,
    `${'00'.repeat(12)}fffffffe`,
  ];
  for (const counterHex of counters) {
    const counter = fromHex(counterHex);
    const words = [0, 4, 8, 12].map(at => new DataView(counter.buffer).getInt32(at)) as [
      number,
      number,
      number,
      number,
    ];
    for (let length = 0; length < 100; length++) {
      const [key, data] = [random(16), random(length)];
      const reference = createCipheriv('aes-128-ctr', key, counter).update(data);
      t.is(toHex(aesCtr(expandAesKey(key), words, data)), toHex(reference));
    }
  }
});

for (const { example, message, octets, tag } of CMAC_EXAMPLES) {
  test(`AES-CMAC RFC 4493 example ${example}`, t => {
    t.is(toHex(aesCmac(expandAesKey(fromHex(CMAC_KEY)), fromHex(message).subarray(0, octets))), tag);
  });
}

test('AES-CMAC agrees with one made from OpenSSL blocks, for every length in octets', t => {
  const random = seededBytes(3);
  for (let length = 0; length < 100; length++) {
    const [key, message] = [random(16), random(length)];
    t.is(toHex(aesCmac(expandAesKey(key), message)), toHex(referenceCmac(key, message)));
  }
});

/** RFC 4493 §2.4 word for word, over OpenSSL's AES. */
function referenceCmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  const aes = (block: bigint) => {
    const octets = Buffer.from(block.toString(16).padStart(32, '0'), 'hex');
    const out = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(octets);
    return BigInt(`0x${out.toString('hex')}`);
  };
  const double = (x: bigint) => ((x << 1n) & ((1n << 128n) - 1n)) ^ (x >> 127n === 1n ? 0x87n : 0n);
  const k1 = double(aes(0n));
  const blocks = Math.max(1, Math.ceil(message.length / 16));
  const complete = message.length > 0 && message.length % 16 === 0;
  const padded = new Uint8Array(16 * blocks);
  padded.set(message);
  if (!complete) padded[message.length] = 0x80;
  let x = 0n;
  for (let i = 0; i < blocks; i++) {
    const block = BigInt(`0x${toHex(padded.subarray(16 * i, 16 * i + 16))}`);
    x = aes(x ^ block ^ (i < blocks - 1 ? 0n : complete ? k1 : double(k1)));
  }
  return fromHex(x.toString(16).padStart(32, '0'));
}
