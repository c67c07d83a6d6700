import { randomBytes } from 'node:crypto';
import { type Collection, MongoClient } from 'mongodb';
import { type EmbeddedMongo, spawnEmbeddedMongo } from '../../../provisioner/embedded-mongo/index.ts';
import type { BsonDocument } from '../../../provisioner/index.ts';
import { type Inventory, KeyVault, luhnDigit, openInventory } from '../../../provisioner/inventory/index.ts';
import { type Api, type ApiOptions, openApi, type RequestLine } from '../index.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a client sees is whatever came
  readonly json: any;
}

export interface Asked {
  readonly method?: string;
  /** An object is sent as JSON, text and octets as they are. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface TestApi {
  readonly api: Api;
  readonly inventory: Inventory;
  readonly client: MongoClient;
  readonly uri: string;
  readonly databaseName: string;
  readonly log: RequestLine[];
  readonly bugs: unknown[];
  readonly warnings: string[];
  collection(name: string): Collection<BsonDocument>;
  readonly subscribers: Collection<BsonDocument>;
  ask(path: string, asked?: Asked): Promise<Reply>;
  /** POST of an object. */
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
}

let server: Promise<EmbeddedMongo> | undefined;

/** One store for all tests of a file; its thread ends with the process. */
export function testServer(): Promise<EmbeddedMongo> {
  server ??= spawnEmbeddedMongo();
  return server;
}

/** The API over real HTTP on an inventory of its own, closed at the end of the test. */
export async function openTestApi(
  t: { teardown(close: () => Promise<void>): void },
  options: ApiOptions = {},
): Promise<TestApi> {
  const root = await testServer();
  const suffix = randomBytes(4).toString('hex');
  const uri = `${root.uri}open5gs_${suffix}`;
  const databaseName = `mvnolab_${suffix}`;
  const vault = new KeyVault(new Uint8Array(32).fill(7));
  const inventory = await openInventory(uri, {
    vault: () => vault,
    databaseName,
    withdrawMs: 0,
    connectTimeoutMs: 30_000,
  });
  const client = await MongoClient.connect(uri);
  const log: RequestLine[] = [];
  const bugs: unknown[] = [];
  const warnings: string[] = [];
  const api = await openApi(inventory, {
    port: 0,
    deliverEveryMs: 0,
    log: line => log.push(line),
    bug: error => bugs.push(error),
    warn: text => warnings.push(text),
    ...options,
  });
  t.teardown(async () => {
    await api.close();
    await inventory.close();
    await client.close();
  });
  const ask = (path: string, asked: Asked = {}) => askAt(api.url, path, asked);
  return {
    api,
    inventory,
    client,
    uri,
    databaseName,
    log,
    bugs,
    warnings,
    collection: name => client.db(databaseName).collection<BsonDocument>(name),
    subscribers: client.db().collection<BsonDocument>('subscribers'),
    ask,
    post: (path, body = {}, headers = {}) => ask(path, { method: 'POST', body, headers }),
  };
}

/** A request, and the answer read to its end. */
export async function askAt(url: string, path: string, { method = 'GET', body, headers = {} }: Asked): Promise<Reply> {
  const isJson = body !== undefined && typeof body === 'object' && !(body instanceof Uint8Array);
  const response = await fetch(url + path, {
    method,
    headers: { ...(isJson && { 'Content-Type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: isJson ? JSON.stringify(body) : (body as string) }),
    redirect: 'manual',
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: jsonOf(text) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function testIccid(index: number): string {
  const body = `8988211${String(index).padStart(11, '0')}`;
  return body + luhnDigit(body);
}

export function testImsi(index: number): string {
  return `00101${String(index).padStart(10, '0')}`;
}

export const SIMS = '/api/v1/mvno/sims';

/** A body that registers a card with keys of its own. */
export function newSimBody(index: number, more: object = {}): Record<string, unknown> {
  const hex = (octet: number) => Buffer.alloc(16, octet).toString('hex');
  return {
    iccid: testIccid(index),
    imsi: testImsi(index),
    ki: hex((index % 250) + 1),
    opc: hex(255 - (index % 250)),
    ...more,
  };
}

/** A problem without what differs from request to request. */
export function bare({ json, status, headers }: Reply): Record<string, unknown> {
  const { instance, traceId, ...rest } = json as Record<string, unknown>;
  if (!/^urn:uuid:[0-9a-f-]{36}$/.test(String(instance)) || !/^[0-9a-f]{32}$/.test(String(traceId)))
    throw new Error(`a problem without instance or trace: ${JSON.stringify(json)}`);
  if (headers.get('content-type') !== 'application/problem+json') throw new Error(`${headers.get('content-type')}`);
  if (rest.status !== status) throw new Error(`status ${status}, in the document ${rest.status}`);
  return rest;
}
