import type { FieldTree } from '../../emulator/codec/tree.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { visibleControls } from '../terminal/visible-controls.ts';
import { REDACTED } from './redactor.ts';
import { cut } from './shorten.ts';
import { StyledRow } from './styled-row.ts';
import type { Terminal } from './terminal.ts';

/** Octets of a field that are printed; the rest is an ellipsis. */
const HEX_OCTETS = 8;
/** A value deep in a tree gets this room even where the line gets too long. */
const LEAST_VALUE = 24;
const HEX_CHARACTERS = HEX_OCTETS * 3;

/**
 * A field tree as text, a line for each field: offset, octets in hex, the field under its parent, its value, its clause.
 * Offsets are decimal and count from the first octet. Lines end with \n.
 */
export function renderTree(tree: FieldTree, bytes: Uint8Array, terminal: Terminal): string {
  const lines: string[] = [];
  const digits = String(bytes.length).length;
  const branches = terminal.unicode
    ? { more: '├─ ', last: '└─ ', pass: '│  ' }
    : { more: '|- ', last: '`- ', pass: '|  ' };
  const ellipsis = terminal.unicode ? '…' : '...';
  const treeAt = digits + 2 + HEX_CHARACTERS + 1;
  const visit = (field: FieldTree, prefix: string, branch: string): void => {
    const leaf = field.children === undefined || field.children.length === 0;
    const row = new StyledRow().put(0, String(field.offset).padStart(digits), 'dim');
    // of a field that has both a value and parts, the octets are shown when they are few
    const showsHex = leaf || (field.value !== undefined && field.length <= HEX_OCTETS);
    if (showsHex && field.value !== REDACTED) row.put(digits + 2, hexOf(bytes, field, ellipsis), 'dim');
    const nameAt = treeAt + prefix.length + branch.length;
    const style = field.name === 'malformed' ? 'bad' : leaf ? 'plain' : 'bold';
    row.put(treeAt, prefix + branch, 'dim').put(nameAt, field.name, style);
    let at = nameAt + displayWidth(field.name);
    let clause = field.clause === undefined ? '' : `  ${field.clause}`;
    if (field.value !== undefined && field.value !== '') {
      const room = Math.max(terminal.width - at - 2, LEAST_VALUE);
      const length = displayWidth(visibleControls(field.value));
      // the whole value is worth more than its clause, a cut one is not
      if (length <= room && length > room - clause.length) clause = '';
      const value = cut(field.value, Math.max(room - clause.length, LEAST_VALUE), ellipsis);
      row.put(at, ': ').put(at + 2, value, field.name === 'malformed' ? 'bad' : 'nas');
      at += 2 + displayWidth(value);
    }
    if (clause !== '' && at + clause.length <= terminal.width) row.put(at, clause, 'dim');
    lines.push(row.render(terminal.colour));
    const children = field.children ?? [];
    const below = prefix + (branch === '' ? '' : branch === branches.last ? '   ' : branches.pass);
    for (const [i, child] of children.entries())
      visit(child, below, i === children.length - 1 ? branches.last : branches.more);
  };
  visit(tree, '', '');
  return lines.map(line => `${line}\n`).join('');
}

function hexOf(bytes: Uint8Array, field: FieldTree, ellipsis: string): string {
  const octets = Array.from(bytes.subarray(field.offset, field.offset + field.length), octet =>
    octet.toString(16).padStart(2, '0'),
  );
  if (octets.length <= HEX_OCTETS) return octets.join(' ');
  return `${octets.slice(0, HEX_OCTETS - 1).join(' ')} ${ellipsis}`;
}
