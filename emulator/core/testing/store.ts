import type { Imsi } from '../../vocabulary/index.ts';
import type { DatabaseAnswer, DatabaseRequest, SubscriberDocument } from '../database.ts';

/** The subscriber of Open5GS's test programs. */
export const K = '465B5CE8B199B49FAA5F0A2EE238A6BC';
export const OPC = 'E8ED289DEBA952E4283B54E88E6183CA';
export const IMSI = '999700000000001' as Imsi;

const int32 = (value: number) => ({ _bsontype: 'Int32', value });
const long = (value: number) => ({ _bsontype: 'Long', high: Math.floor(value / 2 ** 32), low: value | 0 });

export interface SessionOfDocument {
  readonly name: string;
  /** 1 IPv4, 2 IPv6, 3 IPv4v6. */
  readonly type?: number;
  readonly ue?: { readonly ipv4?: string; readonly ipv6?: string };
}

/** A `subscribers` document with the APNs given. */
export function subscriberDocument(
  imsi: Imsi,
  sessions: readonly SessionOfDocument[] = [{ name: 'internet' }],
  more: Readonly<Record<string, unknown>> = {},
): SubscriberDocument {
  const rate = { value: int32(1), unit: int32(3) };
  return {
    imsi,
    msisdn: [],
    security: { k: K, opc: OPC, op: null, amf: '8000', sqn: long(64) },
    ambr: { downlink: rate, uplink: rate },
    subscriber_status: int32(0),
    network_access_mode: int32(0),
    slice: [
      {
        sst: int32(1),
        session: sessions.map(({ name, type = 3, ue }) => ({
          name,
          type: int32(type),
          qos: { index: int32(9), arp: { priority_level: int32(8) } },
          ambr: { downlink: rate, uplink: rate },
          ...(ue === undefined ? {} : { ue }),
        })),
      },
    ],
    ...more,
  };
}

/** What a database answers to a find of `fields`: no more, so that a test sees a field that nobody asked for. */
export function onlyFields(
  document: SubscriberDocument | undefined,
  fields: readonly string[],
): SubscriberDocument | undefined {
  return document && Object.fromEntries(Object.entries(document).filter(([field]) => fields.includes(field)));
}

/** The subscriber database in memory: answers what the HSS asks. */
export class MemoryStore {
  readonly documents = new Map<Imsi, SubscriberDocument>();
  readonly requests: DatabaseRequest[] = [];

  answer(request: DatabaseRequest): DatabaseAnswer {
    this.requests.push(request);
    const { id } = request;
    if (request.type === 'findSubscriber') {
      return { type: 'subscriber', id, document: onlyFields(this.documents.get(request.imsi), request.fields) };
    }
    if (request.type === 'stepSqn') this.step(request.imsi, request.base);
    return { type: 'done', id };
  }

  private step(imsi: Imsi, base: number): void {
    const document = this.documents.get(imsi);
    if (document === undefined) return;
    const security = document.security as Record<string, unknown>;
    this.documents.set(imsi, { ...document, security: { ...security, sqn: long((base + 32) % 2 ** 48) } });
  }
}
