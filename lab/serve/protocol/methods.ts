import { z } from 'zod';
import {
  AKA_FACTS,
  BTS_STATE,
  CORE_STATE,
  KEY_COMPARISON,
  OUTCOME,
  SIM_FACTS,
  SIM_STATE,
  UE_STATE,
} from './port-answers.ts';
import { BENCH_COMMAND, BTS_SPEC, SIM_SPEC, STORED_VALUE, UE_SPEC } from './port-specs.ts';

const name = z.string().min(1).max(256);
const nothing = z.undefined();

/** What a client can ask of its session: arguments and answer. The names are those of the scenario port. */
export const METHODS = {
  addSim: { args: z.tuple([name, SIM_SPEC]), answer: SIM_FACTS },
  addBts: { args: z.tuple([name, BTS_SPEC]), answer: OUTCOME },
  addUe: { args: z.tuple([name, UE_SPEC]), answer: nothing },
  remove: { args: z.tuple([name]), answer: nothing },
  perform: { args: z.tuple([BENCH_COMMAND]), answer: OUTCOME },
  ue: { args: z.tuple([name]), answer: UE_STATE },
  bts: { args: z.tuple([name]), answer: BTS_STATE },
  sim: { args: z.tuple([name]), answer: SIM_STATE },
  /** `secrets`: texts of the document that stand for keys; the client shows none of them. */
  subscriber: {
    args: z.tuple([name]),
    answer: z.looseObject({ document: STORED_VALUE.or(nothing), secrets: z.array(z.string()) }),
  },
  core: { args: z.tuple([]), answer: CORE_STATE },
  health: { args: z.tuple([name]), answer: z.string() },
  aka: { args: z.tuple([name]), answer: AKA_FACTS.or(nothing) },
  keys: { args: z.tuple([name]), answer: KEY_COMPARISON.or(nothing) },
  /** Undoes everything; the session's files can be fetched after it. */
  close: {
    args: z.tuple([]),
    answer: z.looseObject({
      failures: z.array(z.string()),
      artefacts: z.array(z.looseObject({ name: z.string(), octets: z.int().nonnegative() })),
    }),
  },
  /** A piece of a file of a closed session, base64. */
  artefact: {
    args: z.tuple([name, z.int().nonnegative()]),
    answer: z.looseObject({ base64: z.string() }),
  },
} as const;

export type MethodName = keyof typeof METHODS;
export type ArgsOf<Name extends MethodName> = z.infer<(typeof METHODS)[Name]['args']>;
export type AnswerOf<Name extends MethodName> = z.infer<(typeof METHODS)[Name]['answer']>;

export const METHOD_NAMES = Object.keys(METHODS) as [MethodName, ...MethodName[]];
