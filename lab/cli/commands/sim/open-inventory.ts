import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Caller, Inventory, KeyVault } from '../../../../provisioner/inventory/index.ts';
import type { Cli } from '../../context.ts';
import { mongodbUri, openStoreUri, type StoreOptions, storeFolder, withStoreOptions } from '../../open-store.ts';

/** Where the key is when nothing else is said, below the current folder: beside the store, not in it. */
const DEFAULT_KEY_FILE = join('.mvnolab', 'vault.key');

export interface InventoryCliOptions extends StoreOptions {
  readonly inventory?: string;
  readonly vaultKey?: string;
}

/** Adds `--store`, `--mongodb`, `--inventory` and `--vault-key`. */
export function withInventoryOptions(command: Command): Command {
  return withStoreOptions(command)
    .option('--inventory <database>', 'the database of the inventory on that server (default: mvnolab)')
    .option(
      '--vault-key <file>',
      `file with the key that seals the secrets of the cards, 64 hex digits (default: MVNOLAB_VAULT_KEY, else ${DEFAULT_KEY_FILE}, made for an empty inventory)`,
    );
}

/** Opens the inventory; closed by the clean-ups. What an earlier command left half done is done first. */
export async function openInventoryOf(cli: Cli, options: InventoryCliOptions): Promise<Inventory> {
  const { openInventory } = await import('../../../../provisioner/inventory/index.ts');
  const uri = await openStoreUri(cli, options);
  const known: { isEmpty: boolean; keyId: string | undefined } = { isEmpty: true, keyId: undefined };
  const vault = await vaultOf(cli, options, known);
  const inventory = await openInventory(uri, {
    vault,
    env: cli.env,
    ...(options.inventory !== undefined && { databaseName: options.inventory }),
    // On a store of its own no core runs: nobody is attached.
    ...(mongodbUri(cli, options) === undefined && { presence: () => false }),
  });
  cli.cleanUps.add('the inventory', () => inventory.close());
  for await (const { sealed } of inventory.sims.list({ limit: 1 })) {
    known.isEmpty = false;
    known.keyId = sealed.key;
  }
  await inventory.sims.recover();
  return inventory;
}

/** Who is asking, for history and audit. */
export function callerOf(cli: Cli): Caller {
  return { actor: `cli:${cli.env.MVNOLAB_ACTOR ?? userName()}` };
}

/** Looked up when a secret is needed; one key for all cards. */
async function vaultOf(
  cli: Cli,
  options: InventoryCliOptions,
  known: { readonly isEmpty: boolean; readonly keyId: string | undefined },
): Promise<() => KeyVault> {
  const { vaultOfFile, vaultOfText } = await import('../../../../provisioner/inventory/index.ts');
  const { LabError } = await import('../../../../emulator/vocabulary/index.ts');
  let vault: KeyVault | undefined;
  return () => {
    if (vault !== undefined) return vault;
    const text = cli.env.MVNOLAB_VAULT_KEY;
    if (options.vaultKey !== undefined) vault = vaultOfFile(resolve(cli.cwd, options.vaultKey));
    else if (text !== undefined && text !== '') vault = vaultOfText(text, 'MVNOLAB_VAULT_KEY');
    else vault = vaultOfFile(keyFileOf(cli, options), { create: known.isEmpty });
    if (known.keyId !== undefined && known.keyId !== vault.keyId)
      throw new LabError('vault-key-wrong', 'this is not the key that the cards of this inventory were sealed with', {
        place: options.vaultKey ?? (text !== undefined && text !== '' ? 'MVNOLAB_VAULT_KEY' : keyFileOf(cli, options)),
        expected: `the vault key ${known.keyId}; this one is ${vault.keyId}`,
        hint: 'give the key that was in use then: --vault-key <file>, or MVNOLAB_VAULT_KEY',
      });
    return vault;
  };
}

/** Beside the store that is named, so that stores in other folders have keys of their own. */
function keyFileOf(cli: Cli, options: InventoryCliOptions): string {
  if (options.store !== undefined) return `${storeFolder(cli, options)}.vault.key`;
  return resolve(cli.cwd, DEFAULT_KEY_FILE);
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown'; // a container's user without a name
  }
}
