import { didYouMean } from '../../../emulator/vocabulary/index.ts';
import { type Kind, nearestObservable, type ObservableOwner, observableOf } from '../match/index.ts';
import type { Witness } from '../results/index.ts';
import type { Reading } from '../shape/index.ts';
import type { Place } from '../source/source-node.ts';

/** What an expectation looks at. */
export interface Subject {
  readonly owner: ObservableOwner;
  /** Of the phone, base station or SIM; for `core.ues.NAME` still in the path. */
  readonly name?: string;
  readonly path: readonly string[];
  readonly kind: Kind;
  /** As written: `phone.pdn.internet.ip`. */
  readonly text: string;
  readonly witness: Witness;
}

const WITNESSES: Readonly<Record<ObservableOwner, Witness>> = {
  ue: 'ue',
  bts: 'bts',
  sim: 'inventory',
  hss: 'database',
  core: 'core',
  aka: 'ue',
  step: 'outcome',
  arm: 'lab',
  lab: 'lab',
  error: 'outcome',
};

/** First words that stand for themselves. */
const FIXED: Readonly<Record<string, ObservableOwner>> = {
  core: 'core',
  aka: 'aka',
  step: 'step',
  arm: 'arm',
  lab: 'lab',
  error: 'error',
};

/** Short names of document paths. */
const HSS_ALIASES: Readonly<Record<string, string>> = { sqn: 'security.sqn', amf: 'security.amf' };

/** Finds out what a key under `expect` or `save` looks at; reports what does not exist, with what does. */
export function readSubject(text: string, place: Place, reading: Reading): Subject | undefined {
  const [first = '', ...rest] = text.split('.');
  const fixed = FIXED[first];
  if (fixed !== undefined) return checked({ owner: fixed, path: rest, text }, place, reading);
  if (first === 'hss') return readHss(rest, text, place, reading);
  for (const owner of ['ue', 'bts', 'sim'] as const) {
    if (includes(reading.names(owner), first)) return checked({ owner, name: first, path: rest, text }, place, reading);
  }
  // names are not known (a fragment by itself): taken for a phone's, and not checked further
  if (reading.names('ue') === undefined)
    return { owner: 'ue', name: first, path: rest, kind: 'any', text, witness: 'ue' };
  const known = [
    ...(['ue', 'bts', 'sim'] as const).flatMap(kind => [...(reading.names(kind) ?? [])]),
    'hss',
    'flow',
    ...Object.keys(FIXED),
  ];
  const guess = didYouMean(first, known);
  reading.findings.error('name-unknown', `nothing here is called '${first}'`, place, {
    expected: `one of ${known.join(', ')}`,
    ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
  });
  return undefined;
}

function includes(names: Iterable<string> | undefined, name: string): boolean {
  return names !== undefined && [...names].includes(name);
}

function readHss(rest: readonly string[], text: string, place: Place, reading: Reading): Subject | undefined {
  const [sim = '', ...path] = rest;
  const sims = reading.names('sim');
  if (sims !== undefined && !includes(sims, sim)) {
    const guess = didYouMean(sim, sims);
    reading.findings.error('name-unknown', `'${sim}' is not the name of a SIM under given.sims`, place, {
      expected: `hss.NAME with a NAME of ${[...sims].join(', ') || 'given.sims, of which there is none'}`,
      ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
    });
    return undefined;
  }
  const full = path.length === 1 ? (HSS_ALIASES[path[0]!] ?? path[0]!).split('.') : path;
  return checked({ owner: 'hss', name: sim, path: full, text }, place, reading);
}

function checked(
  subject: Pick<Subject, 'owner' | 'path' | 'text'> & { readonly name?: string },
  place: Place,
  reading: Reading,
): Subject | undefined {
  const { owner, path } = subject;
  const witness = WITNESSES[owner];
  const observable = observableOf(owner, path);
  if (observable !== undefined) return { ...subject, kind: observable.kind, witness };
  // an inner node of the tree: present or absent, or a map of members
  const guess = nearestObservable(owner, path);
  reading.findings.error('subject-unknown', `nothing can be seen at '${subject.text}'`, place, {
    expected: 'a path that mvnolab schema lists, such as phone.emm',
    ...(guess === undefined ? {} : { hint: `did you mean '${[...prefixOf(subject), guess].join('.')}'?` }),
  });
  return undefined;
}

function prefixOf({ owner, name }: Pick<Subject, 'owner'> & { readonly name?: string }): string[] {
  if (owner === 'hss') return ['hss', name ?? ''];
  return name === undefined ? [owner] : [name];
}
