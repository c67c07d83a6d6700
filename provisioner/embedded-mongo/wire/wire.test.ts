import test from 'ava';
import { deserialize, serialize } from 'bson';
import { CommandError } from '../errors.ts';
import { crc32c } from './crc32c.ts';
import { encodeReply, FrameSplitter, parseMessage } from './index.ts';

function header(length: number, opCode: number): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeInt32LE(length, 0);
  bytes.writeInt32LE(77, 4);
  bytes.writeInt32LE(opCode, 12);
  return bytes;
}

function opMsg(sections: readonly Buffer[], flags = 0): Buffer {
  const flagWord = Buffer.alloc(4);
  flagWord.writeUInt32LE(flags);
  const length = 20 + sections.reduce((sum, section) => sum + section.length, 0) + (flags & 1 ? 4 : 0);
  const bytes = Buffer.concat([header(length, 2013), flagWord, ...sections]);
  if ((flags & 1) === 0) return bytes;
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32c(bytes, 0, bytes.length));
  return Buffer.concat([bytes, sum]);
}

function body(document: object): Buffer {
  return Buffer.concat([Buffer.from([0]), serialize(document)]);
}

function sequence(name: string, documents: readonly object[]): Buffer {
  const rest = Buffer.concat([Buffer.from(`${name}\0`), ...documents.map(document => serialize(document))]);
  const size = Buffer.alloc(5);
  size[0] = 1;
  size.writeInt32LE(rest.length + 4, 1);
  return Buffer.concat([size, rest]);
}

const INSERT = opMsg([body({ insert: 'c', $db: 'd' }), sequence('documents', [{ a: 1 }, { a: 2 }])]);

test('CRC-32C of the check string (RFC 3720)', t => {
  const bytes = Buffer.from('123456789');
  t.is(crc32c(bytes, 0, bytes.length), 0xe3069283);
});

test('OP_MSG with a document sequence', t => {
  const message = parseMessage(INSERT);
  t.is(message.requestId, 77);
  t.is(message.body.field('insert')?.text(), 'c');
  t.deepEqual(
    message.sequences.get('documents')?.map(document => document.field('a')?.int32()),
    [1, 2],
  );
  t.false(message.moreToCome);
});

test('the body may come after the sequence', t => {
  const message = parseMessage(opMsg([sequence('documents', [{ a: 1 }]), body({ insert: 'c' })], 2));
  t.is(message.body.field('insert')?.text(), 'c');
  t.true(message.moreToCome);
});

test('a checksum is verified', t => {
  const good = opMsg([body({ ping: 1 })], 1);
  t.is(parseMessage(good).body.field('ping')?.int32(), 1);
  const bad = Buffer.from(good);
  bad[bad.length - 1]! ^= 1;
  t.throws(() => parseMessage(bad), { instanceOf: CommandError, message: /checksum/ });
});

test('the legacy hello by OP_QUERY, answered by OP_REPLY', t => {
  const query = Buffer.concat([
    Buffer.alloc(4),
    Buffer.from('admin.$cmd\0'),
    Buffer.alloc(8),
    serialize({ isMaster: 1, helloOk: true }),
  ]);
  const message = parseMessage(Buffer.concat([header(16 + query.length, 2004), query]));
  t.is(message.form, 'query');
  t.is(message.namespace, 'admin.$cmd');
  const reply = encodeReply(message, 5, writer => writer.bool('ok', true));
  t.is(reply.readInt32LE(0), reply.length);
  t.is(reply.readInt32LE(8), 77);
  t.is(reply.readInt32LE(12), 1);
  t.is(reply.readInt32LE(32), 1);
  t.deepEqual(deserialize(reply.subarray(36)), { ok: true });
});

test('a reply to OP_MSG', t => {
  const reply = encodeReply(parseMessage(INSERT), 6, writer => writer.int32('n', 2));
  t.is(reply.readInt32LE(0), reply.length);
  t.is(reply.readInt32LE(12), 2013);
  t.deepEqual(deserialize(reply.subarray(21)), { n: 2 });
});

test('what is malformed is refused by name', t => {
  const cases: [string, Buffer, RegExp][] = [
    ['no body', opMsg([sequence('documents', [{}])]), /without a body/],
    ['two bodies', opMsg([body({}), body({})]), /two bodies/],
    ['same sequence twice', opMsg([body({}), sequence('a', []), sequence('a', [])]), /two document sequences named a/],
    ['unknown section', opMsg([body({}), Buffer.from([9])]), /section kind 9/],
    ['unknown flag', opMsg([body({})], 4), /flag bits 0x4/],
    ['compressed', Buffer.concat([header(26, 2012), Buffer.alloc(10)]), /compression/],
    ['old opcode', Buffer.concat([header(26, 2006), Buffer.alloc(10)]), /opcode 2006/],
  ];
  for (const [what, bytes, message] of cases)
    t.throws(() => parseMessage(bytes), { instanceOf: CommandError, message }, what);
});

test('every truncation of a message is refused', t => {
  for (let length = 17; length < INSERT.length; length++) {
    const cut = Buffer.from(INSERT.subarray(0, length));
    cut.writeInt32LE(length, 0);
    // Cut exactly between the sections it is a whole message without its sequence.
    if (length === 20 + body({ insert: 'c', $db: 'd' }).length) continue;
    t.throws(() => parseMessage(cut), { instanceOf: CommandError }, `${length} octets`);
  }
});

test('frames come out whole however the stream is cut', t => {
  const stream = Buffer.concat([INSERT, opMsg([body({ ping: 1 })]), INSERT]);
  for (const step of [1, 2, 3, 7, 16, 100, stream.length]) {
    const splitter = new FrameSplitter();
    const frames: Buffer[] = [];
    for (let at = 0; at < stream.length; at += step) frames.push(...splitter.push(stream.subarray(at, at + step)));
    t.is(frames.length, 3, `in steps of ${step}`);
    t.true(frames[0]!.equals(INSERT) && frames[2]!.equals(INSERT));
  }
});

test('an impossible length ends the stream', t => {
  t.throws(() => new FrameSplitter().push(header(15, 2013)), { message: /message length 15/ });
  t.throws(() => new FrameSplitter().push(header(48_000_001, 2013)), { message: /48000001/ });
});
