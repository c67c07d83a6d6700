import type { BsonWriter, Plain, Value } from '../bson/index.ts';
import type { Store } from '../store/index.ts';
import type { CursorTable } from './cursor-table.ts';
import type { Request } from './request.ts';

/** What all connections share. */
export interface ServerState {
  readonly store: Store;
  readonly cursors: CursorTable;
  readonly failPoints: Map<string, FailPoint>;
  readonly startedAtMs: number;
  /** `host:port`, once listening. */
  address: string;
  /** Warnings that `getLog: 'startupWarnings'` tells. */
  readonly warnings: string[];
  connections: number;
  connectionsEver: number;
}

/** What a command sees of where it came from. */
export interface CommandContext extends ServerState {
  readonly connection: Connection;
}

export interface Connection {
  readonly id: number;
  readonly peer: string;
  /** Aborted when the socket closes: a waiting getMore then gives up. */
  readonly closed: AbortSignal;
}

/** The fields of a reply, or a function that writes them; `ok: 1` is added by the dispatcher. */
export type Reply = { readonly [name: string]: Plain | undefined } | ((writer: BsonWriter) => void);

export interface Command {
  /** Fields besides the command's own name and those that every command takes. */
  readonly fields: readonly string[];
  /** Only on the admin database. */
  readonly adminOnly?: true;
  readonly run: (request: Request, context: CommandContext) => Reply | Promise<Reply>;
}

export type CommandTable = Readonly<Record<string, Command>>;

/** A fault that a test asked for: MongoDB's `failCommand`. */
export interface FailPoint {
  /** Commands that it strikes. */
  readonly commands: ReadonlySet<string>;
  /** How often it still strikes. */
  times: number;
  /** How often it stays quiet first. */
  skip: number;
  readonly errorCode: number | undefined;
  readonly errorLabels: readonly Value[] | undefined;
  readonly writeConcernError: Value | undefined;
  readonly closeConnection: boolean;
  readonly blockMs: number;
}
