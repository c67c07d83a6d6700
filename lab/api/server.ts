import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { LabError, UserError } from '../../emulator/vocabulary/index.ts';
import type { Inventory, TransportKey } from '../../provisioner/inventory/index.ts';
import { type ApiToken, isLoopback, newAccess } from './access.ts';
import { CustomerStore } from './customers/customer-store.ts';
import { DeliveryLoop } from './delivery-loop.ts';
import { IdempotencyStore } from './idempotency.ts';
import { Imports } from './imports.ts';
import { OPERATIONS } from './operations/index.ts';
import type { RequestLine } from './request-context.ts';
import { newRouter } from './router.ts';

export interface ApiOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0 lets the system choose. Default 8080. */
  readonly port?: number;
  readonly tokens?: readonly ApiToken[];
  /** Origins of web pages that may call the API, such as http://localhost:5173. Default none. */
  readonly origins?: readonly string[];
  readonly transportKey?: (index: string) => TransportKey | undefined;
  /** Largest JSON body, octets. Default 256 KiB. */
  readonly maxBodyOctets?: number;
  /** Largest batch, octets. Default 256 MiB. */
  readonly maxUploadOctets?: number;
  /** How often to look for events that are due, ms; 0: never. Default 2000. */
  readonly deliverEveryMs?: number;
  readonly log?: (line: RequestLine) => void;
  /** What whoever runs the API should know. */
  readonly warn?: (text: string) => void;
  /** Errors that nobody expected. */
  readonly bug?: (error: unknown, requestId: string) => void;
}

export interface Api {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  readonly port: number;
  /** Ends what is under way, takes nothing more. Requests that take longer than `graceMs` (default 8000) are cut off. */
  close(graceMs?: number): Promise<void>;
}

const DEFAULT_PORT = 8080;
const KIBI = 1024;
const GRACE_MS = 8000;

/**
 * Serves the inventory over HTTP.
 * @throws UserError api-token-needed for another address than loopback without a token, api-token-invalid; LabError api-port-in-use
 */
export async function openApi(inventory: Inventory, options: ApiOptions = {}): Promise<Api> {
  const {
    host = '127.0.0.1',
    port = DEFAULT_PORT,
    tokens = [],
    origins = [],
    log = () => {},
    warn = () => {},
  } = options;
  const access = newAccess(tokens);
  if (!isLoopback(host) && !access.isGuarded)
    throw new UserError('api-token-needed', `whoever reaches ${host} could change every SIM`, {
      place: '--host',
      expected: 'a token of scope read or write with an address that is not loopback',
      hint: 'openssl rand -hex 32 > api.token; then --token write=api.token',
    });
  const { connection } = inventory.cards;
  const databaseName = inventory.cards.collection.dbName;
  const imports = new Imports(inventory);
  let isStopping = false;
  const app = newRouter({
    operations: OPERATIONS,
    parts: {
      inventory,
      customers: new CustomerStore(connection, databaseName),
      imports,
      transportKey: options.transportKey ?? (() => undefined),
      isStopping: () => isStopping,
    },
    access,
    idempotency: new IdempotencyStore(connection, databaseName),
    origins,
    maxBodyOctets: options.maxBodyOctets ?? 256 * KIBI,
    maxUploadOctets: options.maxUploadOctets ?? 256 * KIBI * KIBI,
    log,
    bug: options.bug ?? (() => {}),
  });
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  await listen(server, host, port);
  const deliveries = new DeliveryLoop(inventory, options.deliverEveryMs ?? 2000, warn);
  const address = server.address() as AddressInfo;
  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    port: address.port,
    async close(graceMs = GRACE_MS) {
      isStopping = true;
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const limit = setTimeout(() => server.closeAllConnections(), graceMs);
      await Promise.all([imports.stopAll(), deliveries.stop(), closed]);
      clearTimeout(limit);
    },
  };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen({ host, port });
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const place = `${host}:${port}`;
    if (code === 'EADDRINUSE')
      throw new LabError('api-port-in-use', `another program listens at ${place}`, {
        place: '--port',
        expected: 'a free port',
        hint: 'take another one with --port, or 0 for any that is free',
      });
    if (code === 'EACCES')
      throw new LabError('api-port-denied', `the system does not let you listen at ${place}`, {
        place: '--port',
        expected: 'a port above 1023',
      });
    throw new LabError('api-address-unknown', `nobody can listen at ${place}: ${(error as Error).message}`, {
      place: '--host',
      expected: 'an address of this machine',
    });
  }
}
