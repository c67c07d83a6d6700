import { isIP } from 'node:net';

/** True when the address lies in the network, of either family. @returns undefined when the network is not well written */
export function inNetwork(address: string, network: string): boolean | undefined {
  const [base = '', length = '', ...rest] = network.split('/');
  const family = isIP(base);
  const bits = Number(length);
  const isWell = family !== 0 && rest.length === 0 && /^\d+$/.test(length) && bits <= (family === 4 ? 32 : 128);
  if (!isWell) return undefined;
  if (isIP(address) !== family) return false;
  const [a, b] = [octetsOf(address, family), octetsOf(base, family)];
  for (let bit = 0; bit < bits; bit++) {
    const mask = 0x80 >> (bit & 7);
    if ((a[bit >> 3]! & mask) !== (b[bit >> 3]! & mask)) return false;
  }
  return true;
}

function octetsOf(address: string, family: number): number[] {
  if (family === 4) return address.split('.').map(Number);
  const [head = '', tail] = embedIpv4(address).split('::');
  const groups = (text: string): number[] =>
    text === '' ? [] : text.split(':').map(group => Number.parseInt(group, 16));
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const zeros = new Array(8 - before.length - after.length).fill(0);
  return [...before, ...zeros, ...after].flatMap(group => [group >> 8, group & 0xff]);
}

/** `::ffff:1.2.3.4` → `::ffff:102:304` */
function embedIpv4(address: string): string {
  const match = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  if (match === null) return address;
  const [, head, a, b, c, d] = match.map((part, at) => (at > 1 ? Number(part) : part)) as [
    string,
    string,
    number,
    number,
    number,
    number,
  ];
  return `${head}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}
