import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { LabError, UserError } from '../../emulator/vocabulary/index.ts';
import { GcmMany, type GcmTexts, IV_OCTETS, LONGEST_TEXT, TAG_OCTETS } from './gcm-many.ts';

const CIPHER = 'aes-256-gcm';
const KEY_OCTETS = 32;
/** What a sealed box has beside the ciphertext. */
export const BOX_OCTETS = IV_OCTETS + TAG_OCTETS;

/** What a vault writes into the database: which key, and IV, tag and ciphertext in one. */
export interface Sealed {
  /** Names the key without telling anything of it: 8 hex digits of its SHA-256. */
  readonly key: string;
  /** 12 octets IV, 16 octets tag, then the ciphertext. */
  readonly box: Uint8Array;
}

/** AES-256-GCM with a key that is never in the database. */
export class KeyVault {
  readonly keyId: string;
  readonly #key: Uint8Array;
  /** Random octets in stock: asking for 12 at a time costs more than the cipher. */
  #stock: Buffer = Buffer.alloc(0);
  #taken = 0;
  #many: GcmMany | undefined;

  /** @throws UserError when the key has not 32 octets */
  constructor(key: Uint8Array) {
    if (key.length !== KEY_OCTETS) throw wrongKeyLength(`${key.length} octets`);
    this.#key = key;
    this.keyId = createHash('sha256').update('mvnolab vault key id').update(key).digest('hex').slice(0, 8);
  }

  /** `owner` is authenticated with the secret, so that a sealed box of one card does not open as that of another. */
  seal(plain: string | Uint8Array, owner: string): Sealed {
    const iv = this.#iv();
    const cipher = createCipheriv(CIPHER, this.#key, iv);
    cipher.setAAD(Buffer.from(owner));
    const text = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
    cipher.final();
    return { key: this.keyId, box: Buffer.concat([iv, cipher.getAuthTag(), text]) };
  }

  /** Seals many at once, which costs a third of one by one. */
  sealMany(plains: readonly string[], owners: readonly string[]): Sealed[] {
    if (plains.some(plain => plain.length * 3 > LONGEST_TEXT))
      return plains.map((plain, i) => this.seal(plain, owners[i]!));
    const [plain, plainEnds] = joined(plains);
    const [ownerText, ownerEnds] = joined(owners);
    const at = new Uint32Array(plains.length);
    for (let i = 1; i < at.length; i++) at[i] = plainEnds[i - 1]! + i * BOX_OCTETS;
    const out = Buffer.alloc(plain.length + plains.length * BOX_OCTETS);
    this.sealInto({ plain, plainEnds, owners: ownerText, ownerEnds, count: plains.length }, out, at);
    return plains.map((_, i) => ({ key: this.keyId, box: out.subarray(at[i], at[i + 1]) }));
  }

  /** The same into places of `out` that are BOX_OCTETS longer than the texts, of LONGEST_TEXT octets at most. */
  sealInto(texts: GcmTexts, out: Uint8Array, at: Uint32Array): void {
    this.#many ??= new GcmMany(this.#key);
    this.#many.seal(texts, randomBytes(IV_OCTETS * texts.count), out, at);
  }

  /** @throws LabError vault-key-wrong, vault-damaged */
  open({ key, box }: Sealed, owner: string): Uint8Array {
    if (key !== this.keyId)
      throw new LabError('vault-key-wrong', `the secrets of ${owner} were sealed with another key`, {
        expected: `the vault key ${key}; this one is ${this.keyId}`,
        hint: 'give the key that was in use then: --vault-key <file>, or MVNOLAB_VAULT_KEY',
      });
    try {
      const decipher = createDecipheriv(CIPHER, this.#key, box.subarray(0, IV_OCTETS), {
        authTagLength: TAG_OCTETS,
      });
      decipher.setAAD(Buffer.from(owner));
      decipher.setAuthTag(box.subarray(IV_OCTETS, IV_OCTETS + TAG_OCTETS));
      return Buffer.concat([decipher.update(box.subarray(IV_OCTETS + TAG_OCTETS)), decipher.final()]);
    } catch (cause) {
      throw new LabError(
        'vault-damaged',
        `the secrets of ${owner} do not open: somebody changed them, or put them at another card`,
        { hint: 'restore the card from a backup, or register it again' },
        { cause },
      );
    }
  }

  #iv(): Uint8Array {
    if (this.#taken + IV_OCTETS > this.#stock.length) {
      this.#stock = randomBytes(IV_OCTETS * 512);
      this.#taken = 0;
    }
    return this.#stock.subarray(this.#taken, (this.#taken += IV_OCTETS));
  }
}

function joined(texts: readonly string[]): [Buffer, Uint32Array] {
  const ends = new Uint32Array(texts.length);
  let end = 0;
  for (const [i, text] of texts.entries()) ends[i] = end += Buffer.byteLength(text);
  return [Buffer.from(texts.join('')), ends];
}

/**
 * The vault of a key as text: 64 hex digits, or base64 of 32 octets.
 * @throws UserError vault-key-invalid, which never repeats it
 */
export function vaultOfText(text: string, place: string): KeyVault {
  const word = text.trim();
  if (/^[0-9a-f]{64}$/i.test(word)) return new KeyVault(Buffer.from(word, 'hex'));
  const octets = Buffer.from(word, 'base64');
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(word) && octets.length === KEY_OCTETS) return new KeyVault(octets);
  throw wrongKeyLength(`${word.length} characters`, place);
}

/**
 * The vault whose key is in a file; with `create`, a file with a new key is made when there is none, readable by its owner alone.
 * @throws UserError vault-key-missing, vault-key-invalid; LabError vault-key-unreadable
 */
export function vaultOfFile(path: string, { create = false } = {}): KeyVault {
  try {
    if (!existsSync(path)) {
      if (!create) throw missingKey(path);
      makeKeyFile(path);
    }
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
      throw new UserError('vault-key-open', 'others may read the vault key', {
        place: path,
        expected: 'a file that only its owner may read',
        hint: `chmod 600 ${path}`,
      });
    return vaultOfText(readFileSync(path, 'utf8'), path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new LabError('vault-key-unreadable', `the vault key cannot be read: ${(error as Error).message}`, {
      place: path,
    });
  }
}

/** Two commands at once: the first one's key counts. */
function makeKeyFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
  const file = openSync(draft, 'wx', 0o600);
  writeSync(file, `${randomBytes(KEY_OCTETS).toString('hex')}\n`);
  fsyncSync(file);
  closeSync(file);
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
}

function missingKey(place: string): UserError {
  return new UserError('vault-key-missing', 'there is no key for the secrets of the inventory', {
    place,
    expected: 'a file with 64 hex digits (256 bit)',
    hint: 'openssl rand -hex 32 makes one; keep a copy: without it the keys of all cards are lost',
  });
}

function wrongKeyLength(what: string, place?: string): UserError {
  return new UserError('vault-key-invalid', `the vault key has ${what}`, {
    ...(place !== undefined && { place }),
    expected: '64 hex digits, or base64 of 32 octets (256 bit)',
    hint: 'openssl rand -hex 32 makes one',
  });
}
