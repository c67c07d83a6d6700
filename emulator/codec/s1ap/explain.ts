import { DecodeError } from '../../bytes/index.ts';
import { PerTrace } from '../asn1-per/index.ts';
import type { FieldTree } from '../tree.ts';
import { S1apSyntaxError } from './errors.ts';
import { traceS1ap } from './pdu.ts';

/**
 * A message as a field tree: each IE with its id and criticality, its value in words, the octets that hold it and its
 * clause. NAS PDUs and transparent containers stay octets; keys are not shown. Never throws on octets: what makes no
 * sense ends in a node named `malformed`, what the tables do not know, or miss, in one named `not comprehended`.
 */
export function explainS1ap(bytes: Uint8Array): FieldTree {
  const trace = new PerTrace();
  const root: FieldTree = { name: 'S1AP-PDU', offset: 0, length: bytes.length, clause: 'TS 36.413 §9.3.2' };
  try {
    root.value = traceS1ap(bytes, trace).message;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const report = error instanceof S1apSyntaxError ? error.report : undefined;
    if (report?.message !== undefined) root.value = report.message;
    trace.fail(report === undefined ? 'malformed' : 'not comprehended', error.reason, error.offset * 8);
  }
  root.children = trace.root;
  return root;
}
