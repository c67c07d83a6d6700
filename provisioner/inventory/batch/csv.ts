/** One line of CSV as its cells (RFC 4180); `undefined` when a quote is not closed. A cell never spans lines: a stray quote must not swallow a file. */
export function parseCsvLine(text: string, separator: string): string[] | undefined {
  if (!text.includes('"')) return text.split(separator).map(cell => cell.trim());
  const cells: string[] = [];
  let at = 0;
  while (true) {
    while (text[at] === ' ') at++;
    if (text[at] === '"') {
      let cell = '';
      at++;
      while (true) {
        const end = text.indexOf('"', at);
        if (end < 0) return undefined;
        cell += text.slice(at, end);
        at = end + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at++;
      }
      cells.push(cell);
      const next = text.indexOf(separator, at);
      if (next < 0) return cells;
      at = next + 1;
    } else {
      const next = text.indexOf(separator, at);
      cells.push(text.slice(at, next < 0 ? undefined : next).trim());
      if (next < 0) return cells;
      at = next + 1;
    }
  }
}

/** The separator of a header line: whichever of comma, semicolon and tab is there most. */
export function separatorOf(header: string): string {
  const count = (separator: string) => header.split(separator).length;
  return [',', ';', '\t'].reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}

/** A line of cells; those that need it are quoted. Text that a spreadsheet would compute is quoted too. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell => (/[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell)).join(',')}\n`;
}
