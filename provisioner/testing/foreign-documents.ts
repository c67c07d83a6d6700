import { Int32, Long, ObjectId } from 'bson';
import type { BsonDocument } from '../bson-values.ts';

/** Documents as other writers of Open5GS v2.8.0 leave them, field for field. */

const int = (value: number) => new Int32(value);
const gigabit = () => ({ value: int(1_000_000_000), unit: int(0) });

/** What `open5gs-dbctl add` (0.10.3) inserts. */
export function dbctlDocument(imsi = '001010000000001'): BsonDocument {
  return {
    _id: new ObjectId(),
    schema_version: int(1),
    imsi,
    msisdn: [],
    imeisv: [],
    mme_host: [],
    mm_realm: [], // its spelling
    purge_flag: [],
    slice: [
      {
        sst: int(1),
        default_indicator: true,
        session: [
          {
            name: 'internet',
            type: int(3),
            qos: {
              index: int(9),
              arp: { priority_level: int(8), pre_emption_capability: int(1), pre_emption_vulnerability: int(2) },
            },
            ambr: { downlink: gigabit(), uplink: gigabit() },
            pcc_rule: [],
            _id: new ObjectId(),
          },
        ],
        _id: new ObjectId(),
      },
    ],
    security: {
      k: '465B5CE8B199B49FAA5F0A2EE238A6BC',
      op: null,
      opc: 'E8ED289DEBA952E4283B54E88E6183CA',
      amf: '8000',
    },
    ambr: { downlink: gigabit(), uplink: gigabit() },
    access_restriction_data: int(32),
    network_access_mode: int(0),
    subscriber_status: int(0),
    operator_determined_barring: int(0),
    subscribed_rau_tau_timer: int(12),
    __v: int(0),
  };
}

/** What the WebUI (mongoose 5) saves, after a phone attached: the HSS wrote strings over three of its arrays. */
export function webuiDocument(imsi = '001010000000001'): BsonDocument {
  const rate = () => ({ value: int(1), unit: int(3) });
  return {
    _id: new ObjectId(),
    schema_version: int(1),
    msisdn: [],
    imeisv: '3534900698733153',
    mme_host: 'mme.localdomain',
    mme_realm: 'localdomain',
    purge_flag: false,
    access_restriction_data: int(32),
    subscriber_status: int(0),
    operator_determined_barring: int(0),
    network_access_mode: int(0),
    subscribed_rau_tau_timer: int(12),
    imsi,
    security: {
      k: '465B5CE8 B199B49F AA5F0A2E E238A6BC',
      amf: '8000',
      op: null,
      opc: 'E8ED289D EBA952E4 283B54E8 8E6183CA',
      sqn: Long.fromNumber(97),
    },
    ambr: { downlink: rate(), uplink: rate() },
    slice: [
      {
        _id: new ObjectId(),
        sst: int(1),
        default_indicator: true,
        session: [
          {
            qos: {
              arp: { priority_level: int(8), pre_emption_capability: int(1), pre_emption_vulnerability: int(1) },
              index: int(9),
            },
            ambr: { downlink: rate(), uplink: rate() },
            _id: new ObjectId(),
            name: 'internet',
            type: int(3),
            pcc_rule: [],
          },
        ],
      },
    ],
    __v: int(0),
    mme_timestamp: Long.fromString('1790000000123456'),
  };
}
