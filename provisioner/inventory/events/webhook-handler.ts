import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { LabError, UserError } from '../../../emulator/vocabulary/index.ts';
import type { SimEvent } from '../sim-card.ts';
import type { EventHandler, Handled } from './event-handler.ts';
import { eventAsJson } from './event-text.ts';

export interface WebhookOptions {
  readonly url: string;
  /** Signs the body: `X-Mvnolab-Signature: sha256=<HMAC, hex>`. */
  readonly secret?: string;
  /** Default 10,000. */
  readonly timeoutMs?: number;
}

const MOST_ANSWER_OCTETS = 65_536;
/** Answers that will not get better by trying again; 408, 409, 425 and 429 will. */
const isForGood = (status: number) => status >= 400 && status < 500 && ![408, 409, 425, 429].includes(status);

/**
 * POSTs each event as JSON. `Idempotency-Key` is the event's id: whoever answered and was not heard gets it again, and must know it.
 * 2xx is arrival; other 4xx than 408, 409, 425, 429 make a dead letter; everything else is tried again.
 */
export class WebhookHandler implements EventHandler {
  readonly name: string;
  readonly #url: URL;
  readonly #options: WebhookOptions;

  /** @throws UserError webhook-url-invalid */
  constructor(name: string, options: WebhookOptions) {
    this.name = name;
    this.#options = options;
    this.#url = parseUrl(options.url);
  }

  async handle(event: SimEvent, { signal }: { readonly signal: AbortSignal }): Promise<Handled> {
    const { secret, timeoutMs = 10_000 } = this.#options;
    const body = Buffer.from(JSON.stringify(eventAsJson(event)));
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'content-length': `${body.length}`,
      'idempotency-key': event.id,
      'user-agent': 'mvnolab',
      ...(event.traceId !== undefined && { 'x-trace-id': event.traceId }),
      ...(secret !== undefined && {
        'x-mvnolab-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      }),
    };
    const status = await this.#post(body, headers, timeoutMs, signal);
    if (status >= 200 && status < 300) return { type: 'done', note: `HTTP ${status}` };
    const message = `${this.#url.host} answered HTTP ${status}`;
    if (isForGood(status)) throw new UserError('webhook-refused', message, { place: this.#url.host });
    throw new LabError('webhook-failed', message, { place: this.#url.host });
  }

  #post(body: Buffer, headers: Record<string, string>, timeoutMs: number, signal: AbortSignal): Promise<number> {
    const send = this.#url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const fail = (why: string) =>
        reject(new LabError('webhook-failed', `${this.#url.host} ${why}`, { place: this.#url.host }));
      const request = send(this.#url, { method: 'POST', headers, signal, agent: false }, response => {
        let octets = 0;
        response.on('data', (chunk: Buffer) => {
          octets += chunk.length;
          if (octets > MOST_ANSWER_OCTETS) request.destroy(new Error('answers without end'));
        });
        response.on('end', () => resolve(response.statusCode ?? 0));
        response.on('error', error => fail(`broke off: ${error.message}`));
      });
      // Over all: a server that sends an octet a minute would keep a socket's own timer quiet.
      const timer = setTimeout(() => request.destroy(new Error(`gave no answer in ${timeoutMs} ms`)), timeoutMs);
      request.on('close', () => clearTimeout(timer));
      request.on('error', error => fail(error.message));
      request.end(body);
    });
  }
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol)) return url;
  throw new UserError('webhook-url-invalid', `'${text}' is not the address of a webhook`, {
    place: 'url',
    expected: 'http://… or https://…',
  });
}
