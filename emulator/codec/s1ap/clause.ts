import { type Schema, withClause } from '../asn1-per/index.ts';

/** A schema with its clause of TS 36.413, which explained messages show. */
export function clause<S extends Schema<unknown>>(number: string, schema: S): S {
  return withClause(`TS 36.413 §${number}`, schema);
}
