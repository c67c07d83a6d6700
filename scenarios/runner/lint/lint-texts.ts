import type { LoadedFile } from '../cases/index.ts';
import type { Findings } from '../source/finding.ts';
import type { SourceNode, TextNode } from '../source/source-node.ts';
import { isPublishedKey } from './published-keys.ts';

const KEYS: readonly string[] = ['ki', 'k', 'opc', 'op', 'kasme', 'security.k', 'security.opc', 'security.op'];

/** Looks at every text of a file, whatever it is for. */
export function lintTexts(file: LoadedFile, findings: Findings): void {
  for (const document of file.documents) visit(document, '', findings);
}

function visit(node: SourceNode, key: string, findings: Findings): void {
  if (node.type === 'list') for (const item of node.items) visit(item, key, findings);
  if (node.type === 'map') for (const entry of node.entries) visit(entry.value, entry.key, findings);
  if (node.type !== 'text') return;
  checkDigits(node, findings);
  checkSecret(node, key, findings);
}

/**
 * Here a text stays what it is, but an editor that formats YAML, a generator and whoever copies the line take digits for a number:
 * leading zeros go, and digits beyond 2⁵³ are rounded.
 */
function checkDigits(node: TextNode, findings: Findings): void {
  const { text, quoted, place } = node;
  if (quoted) return;
  const what = /^0\d{13,}$/.test(text)
    ? 'loses its leading zeros'
    : /^\d{17,}$/.test(text)
      ? 'is rounded'
      : /^\d+[eE]\d+$/.test(text) && text.length >= 8
        ? 'becomes a floating-point number'
        : undefined;
  if (what === undefined) return;
  findings.warning('digits-unquoted', `other YAML tools take this for a number, and it ${what}`, place, {
    hint: `put it in quotes: "${text.length > 20 ? '…' : text}"`,
  });
}

/** A key in a file is a key in the version control. Its digits are not repeated in the message. */
function checkSecret({ text, place }: TextNode, key: string, findings: Findings): void {
  if (!KEYS.includes(key.toLowerCase())) return;
  const hex = text.replaceAll(/[\s:]/g, '');
  if (!/^[0-9a-fA-F]{32}$/.test(hex) || isPublishedKey(hex)) return;
  findings.warning('secret-open', `${key} stands here in the open, and is none of the published test keys`, place, {
    hint: `\${{ secret.NAME }} takes it from the environment; without ${key} the lab draws one`,
  });
}
