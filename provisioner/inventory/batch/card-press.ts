import { randomBytes } from 'node:crypto';
import { ObjectId, serialize } from 'bson';
import type { EncodedDocument } from '../../encoded-insert.ts';
import type { CheckedCard } from '../card-secrets.ts';
import { canonical, digest } from '../history-chain.ts';
import { BOX_OCTETS } from '../key-vault.ts';
import { type ChunkContext, makeCard, type ReadyCard } from './card-chunk.ts';
import { FIRST_SECRET, type PlainLine, SLOTS } from './plain-lines.ts';

/**
 * Cards of one batch differ in their numbers, keys and digests only. The ordinary way makes one document of each shape, with random marks where a card's
 * own octets go; the others are copies of its BSON with these written over.
 */
export class CardPress {
  readonly #context: ChunkContext;
  readonly #shapes = new Map<string, Shape>();

  constructor(context: ChunkContext) {
    this.#context = context;
  }

  /**
   * Makes cards of plain lines that were checked, each with its number where it gets one. `checkedOf` reads one in the ordinary way: the first of a
   * shape.
   */
  press(
    lines: readonly PlainLine[],
    msisdns: readonly (string | undefined)[],
    checkedOf: (line: PlainLine) => CheckedCard,
  ): ReadyCard[] {
    const { vault } = this.#context;
    const count = lines.length;
    const shapes: Shape[] = [];
    const plainEnds = new Uint32Array(count);
    const ownerEnds = new Uint32Array(count);
    let [plainLength, ownerLength, cardsLength, subscribersLength] = [0, 0, 0, 0];
    for (let i = 0; i < count; i++) {
      const line = lines[i]!;
      const length = textLength(line);
      const shape = this.#shapeOf(line, length, msisdns[i], checkedOf);
      shapes.push(shape);
      plainEnds[i] = plainLength += length;
      ownerEnds[i] = ownerLength += line.iccid.length + 1 + line.imsi.length;
      cardsLength += shape.card.bytes.length;
      subscribersLength += shape.subscriber?.bytes.length ?? 0;
    }
    const plain = new Uint8Array(plainLength);
    const owners = new Uint8Array(ownerLength);
    const cards = Buffer.allocUnsafe(cardsLength);
    const subscribers = Buffer.allocUnsafe(subscribersLength);
    const boxes = new Uint32Array(count);
    const ready: ReadyCard[] = [];
    let [cardAt, subscriberAt, ownerAt] = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      const line = lines[i]!;
      const { iccid, imsi, page, at } = line;
      const { bytes, spans } = page;
      const shape = shapes[i]!;
      const msisdn = msisdns[i];
      writeText(line, plain, i === 0 ? 0 : plainEnds[i - 1]!);
      ownerAt = copy(bytes, spans[at]!, spans[at + 1]!, owners, ownerAt);
      owners[ownerAt++] = 0x2f;
      ownerAt = copy(bytes, spans[at + 2]!, spans[at + 3]!, owners, ownerAt);
      const { card } = shape;
      cards.set(card.bytes, cardAt);
      for (const place of card.iccid) copy(bytes, spans[at]!, spans[at + 1]!, cards, cardAt + place);
      for (const place of card.imsi) copy(bytes, spans[at + 2]!, spans[at + 3]!, cards, cardAt + place);
      if (msisdn !== undefined) for (const place of card.msisdn) cards.write(msisdn, cardAt + place, 'latin1');
      cards.writeInt32LE(line.line, cardAt + shape.batchLine);
      let previous = digest(iccid);
      for (const place of shape.digests[0]!) cards.write(previous, cardAt + place, 'latin1');
      for (let k = 0; k < shape.entries.length; k++) {
        const [before, after] = shape.entries[k]!;
        previous = digest(after === undefined ? previous + before : previous + before + msisdn! + after);
        for (const place of shape.digests[k + 1]!) cards.write(previous, cardAt + place, 'latin1');
      }
      boxes[i] = cardAt + shape.box;
      const document = cards.subarray(cardAt, (cardAt += card.bytes.length));
      const { subscriber } = shape;
      if (subscriber === undefined) {
        ready.push({ line: line.line, iccid, imsi, document });
        continue;
      }
      const begin = subscriberAt;
      subscribers.set(subscriber.bytes, begin);
      for (const place of subscriber.imsi) copy(bytes, spans[at + 2]!, spans[at + 3]!, subscribers, begin + place);
      if (msisdn !== undefined)
        for (const place of subscriber.msisdn) subscribers.write(msisdn, begin + place, 'latin1');
      copy(bytes, spans[at + 4]!, spans[at + 5]!, subscribers, begin + shape.k);
      copy(bytes, spans[at + 6]!, spans[at + 7]!, subscribers, begin + shape.opc);
      for (const place of shape.ids) writeId(subscribers, begin + place);
      subscriberAt += subscriber.bytes.length;
      ready.push({ line: line.line, iccid, imsi, document, subscriber: subscribers.subarray(begin, subscriberAt) });
    }
    vault.sealInto({ plain, plainEnds, owners, ownerEnds, count }, cards, boxes);
    return ready;
  }

  #shapeOf(
    line: PlainLine,
    textOctets: number,
    msisdn: string | undefined,
    checkedOf: (line: PlainLine) => CheckedCard,
  ): Shape {
    // Where the batch names no PLMN, the first six digits of an IMSI do.
    const home = this.#context.checks.plmn === undefined ? line.imsi.slice(0, 6) : '';
    const key = `${line.iccid.length} ${textOctets} ${msisdn?.length ?? 0} ${home}`;
    let shape = this.#shapes.get(key);
    if (shape === undefined) {
      shape = shapeOf(checkedOf(line), textOctets, msisdn?.length, this.#context);
      this.#shapes.set(key, shape);
    }
    return shape;
  }
}

interface Marked {
  readonly bytes: EncodedDocument;
  readonly iccid: readonly number[];
  readonly imsi: readonly number[];
  readonly msisdn: readonly number[];
}

/** Documents of a card, and where its own octets go. */
interface Shape {
  readonly card: Marked;
  readonly batchLine: number;
  readonly box: number;
  /** What the digests of the history are made of behind the one before: all, or what is around the number. */
  readonly entries: readonly (readonly [before: string, after: string | undefined])[];
  /** Where the digest of the ICCID is, then that of each entry. */
  readonly digests: readonly (readonly number[])[];
  readonly subscriber?: Marked;
  readonly k: number;
  readonly opc: number;
  readonly ids: readonly number[];
}

function shapeOf(
  checked: CheckedCard,
  textOctets: number,
  msisdnLength: number | undefined,
  context: ChunkContext,
): Shape {
  const iccid = mark(checked.card.iccid.length);
  const imsi = mark(checked.card.imsi.length);
  const msisdn = msisdnLength === undefined ? undefined : mark(msisdnLength);
  const keys = { k: mark(32), opc: mark(32) };
  const sealed = { key: context.vault.keyId, box: randomBytes(BOX_OCTETS + textOctets) };
  const made = makeCard({ ...checked.card, iccid, imsi: imsi as never }, keys, sealed, msisdn, LINE_MARK, context);
  const bytes = serialize(made.document);
  const card = {
    bytes,
    iccid: placesOf(bytes, iccid, 1),
    imsi: placesOf(bytes, imsi, 1),
    msisdn: placesOf(bytes, msisdn, 2),
  };
  const { history } = made.document;
  const entries = history.map(({ previous, hash, ...entry }) => {
    const text = canonical(entry);
    const at = msisdn === undefined ? -1 : text.indexOf(`"${msisdn}"`) + 1;
    return at <= 0 ? ([text, undefined] as const) : ([text.slice(0, at), text.slice(at + msisdn!.length)] as const);
  });
  const shape = {
    card,
    batchLine: only(bytes, BATCH_LINE) + BATCH_LINE.length,
    box: only(bytes, sealed.box),
    entries,
    digests: [digest(iccid), ...history.map(({ hash }) => hash)].map(hash => placesOf(bytes, hash)),
  };
  if (made.subscriber === undefined) return { ...shape, k: 0, opc: 0, ids: [] };
  const { _id, ...rest } = made.subscriber;
  const encoded = serialize({ _id, ...rest });
  return {
    ...shape,
    subscriber: { bytes: encoded, iccid: [], imsi: placesOf(encoded, imsi, 1), msisdn: placesOf(encoded, msisdn, 1) },
    k: only(encoded, keys.k),
    opc: only(encoded, keys.opc),
    ids: idsIn(made.subscriber).map(id => only(encoded, id.id)),
  };
}

const LINE_MARK = 0x7fff_fffe;
const BATCH_LINE = Buffer.from('\x10batchLine\0', 'latin1');
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Text that is nowhere else: letters drawn at random, where numbers and digests have none. */
function mark(length: number): string {
  let text = '';
  for (const octet of randomBytes(length)) text += LETTERS[octet % LETTERS.length]!;
  return text;
}

/** Where a mark is; so often as it must be. */
function placesOf(bytes: Uint8Array, mark: string | Uint8Array | undefined, times?: number): number[] {
  const places: number[] = [];
  if (mark === undefined) return places;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = buffer.indexOf(mark); at >= 0; at = buffer.indexOf(mark, at + 1)) places.push(at);
  if (times !== undefined && places.length !== times)
    throw new Error(`a mark is at ${places.length} places of a document instead of ${times}`);
  return places;
}

function only(bytes: Uint8Array, mark: string | Uint8Array): number {
  return placesOf(bytes, mark, 1)[0]!;
}

function idsIn(value: unknown): ObjectId[] {
  if (value instanceof ObjectId) return [value];
  if (typeof value !== 'object' || value === null || '_bsontype' in value) return [];
  return Object.values(value).flatMap(idsIn);
}

/** `{"ki":"…","opc":"…"}` as a card seals it. */
const NAMES = SLOTS.map(name => Buffer.from(`,"${name}":"`, 'latin1'));
const QUOTE = 0x22;

function textLength({ page: { spans }, at }: PlainLine): number {
  let length = 1; // two braces, and the first name has no comma
  for (let slot = FIRST_SECRET; slot < SLOTS.length; slot++) {
    const octets = spans[at + 2 * slot + 1]! - spans[at + 2 * slot]!;
    if (octets > 0) length += NAMES[slot]!.length + octets + 1;
  }
  return length;
}

function writeText({ page: { bytes, spans }, at }: PlainLine, out: Uint8Array, from: number): void {
  let to = from;
  for (let slot = FIRST_SECRET; slot < SLOTS.length; slot++) {
    const begin = spans[at + 2 * slot]!;
    const end = spans[at + 2 * slot + 1]!;
    if (begin === end) continue;
    const name = NAMES[slot]!;
    to = copy(name, 0, name.length, out, to);
    to = copy(bytes, begin, end, out, to);
    out[to++] = QUOTE;
  }
  out[from] = 0x7b;
  out[to] = 0x7d;
}

/** A loop: for so few octets it is faster than asking for them to be copied. */
function copy(bytes: Uint8Array, from: number, end: number, out: Uint8Array, at: number): number {
  let to = at;
  for (let i = from; i < end; i++) out[to++] = bytes[i]!;
  return to;
}

const PROCESS = randomBytes(5);
let counter = randomBytes(3).readUIntBE(0, 3);

/** An ObjectId: seconds, random octets of this process, counter. */
function writeId(out: Buffer, at: number): void {
  counter = (counter + 1) & 0xff_ffff;
  out.writeUInt32BE(Math.floor(Date.now() / 1000), at);
  out.set(PROCESS, at + 4);
  out.writeUIntBE(counter, at + 9, 3);
}
