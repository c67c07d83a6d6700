/**
 * How many digits MNCs have in each country (ITU-T E.212 annex B, Operational Bulletin): two unless its MCC is here. Where both
 * are in use an IMSI alone does not tell its network. 001 and 999 are for tests and private networks.
 */
const TWO: readonly number[] = [2];
const THREE: readonly number[] = [3];
const BOTH: readonly number[] = [2, 3];

const THREE_DIGITS = [
  '302',
  '310',
  '311',
  '312',
  '313',
  '314',
  '315',
  '316',
  '330',
  '338',
  '342',
  '344',
  '346',
  '348',
  '352',
  '354',
  '356',
  '358',
  '360',
  '365',
  '366',
  '376',
  '708',
  '722',
  '732',
  '738',
  '750',
];
const BOTH_LENGTHS = [
  '001',
  '334',
  '350',
  '364',
  '374',
  '404',
  '405',
  '406',
  '502',
  '714',
  '740',
  '744',
  '746',
  '901',
  '995',
  '999',
];

const LENGTHS = new Map<string, readonly number[]>([
  ...THREE_DIGITS.map(mcc => [mcc, THREE] as const),
  ...BOTH_LENGTHS.map(mcc => [mcc, BOTH] as const),
]);

/** `[2]`, `[3]`, or both where both are in use. */
export function mncLengthsOf(mcc: string): readonly number[] {
  return LENGTHS.get(mcc) ?? TWO;
}
