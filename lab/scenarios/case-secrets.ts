import { parseSecret, UserError } from '../../emulator/vocabulary/index.ts';
import type { ScenarioCase, SourceNode } from '../../scenarios/runner/index.ts';
import { Redactor } from '../trace/index.ts';

/** Names under which scenarios write keys: `ki: …`, `security.opc: …`, a variable `alice_ki`. */
const KEY_NAME = /(^|[._-])(k|ki|op|opc|key)$/i;
const KEY_OCTETS = 16;

/**
 * Removes the keys that cases write in the open, and the values of `secret.…`, from what reporters show: titles, notes, and above all the
 * lines of scenario files in frames. Keys that a lab draws are removed by its session.
 */
export function redactorFor(cases: readonly ScenarioCase[], secrets: Readonly<Record<string, string>> = {}): Redactor {
  const redactor = new Redactor();
  for (const text of Object.values(secrets)) {
    const octets = keyOctets(text);
    if (octets === undefined) redactor.addText(text);
    else redactor.add(octets);
  }
  const collect = (node: SourceNode, name = ''): void => {
    if (node.type === 'map') for (const { key, value } of node.entries) collect(value, key);
    else if (node.type === 'list') for (const item of node.items) collect(item, name);
    else if (node.type === 'text' && KEY_NAME.test(name)) {
      const octets = keyOctets(node.text);
      if (octets !== undefined) redactor.add(octets);
    }
  };
  for (const { vars, given, steps, teardown, fragments } of cases) {
    const fixtures = [given.sims, given.bts, given.ues].flatMap(named => [...named.values()].map(({ node }) => node));
    const used = [...fragments.values()].flatMap(fragment => [fragment.vars, ...fragment.steps]);
    for (const node of [vars, ...fixtures, ...steps, ...teardown, ...used]) collect(node);
  }
  return redactor;
}

/** 16 octets of hex text, spaces and colons allowed. */
function keyOctets(text: string): Uint8Array | undefined {
  try {
    const octets = parseSecret('Ki', text).reveal();
    return octets.length === KEY_OCTETS ? octets : undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
