/**
 * One field of an explained message: where it stands, what it says, which clause defines it. Offsets and lengths count
 * octets from the start of the outermost buffer; `value` is for people. Every codec's `explainX(bytes)` returns one.
 */
export interface FieldTree {
  name: string;
  offset: number;
  length: number;
  value?: string;
  clause?: string;
  children?: FieldTree[];
}
