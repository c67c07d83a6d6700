import { didYouMean, type Imsi, Secret, UserError } from '../emulator/vocabulary/index.ts';
import { type BsonDocument, isDocument } from './bson-values.ts';
import { SESSION_DEFAULTS, type SimRecord } from './sim-record.ts';
import { encodeSubscriber } from './subscriber-document.ts';

/**
 * Which paths the subscriber's document has, for who wants to change single ones. They follow from the document's table: from a document
 * that has every field once.
 */

/** Fields that Open5GS knows and no SIM record holds: what the HSS writes, and what makes it act. */
const BESIDES = ['mme_timestamp', 'request_cancel_location'];
/** Wholes that nobody may replace: the HSS keeps its own values inside. */
const TOO_WIDE: Readonly<Record<string, string>> = {
  security: 'it holds the SQN, which the HSS moves: name security.k, security.opc, security.sqn …',
  _id: "it is MongoDB's own",
};

let known: ReadonlySet<string> | undefined;

/** Every path, array indexes as `0`: `slice.0.session.0.ambr.downlink.value`. */
export function subscriberPaths(): ReadonlySet<string> {
  if (known === undefined) {
    const paths = new Set(BESIDES);
    collect(encodeSubscriber(completeSim()), '', paths);
    known = paths;
  }
  return known;
}

/**
 * Refuses what is no path of the document in Open5GS's model, and what is too wide to be written at once.
 * @throws UserError with the nearest path that there is
 */
export function checkSubscriberPath(path: string): void {
  const why = TOO_WIDE[path];
  if (why !== undefined)
    throw new UserError('subscriber-path-too-wide', `'${path}' cannot be set as a whole`, { expected: why });
  const paths = subscriberPaths();
  const general = path.replace(/\.\d+(?=\.|$)/g, '.0');
  if (paths.has(general)) return;
  const guess = didYouMean(general, paths);
  throw new UserError('subscriber-path-unknown', `Open5GS knows no '${path}' in the document of a subscriber`, {
    expected: 'a path such as security.sqn or slice.0.session.0.type',
    hint: guess === undefined ? 'to write it all the same, force it' : `did you mean '${guess}'?`,
  });
}

function collect(value: unknown, path: string, paths: Set<string>): void {
  const entries = isDocument(value) ? Object.entries(value) : Array.isArray(value) ? [['0', value[0]] as const] : [];
  for (const [key, member] of entries) {
    if (key === '_id') continue;
    const inner = path === '' ? key : `${path}.${key}`;
    paths.add(inner);
    collect(member as BsonDocument, inner, paths);
  }
}

/** A SIM that uses every field; its values mean nothing. */
function completeSim(): SimRecord {
  const zeros = new Uint8Array(16);
  const ambr = { downlinkBps: 1, uplinkBps: 1 };
  const { arp } = SESSION_DEFAULTS;
  const rule = { qci: 1, arp, mbr: ambr, gbr: ambr, flows: [{ direction: 'downlink', description: '' } as const] };
  const routes = ['10.0.0.0/8'];
  const session = {
    ...SESSION_DEFAULTS,
    ueIpv4: '10.0.0.1',
    ueIpv6: '2001:db8::1',
    smfIpv4: '10.0.0.1',
    smfIpv6: '2001:db8::1',
    lboRoamingAllowed: true,
    ipv4FramedRoutes: routes,
    ipv6FramedRoutes: routes,
    pccRules: [rule],
  };
  return {
    imsi: '001010000000000' as Imsi,
    ki: new Secret('Ki', zeros),
    opc: new Secret('OPc', zeros),
    op: new Secret('OP', zeros),
    amfField: new Uint8Array(2),
    sqn: 0,
    rand: zeros,
    msisdn: ['0'],
    ambr,
    slices: [{ sst: 1, sd: '000000', defaultIndicator: true, sessions: [session] }],
    accessRestrictionData: 0,
    subscriberStatus: 0,
    operatorDeterminedBarring: 0,
    networkAccessMode: 0,
    subscribedRauTauTimerMin: 0,
  };
}
