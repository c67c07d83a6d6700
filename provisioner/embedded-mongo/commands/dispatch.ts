import { BsonType, type BsonWriter, doubleValue, make, writeFields } from '../bson/index.ts';
import { CommandError, codeNameOf, ERROR_CODES, type ErrorExtra } from '../errors.ts';
import { encodeReply, type Message } from '../wire/index.ts';
import { AGGREGATE_COMMANDS } from './aggregate.ts';
import { BULK_WRITE_COMMANDS } from './bulk-write.ts';
import { CATALOG_COMMANDS } from './catalog.ts';
import type { Command, CommandContext, Reply } from './context.ts';
import { CURSOR_COMMANDS } from './cursor-reply.ts';
import { DIAGNOSTIC_COMMANDS } from './diagnostics.ts';
import { FAIL_POINT_COMMANDS, strike } from './fail-point.ts';
import { FIND_COMMANDS } from './find.ts';
import { FIND_AND_MODIFY_COMMANDS } from './find-and-modify.ts';
import { HANDSHAKE_COMMANDS } from './handshake.ts';
import { INDEX_COMMANDS } from './indexes.ts';
import { Request } from './request.ts';
import { WRITE_COMMANDS } from './write.ts';

const COMMANDS: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    ...HANDSHAKE_COMMANDS,
    ...DIAGNOSTIC_COMMANDS,
    ...CATALOG_COMMANDS,
    ...INDEX_COMMANDS,
    ...WRITE_COMMANDS,
    ...BULK_WRITE_COMMANDS,
    ...FIND_COMMANDS,
    ...FIND_AND_MODIFY_COMMANDS,
    ...AGGREGATE_COMMANDS,
    ...CURSOR_COMMANDS,
    ...FAIL_POINT_COMMANDS,
  }),
);

/** Fields that every command takes. Those with `$` are all let pass. */
const GENERIC_FIELDS: ReadonlySet<string> = new Set([
  'lsid',
  'comment',
  'maxTimeMS',
  'readConcern',
  'writeConcern',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
  'txnNumber',
  'autocommit',
  'startTransaction',
]);

/** What becomes of a message: a reply, nothing (the client wants none), or the end of the connection. */
export type Outcome = Buffer | undefined | 'close';

let replies = 0;

/**
 * Runs the command in a message and encodes its reply, after its changes are in the journal. Errors of the client and our own
 * become error replies.
 */
export function dispatch(message: Message, context: CommandContext): Outcome | Promise<Outcome> {
  try {
    const outcome = runCommand(message, context);
    if (outcome instanceof Promise) {
      return outcome.then(reply => finish(reply, message, context)).catch(error => fail(error, message, context));
    }
    const finished = finish(outcome, message, context);
    return finished instanceof Promise ? finished.catch(error => fail(error, message, context)) : finished;
  } catch (error) {
    return fail(error, message, context);
  }
}

/** The reply to a command that failed; what it changed before that is kept all the same. */
function fail(error: unknown, message: Message, context: CommandContext): Outcome {
  try {
    context.store.commit(false);
  } catch {
    // The journal's failure is told to the next writer; this client has an error already.
  }
  return encode(message, errorReply(error));
}

function finish(reply: Reply | 'close', message: Message, context: CommandContext): Outcome | Promise<Outcome> {
  const durable = context.store.isDurable && wantsJournal(message);
  const pending = context.store.commit(durable);
  if (reply === 'close') return 'close';
  return pending === undefined ? encode(message, reply) : pending.then(() => encode(message, reply));
}

/** Whether the write concern asks for `j: true`. */
function wantsJournal(message: Message): boolean {
  const concern = message.body.field('writeConcern');
  const journal = concern?.isObject ? concern.field('j') : undefined;
  return journal?.type === BsonType.bool && journal.bool();
}

function runCommand(message: Message, context: CommandContext): Reply | Promise<Reply | 'close'> {
  const reader = message.body.fields();
  if (!reader.next()) throw new CommandError('FailedToParse', 'the command document is empty');
  const { name } = reader;
  const database = databaseOf(message);
  const command = COMMANDS.get(name);
  if (command === undefined) throw new CommandError('CommandNotFound', `no such command: '${name}'`);
  const point = context.failPoints.size > 0 ? strike(context.failPoints, name) : undefined;
  const request = new Request(name, database, message);
  if (point === undefined) return runChecked(command, request, context);
  return runStruck(point, () => runChecked(command, request, context));
}

async function runStruck(
  point: NonNullable<ReturnType<typeof strike>>,
  run: () => Reply | Promise<Reply>,
): Promise<Reply | 'close'> {
  if (point.blockMs > 0) await new Promise(resolve => setTimeout(resolve, point.blockMs));
  if (point.closeConnection) return 'close';
  if (point.errorCode !== undefined && point.errorCode !== 0) {
    const extra: ErrorExtra = point.errorLabels === undefined ? {} : { errorLabels: make(point.errorLabels) };
    throw new CommandError(point.errorCode, "Failing command via 'failCommand' failpoint", extra);
  }
  const reply = await run();
  if (point.writeConcernError === undefined) return reply;
  return writer => {
    writeReply(writer, reply);
    writer.value('writeConcernError', point.writeConcernError!);
  };
}

function runChecked(command: Command, request: Request, context: CommandContext): Reply | Promise<Reply> {
  if (command.adminOnly && request.database !== 'admin') {
    throw new CommandError('Unauthorized', `${request.name} may only be run against the admin database.`);
  }
  checkFields(command, request);
  return command.run(request, context);
}

function checkFields(command: Command, request: Request): void {
  const reader = request.body.fields();
  reader.next();
  while (reader.next()) {
    const { name } = reader;
    if (name.startsWith('$') || GENERIC_FIELDS.has(name) || command.fields.includes(name)) {
      if (name === 'txnNumber') {
        throw new CommandError(
          'IllegalOperation',
          'Transaction numbers are only allowed on a replica set member or mongos',
        );
      }
      continue;
    }
    if (command.fields.includes('*')) return;
    throw new CommandError(40415, `BSON field '${request.name}.${name}' is an unknown field.`);
  }
}

function databaseOf(message: Message): string {
  if (message.form === 'query') return message.namespace.split('.')[0] ?? '';
  const database = message.body.field('$db');
  if (database?.type !== BsonType.string) throw new CommandError(40571, 'OP_MSG requests require a $db argument');
  return database.text();
}

/** The reply to a request that could not even be read. */
export function refusal(requestId: number, error: CommandError): Outcome {
  return encode({ requestId, form: 'msg', moreToCome: false }, errorReply(error));
}

function encode(message: Pick<Message, 'requestId' | 'form' | 'moreToCome'>, reply: Reply): Outcome {
  if (message.moreToCome) return undefined;
  replies = (replies + 1) & 0x7fff_ffff;
  return encodeReply(message, replies, writer => {
    writeReply(writer, reply);
    // An error reply has its `ok: 0` already.
    if (typeof reply === 'function' || reply.ok === undefined) writer.double('ok', 1);
  });
}

function writeReply(writer: BsonWriter, reply: Reply): void {
  if (typeof reply === 'function') reply(writer);
  else writeFields(writer, reply);
}

/** Errors of change streams that no resumption can mend, told to drivers by a label. */
const NOT_RESUMABLE = new Set<number>([ERROR_CODES.ChangeStreamFatalError, ERROR_CODES.ChangeStreamHistoryLost]);

function errorReply(error: unknown): Reply {
  const known = error instanceof CommandError ? error : undefined;
  const message = known?.message ?? `internal error of the embedded store: ${(error as Error)?.stack ?? error}`;
  const code = known?.code ?? 1;
  const labels = NOT_RESUMABLE.has(code) ? { errorLabels: ['NonResumableChangeStreamError'] } : {};
  return { ok: ZERO, errmsg: message, code, codeName: known?.codeName ?? codeNameOf(code), ...labels, ...known?.extra };
}

const ZERO = doubleValue(0);
