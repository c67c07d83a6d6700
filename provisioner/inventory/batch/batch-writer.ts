import { revealSecret, SECRET_NAMES } from '../card-secrets.ts';
import type { CardSecrets, SecretName, SimCard } from '../sim-card.ts';
import { LAB_BATCH, LAB_COLUMNS, PYSIM_COLUMNS } from './batch-format.ts';
import { csvLine } from './csv.ts';
import type { TransportKey } from './transport-key.ts';

/** A card to write; `secrets` are not needed for an input file. */
export interface CardToWrite {
  readonly card: Pick<SimCard, 'iccid' | 'imsi' | 'amf'>;
  readonly secrets?: CardSecrets;
}

export interface LabBatchOptions {
  readonly kind: 'input' | 'output';
  readonly batch: string;
  readonly quantity: number;
  readonly product?: string | undefined;
  readonly plmn?: string | undefined;
  readonly checkDigit?: 'absent' | undefined;
  /** Encrypts everything that is secret. An input file only names it. */
  readonly transportKey?: TransportKey | undefined;
}

const SECRETS: ReadonlySet<string> = new Set(SECRET_NAMES);

/** `lab-batch v1`, a piece at a time. */
export async function* writeLabBatch(
  cards: Iterable<CardToWrite> | AsyncIterable<CardToWrite>,
  options: LabBatchOptions,
): AsyncGenerator<string, void, void> {
  const { kind, batch, quantity, product, plmn, checkDigit, transportKey: key } = options;
  const columns = kind === 'input' ? LAB_COLUMNS.slice(0, 2) : LAB_COLUMNS;
  yield `${[
    `${LAB_BATCH} ${kind}`,
    `#batch: ${batch}`,
    ...(product === undefined ? [] : [`#product: ${product}`]),
    ...(plmn === undefined ? [] : [`#plmn: ${plmn}`]),
    `#quantity: ${quantity}`,
    ...(checkDigit === undefined ? [] : [`#check-digit: ${checkDigit}`]),
    ...(key === undefined ? [] : [`#transport-key: ${key.index} ${key.algorithm} ${key.check}`]),
    columns.map(name => (key !== undefined && kind === 'output' && SECRETS.has(name) ? `e-${name}` : name)).join(','),
  ].join('\n')}\n`;
  let count = 0;
  for await (const { card, secrets } of cards) {
    count++;
    yield csvLine(
      columns.map(name =>
        SECRETS.has(name) ? cellOf(name as SecretName, secrets, key) : (card[name as 'iccid' | 'imsi' | 'amf'] ?? ''),
      ),
    );
  }
  yield `#end: ${count}\n`;
}

/** pySim's CSV: column names, then cards. */
export async function* writePysimCsv(
  cards: Iterable<CardToWrite> | AsyncIterable<CardToWrite>,
): AsyncGenerator<string, void, void> {
  yield csvLine(PYSIM_COLUMNS);
  for await (const { card, secrets } of cards)
    yield csvLine(
      PYSIM_COLUMNS.map(column => {
        const name = column.toLowerCase().replace(/^(ki[cdk])1$/, '$1');
        return SECRETS.has(name) ? cellOf(name as SecretName, secrets, undefined) : card[name as 'iccid' | 'imsi'];
      }),
    );
}

function cellOf(name: SecretName, secrets: CardSecrets | undefined, key: TransportKey | undefined): string {
  const secret = secrets?.[name];
  if (secret === undefined) return '';
  return key === undefined ? revealSecret(name, secret) : key.wrap(secret.reveal());
}
