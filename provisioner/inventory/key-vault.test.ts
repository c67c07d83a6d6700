import { createDecipheriv } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { LabError, UserError } from '../../emulator/vocabulary/index.ts';
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
