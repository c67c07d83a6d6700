import { ByteReader, DecodeError, fromHex } from '../../emulator/bytes/index.ts';
import { explainGtpu } from '../../emulator/codec/gtpu/index.ts';
import { explainNas } from '../../emulator/codec/nas-eps/index.ts';
import { explainS1ap } from '../../emulator/codec/s1ap/index.ts';
import { explainSctp, PPID_S1AP } from '../../emulator/codec/sctp/index.ts';
import type { FieldTree } from '../../emulator/codec/tree.ts';

/** What can be explained, as `mvnolab decode` names it. */
export const EXPLAINED_PROTOCOLS = ['s1ap', 'nas-eps', 'sctp', 'gtpu'] as const;
export type ExplainedProtocol = (typeof EXPLAINED_PROTOCOLS)[number];

/**
 * The fields of one PDU, and of the PDUs inside it: SCTP shows the S1AP of its DATA chunks, S1AP its NAS messages, GTP-U the IP
 * packet. Offsets count from the start of `bytes`. Never throws on octets: what makes no sense is a field `malformed`.
 * @param direction of NAS where no S1AP message around it tells
 */
export function explain(
  protocol: ExplainedProtocol,
  bytes: Uint8Array,
  direction: 'uplink' | 'downlink' = 'uplink',
): FieldTree {
  switch (protocol) {
    case 's1ap':
      return withNas(explainS1ap(bytes), bytes);
    case 'nas-eps':
      return explainNas(bytes, direction);
    case 'sctp':
      return withS1ap(bytes);
    case 'gtpu':
      return explainGtpu(bytes);
  }
}

/** Messages by which the eNB carries NAS towards the MME; all others carry it towards the UE. TS 36.413 §8.6 */
const UPLINK: ReadonlySet<string> = new Set(['InitialUEMessage', 'UplinkNASTransport']);

function withNas(tree: FieldTree, bytes: Uint8Array): FieldTree {
  const direction = UPLINK.has(tree.value ?? '') ? 'uplink' : 'downlink';
  return inside(tree, field => {
    if (field.name !== 'nasPdu' || field.value === undefined || field.value === '(empty)') return undefined;
    // an octet string ends its field; in front of it stand its length and, where it is an IE, id and criticality
    const length = fromHex(field.value).length;
    const start = field.offset + field.length - length;
    return shifted(explainNas(bytes.subarray(start, start + length), direction), start);
  });
}

function withS1ap(bytes: Uint8Array): FieldTree {
  let tree: FieldTree;
  try {
    tree = explainSctp(bytes);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const malformed = { name: 'malformed', offset: 0, length: bytes.length, value: error.message };
    return { name: 'SCTP', offset: 0, length: bytes.length, clause: 'RFC 9260 §3.1', children: [malformed] };
  }
  for (const chunk of tree.children ?? []) {
    const data = chunk.name === 'DATA' ? chunk.children?.find(field => field.name === 'User Data') : undefined;
    if (data === undefined || !isWholeS1ap(bytes, chunk.offset)) continue;
    const pdu = bytes.subarray(data.offset, data.offset + data.length);
    data.children = [shifted(explain('s1ap', pdu), data.offset)];
  }
  return tree;
}

/** A DATA chunk with PPID 18 that is both the first and the last fragment of its message: a piece of one is no S1AP-PDU. */
function isWholeS1ap(bytes: Uint8Array, chunkOffset: number): boolean {
  const reader = new ByteReader(bytes, chunkOffset + 1);
  const flags = reader.u8();
  reader.skip(10);
  return (flags & 0x03) === 0x03 && reader.u32() === PPID_S1AP;
}

/** The tree with a PDU's own tree under each field for which `find` gives one. */
function inside(tree: FieldTree, find: (field: FieldTree) => FieldTree | undefined): FieldTree {
  const children = tree.children?.map(child => inside(child, find)) ?? [];
  const found = find(tree);
  if (found !== undefined) children.push(found);
  return children.length === 0 ? tree : { ...tree, children };
}

function shifted(tree: FieldTree, by: number): FieldTree {
  const moved: FieldTree = { ...tree, offset: tree.offset + by };
  if (tree.children !== undefined) moved.children = tree.children.map(child => shifted(child, by));
  return moved;
}
