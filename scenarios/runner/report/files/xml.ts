/** What XML 1.0 cannot hold even as a reference: controls but tab and line ends, lone surrogates, non-characters. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text as content or attribute value; control characters are written out as \\u001b. */
export function xmlText(text: string): string {
  return text
    .replace(FORBIDDEN, character => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`)
    .replace(/[&<>"']/g, character => ENTITIES[character]!);
}

export type XmlAttributes = Readonly<Record<string, string | number | undefined>>;

/** An element; `children` are markup already. Attributes that are undefined are left out. */
export function xmlElement(name: string, attributes: XmlAttributes, children: readonly string[] = []): string {
  const pairs = Object.entries(attributes)
    .filter((pair): pair is [string, string | number] => pair[1] !== undefined)
    .map(([key, value]) => ` ${key}="${xmlText(String(value)).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`)
    .join('');
  if (children.length === 0) return `<${name}${pairs}/>`;
  const isText = children.length === 1 && !children[0]!.startsWith('<');
  return isText ? `<${name}${pairs}>${children[0]}</${name}>` : `<${name}${pairs}>\n${children.join('\n')}\n</${name}>`;
}
