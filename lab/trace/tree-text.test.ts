import test from 'ava';
import { fromHex } from '../../emulator/bytes/index.ts';
import { explainGtpu } from '../../emulator/codec/gtpu/index.ts';
import { renderTree, type Terminal } from './index.ts';

const ESCAPE = '\u001b';
const ANSI = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g');
const PLAIN: Terminal = { width: 100, colour: false, unicode: true };
const ERROR_INDICATION = fromHex('361a001400000000000000400100000010000000098500047f000002');

test('a field tree: offset, octets, branches, value, clause', t => {
  t.is(
    renderTree(explainGtpu(ERROR_INDICATION), ERROR_INDICATION, PLAIN),
    ` 0                           GTP-U: Error Indication TEID 0x00000009 unknown at 127.0.0.2  TS 29.281
 0  36                       ├─ version: 1  TS 29.281 §5.1
 0  36                       ├─ protocol type: GTP (1)
 0  36                       ├─ flags: extension header, sequence number
 1  1a                       ├─ message type: 26 (Error Indication)  TS 29.281 §6.1
 2  00 14                    ├─ length: 20
 4  00 00 00 00              ├─ TEID: 0x00000000
 8  00 00                    ├─ sequence number: 0
10  00                       ├─ N-PDU number: 0 (not evaluated)
11  40                       ├─ next extension header type: UDP Port
12                           ├─ UDP Port  TS 29.281 §5.2.2.1
12  01                       │  ├─ length: 1 × 4 octets
13  00 00                    │  ├─ UDP port: 0
15  00                       │  └─ next extension header type: none
16  10 00 00 00 09           ├─ Tunnel Endpoint Identifier Data I: 0x00000009  TS 29.281 §8.3
21  85 00 04 7f 00 00 02     └─ GTP-U Peer Address: 127.0.0.2  TS 29.281 §8.4
`,
  );
});

test('what cannot be read is the last line', t => {
  const bytes = ERROR_INDICATION.subarray(0, 17);
  const lines = renderTree(explainGtpu(bytes), bytes, { ...PLAIN, unicode: false })
    .trimEnd()
    .split('\n');
  t.is(lines.at(-1), '16  10                       `- malformed: needs 4 more octets, has 0 at octet 17');
});

test('colours change nothing but colours', t => {
  const tree = explainGtpu(ERROR_INDICATION);
  const coloured = renderTree(tree, ERROR_INDICATION, { ...PLAIN, colour: true });
  t.true(coloured.includes(ESCAPE));
  t.is(coloured.replaceAll(ANSI, ''), renderTree(tree, ERROR_INDICATION, PLAIN));
});
