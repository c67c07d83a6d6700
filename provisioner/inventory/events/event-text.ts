import type { SimEvent } from '../sim-card.ts';

/** An event as other systems get it. No secret is in it. */

/** The fields in their order, as text; the names are those of the JSON and the XML. */
export function eventFields(event: SimEvent): readonly (readonly [name: string, value: string])[] {
  const { id, iccid, imsi, sequence, action, from, to, at, actor, traceId, msisdn, customer, plan, reason, other } =
    event;
  const fields: [string, string | undefined][] = [
    ['id', id],
    ['action', action],
    ['iccid', iccid],
    ['imsi', imsi],
    ['sequence', `${sequence}`],
    ['from', from],
    ['to', to],
    ['at', at.toISOString()],
    ['actor', actor],
    ['traceId', traceId],
    ['msisdn', msisdn],
    ['customer', customer],
    ['plan', plan],
    ['reason', reason],
    ['otherIccid', other],
  ];
  return fields.filter((field): field is [string, string] => field[1] !== undefined);
}

/** `{"id": …, "sequence": 3, …}` */
export function eventAsJson(event: SimEvent): Record<string, string | number> {
  return { ...Object.fromEntries(eventFields(event)), sequence: event.sequence };
}

/** `name: value` lines; what is not printable ASCII is escaped as in JSON, so that a value is one line. */
export function eventAsText(event: SimEvent): string {
  return `${eventFields(event)
    .map(([name, value]) => `${name}: ${JSON.stringify(value).slice(1, -1).replace(/\\"/g, '"')}`)
    .join('\n')}\n`;
}

/** `<simEvent><id>…</id>…</simEvent>`, UTF-8. */
export function eventAsXml(event: SimEvent): string {
  const lines = eventFields(event).map(([name, value]) => `  <${name}>${escapeXml(value)}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<simEvent version="1">\n${lines.join('\n')}\n</simEvent>\n`;
}

/** XML 1.0 has no control characters but tab, line feed and carriage return, not even escaped (§2.2). */
function escapeXml(text: string): string {
  let escaped = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const isHalf = code >= 0xd800 && code <= 0xdfff;
    const isAllowed = code < 0x20 ? [9, 10, 13].includes(code) : !isHalf && code !== 0xfffe && code !== 0xffff;
    if (!isAllowed) escaped += '\ufffd';
    else escaped += code < 0x20 || '&<>"\''.includes(character) ? `&#${code};` : character;
  }
  return escaped;
}
