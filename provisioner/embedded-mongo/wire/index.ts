/** The MongoDB wire protocol: messages cut from a stream, requests read, replies written. */
export { FrameSplitter, MOST_MESSAGE_OCTETS } from './frame.ts';
export { type Message, parseMessage } from './message.ts';
export { encodeReply } from './reply.ts';
