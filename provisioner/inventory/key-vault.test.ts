import { createDecipheriv } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { LabError, UserError } from '../../emulator/vocabulary/index.ts';
import { GcmMany } from './gcm-many.ts';
import { KeyVault, vaultOfFile, vaultOfText } from './key-vault.ts';

const KEY = Uint8Array.from({ length: 32 }, (_, i) => i);

test('what is sealed is AES-256-GCM: IV, tag, ciphertext, the owner authenticated', t => {
  const { key, box } = new KeyVault(KEY).seal('hidden words', 'me');
  t.regex(key, /^[0-9a-f]{8}$/);
  const decipher = createDecipheriv('aes-256-gcm', KEY, box.subarray(0, 12));
  decipher.setAAD(Buffer.from('me'));
  decipher.setAuthTag(box.subarray(12, 28));
  t.is(Buffer.concat([decipher.update(box.subarray(28)), decipher.final()]).toString(), 'hidden words');
});

test('no IV comes twice', t => {
  const vault = new KeyVault(KEY);
  const ivs = Array.from({ length: 5000 }, () =>
    Buffer.from(vault.seal('x', 'me').box.subarray(0, 12)).toString('hex'),
  );
  t.is(new Set(ivs).size, ivs.length);
});

test('another key, another owner, any changed octet: it does not open', t => {
  const vault = new KeyVault(KEY);
  const sealed = vault.seal('hidden words', 'me');
  const codeOf = (open: () => unknown) => {
    const error = t.throws(open, { instanceOf: LabError });
    t.false(error!.message.includes('hidden words'));
    return error!.code;
  };
  t.is(
    codeOf(() => new KeyVault(KEY.map(octet => octet + 1)).open(sealed, 'me')),
    'vault-key-wrong',
  );
  t.is(
    codeOf(() => vault.open(sealed, 'you')),
    'vault-damaged',
  );
  for (let i = 0; i < sealed.box.length; i++) {
    const box = sealed.box.slice();
    box[i]! ^= 1;
    t.is(
      codeOf(() => vault.open({ ...sealed, box }, 'me')),
      'vault-damaged',
      `octet ${i}`,
    );
  }
  for (let length = 0; length < sealed.box.length; length++)
    t.is(
      codeOf(() => vault.open({ ...sealed, box: sealed.box.subarray(0, length) }, 'me')),
      'vault-damaged',
      `${length} octets`,
    );
});

test('a key as text; as a file that only its owner may read, made once', async t => {
  const hex = Buffer.from(KEY).toString('hex');
  const { keyId } = new KeyVault(KEY);
  t.is(vaultOfText(` ${hex}\n`, 'x').keyId, keyId);
  t.is(vaultOfText(Buffer.from(KEY).toString('base64'), 'x').keyId, keyId);
  for (const text of ['', 'x', hex.slice(1), `${hex}0`, 'z'.repeat(64)]) {
    const error = t.throws(() => vaultOfText(text, 'x'), { instanceOf: UserError, code: 'vault-key-invalid' });
    t.true(text.length < 2 || !error!.message.includes(text));
  }
  const folder = await mkdtemp(join(tmpdir(), 'mvnolab-vault-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'new', 'vault.key');
  t.throws(() => vaultOfFile(path), { instanceOf: UserError, code: 'vault-key-missing' });
  const made = vaultOfFile(path, { create: true });
  t.is((await stat(path)).mode & 0o777, 0o600);
  t.is(vaultOfFile(path, { create: true }).keyId, made.keyId);
  t.regex(await readFile(path, 'utf8'), /^[0-9a-f]{64}\n$/);
  await chmod(path, 0o644);
  t.throws(() => vaultOfFile(path), { instanceOf: UserError, code: 'vault-key-open' });
  await writeFile(join(folder, 'bad'), 'no key', { mode: 0o600 });
  t.throws(() => vaultOfFile(join(folder, 'bad')), { instanceOf: UserError, code: 'vault-key-invalid' });
});

test('many at once are sealed as one by one, whatever their lengths; no IV comes twice', t => {
  const vault = new KeyVault(KEY);
  const plains = Array.from({ length: 300 }, (_, i) => 'é§x'.repeat(i % 90).slice(0, i));
  const owners = plains.map((_, i) => `o${'wner'.repeat(i % 13)} ${i}`);
  const sealed = vault.sealMany(plains, owners);
  for (const [i, item] of sealed.entries()) {
    t.is(Buffer.from(vault.open(item, owners[i]!)).toString(), plains[i]!, `${i}`);
    t.is(item.box.length, 28 + Buffer.byteLength(plains[i]!));
    t.throws(() => vault.open(item, owners[(i + 1) % 300]!), { code: 'vault-damaged' });
  }
  t.is(new Set(sealed.map(({ box }) => Buffer.from(box.subarray(0, 12)).toString('hex'))).size, 300);
  t.deepEqual(vault.sealMany([], []), []);
  const long = vault.sealMany(['x'.repeat(2_000_000), 'y'], ['a', 'b']);
  t.is(vault.open(long[0]!, 'a').length, 2_000_000);
  t.is(Buffer.from(vault.open(long[1]!, 'b')).toString(), 'y');
});

test('AES-256-GCM: a published vector (McGrew and Viega, test case 16)', t => {
  const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
  const plain = hex(
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
  );
  const owners = hex('feedfacedeadbeeffeedfacedeadbeefabaddad2');
  const out = new Uint8Array(28 + plain.length);
  new GcmMany(hex('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308')).seal(
    { plain, plainEnds: Uint32Array.of(plain.length), owners, ownerEnds: Uint32Array.of(owners.length), count: 1 },
    hex('cafebabefacedbaddecaf888'),
    out,
    Uint32Array.of(0),
  );
  t.is(
    Buffer.from(out).toString('hex'),
    `cafebabefacedbaddecaf88876fc6ece0f4e1768cddf8853bb2d551b${'522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662'}`,
  );
});
