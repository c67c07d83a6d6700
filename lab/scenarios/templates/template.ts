/** A scenario file to begin with. */
export interface Template {
  /** A line for the list of templates. */
  readonly about: string;
  /** The file, without the line that names the schema. */
  text(name: string): string;
}

/** Fixtures of most scenarios: a SIM, a base station, a phone. */
export const ONE_PHONE = `given:
  sims: { alice: {} }                      # IMSI and keys are drawn from the seed of the run
  bts:  { home: { plmn: 001-01, tac: 1 } }
  ues:  { phone: { sim: alice, bts: home } }`;
