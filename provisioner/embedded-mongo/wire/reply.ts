import { BsonWriter } from '../bson/index.ts';
import { type Message, OP_MSG, OP_REPLY } from './message.ts';

const AWAIT_CAPABLE = 8;

/** Encodes one reply document for a request; `write` fills in its fields (raw documents are spliced, not re-encoded). */
export function encodeReply(
  request: Pick<Message, 'requestId' | 'form'>,
  requestId: number,
  write: (writer: BsonWriter) => void,
): Buffer {
  const writer = new BsonWriter(512);
  writer.word(0).word(requestId).word(request.requestId);
  if (request.form === 'msg') writer.word(OP_MSG).word(0).octet(0);
  // OP_REPLY: flags, cursor id (64 bits), starting from, number returned
  else writer.word(OP_REPLY).word(AWAIT_CAPABLE).word(0).word(0).word(0).word(1);
  writer.openRoot();
  write(writer);
  writer.close();
  writer.patchWord(0, writer.length);
  return writer.take();
}
