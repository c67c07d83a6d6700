import { didYouMean } from '../../../emulator/vocabulary/index.ts';
import type { Kind } from './quantity.ts';

/** What can be looked at below a name: path pattern (`*` = any name), kind, and what it is. */
export interface Observable {
  readonly path: string;
  readonly kind: Kind;
  readonly about: string;
  readonly values?: readonly string[];
}

export type ObservableOwner = 'ue' | 'bts' | 'sim' | 'hss' | 'core' | 'aka' | 'step' | 'arm' | 'lab' | 'error';

const EMM_STATES = [
  'null',
  'deregistered',
  'registered-initiated',
  'registered',
  'deregistered-initiated',
  'tracking-area-updating-initiated',
  'service-request-initiated',
];

/** Of an authentication, under `<ue>.aka` and `aka`. */
const AKA: readonly Observable[] = [
  {
    path: 'verdict',
    kind: 'text',
    about: "the card's verdict",
    values: ['accepted', 'mac-failure', 'separation-bit', 'synch-failure'],
  },
  { path: 'autn_valid', kind: 'boolean', about: 'the card took the challenge for genuine and fresh' },
  {
    path: 'kasme_match',
    kind: 'boolean',
    about: 'both sides have the same keys: the Security Mode Command was verified',
  },
  { path: 'rand', kind: 'text', about: 'RAND, hex' },
  { path: 'autn', kind: 'text', about: 'AUTN, hex' },
  { path: 'amf', kind: 'text', about: 'AMF, hex' },
  { path: 'mac', kind: 'text', about: 'MAC-A as received, hex' },
  { path: 'xmac', kind: 'text', about: 'XMAC as the card computed it, hex' },
  { path: 'sqn', kind: 'sqn', about: 'SQN that the card unmasked' },
  { path: 'sqn_ms', kind: 'sqn', about: 'the highest SQN that the card had accepted' },
  { path: 'res', kind: 'text', about: 'RES, hex' },
  { path: 'auts', kind: 'text', about: 'AUTS, hex' },
];

/** Everything that an expectation can name, by what the first word stands for. */
export const OBSERVABLES: Readonly<Record<ObservableOwner, readonly Observable[]>> = {
  ue: [
    { path: 'imsi', kind: 'text', about: 'IMSI of the card' },
    { path: 'emm', kind: 'text', about: 'EMM state of the phone', values: EMM_STATES },
    { path: 'rrc', kind: 'text', about: 'idle or connected', values: ['idle', 'connected'] },
    { path: 'guti', kind: 'text', about: 'GUTI, 001-01-0002-01-c0000001' },
    { path: 'ip', kind: 'text', about: 'IP address of the first PDN connection' },
    { path: 'pdn', kind: 'any', about: 'PDN connections by APN' },
    { path: 'pdn.*', kind: 'any', about: 'a PDN connection' },
    { path: 'pdn.*.ebi', kind: 'number', about: 'EPS bearer identity' },
    { path: 'pdn.*.type', kind: 'text', about: 'PDN type', values: ['ipv4', 'ipv6', 'ipv4v6'] },
    { path: 'pdn.*.ip', kind: 'text', about: 'IPv4 address' },
    { path: 'pdn.*.ipv6', kind: 'text', about: 'IPv6 address, or its interface identifier' },
    { path: 'pdn.*.dns', kind: 'any', about: 'DNS servers' },
    { path: 'pdn.*.mtu', kind: 'number', about: 'link MTU' },
    { path: 'pdn.*.qci', kind: 'number', about: 'QCI' },
    { path: 'pdn.*.ambr.down', kind: 'bit-rate', about: 'APN-AMBR down' },
    { path: 'pdn.*.ambr.up', kind: 'bit-rate', about: 'APN-AMBR up' },
    { path: 'pdn.*.esm_cause', kind: 'esm-cause', about: 'why another PDN type was given' },
    { path: 'reject', kind: 'any', about: 'the last refusal' },
    { path: 'reject.message', kind: 'text', about: 'its message' },
    { path: 'reject.cause', kind: 'emm-cause', about: 'its EMM cause, by number, name or trigger' },
    { path: 'reject.esm_cause', kind: 'esm-cause', about: 'its ESM cause' },
    { path: 'reject.ignored', kind: 'boolean', about: 'it was unprotected, so the phone could not believe it' },
    { path: 'aka', kind: 'any', about: 'the last authentication' },
    ...AKA.map(row => ({ ...row, path: `aka.${row.path}` })),
    { path: 'security', kind: 'any', about: 'the NAS security context in use' },
    { path: 'security.eea', kind: 'number', about: 'ciphering algorithm' },
    { path: 'security.eia', kind: 'number', about: 'integrity algorithm' },
    { path: 'usage.up', kind: 'octets', about: 'IP octets sent' },
    { path: 'usage.down', kind: 'octets', about: 'IP octets received' },
    { path: 'network_name', kind: 'text', about: 'name of the network from EMM Information' },
    { path: 'bts', kind: 'text', about: 'the base station it camps on' },
  ],
  bts: [
    { path: 's1', kind: 'text', about: 'S1 towards the core', values: ['up', 'down', 'setting-up', 'refused'] },
    { path: 'ues', kind: 'number', about: 'phones with a connection' },
  ],
  sim: [
    {
      path: 'state',
      kind: 'text',
      about: 'where the SIM is in its life',
      values: ['available', 'assigned', 'active', 'suspended', 'deactivated'],
    },
    { path: 'imsi', kind: 'text', about: 'IMSI' },
    { path: 'iccid', kind: 'text', about: 'ICCID' },
    { path: 'msisdn', kind: 'text', about: 'MSISDN; quarantined after deactivation' },
    { path: 'plan', kind: 'text', about: 'plan' },
    { path: 'customer', kind: 'text', about: 'customer' },
    { path: 'reason', kind: 'text', about: 'reason of the last change' },
  ],
  hss: [
    { path: '', kind: 'any', about: "the subscriber's document" },
    { path: 'sqn', kind: 'sqn', about: 'short for security.sqn' },
    { path: 'security.sqn', kind: 'sqn', about: 'the next SQN' },
    { path: '**', kind: 'any', about: 'a path of the document' },
  ],
  core: [
    { path: 'counters.*', kind: 'number', about: "a counter under Open5GS's name: mme_session, enb, enb_ue …" },
    { path: 'ues', kind: 'any', about: 'phones that the core knows, by the name of the phone' },
    { path: 'ues.*', kind: 'any', about: 'a phone as the core sees it' },
    { path: 'ues.*.emm', kind: 'text', about: 'EMM state in the MME' },
    { path: 'ues.*.ecm', kind: 'text', about: 'idle or connected', values: ['idle', 'connected'] },
    { path: 'ues.*.guti', kind: 'text', about: 'GUTI' },
    { path: 'ues.*.eea', kind: 'number', about: 'ciphering algorithm' },
    { path: 'ues.*.eia', kind: 'number', about: 'integrity algorithm' },
    { path: 'ues.*.tac', kind: 'number', about: 'TAC' },
    { path: 'ues.*.bearers', kind: 'number', about: 'bearers' },
    { path: 'ues.*.ip', kind: 'text', about: 'IP address' },
    { path: 'ues.*.usage.up', kind: 'octets', about: 'octets that the gateway counted uplink' },
    { path: 'ues.*.usage.down', kind: 'octets', about: 'octets that the gateway counted downlink' },
  ],
  aka: AKA,
  step: [
    { path: 'cause', kind: 'emm-cause', about: 'EMM cause of the refusal' },
    { path: 'esm_cause', kind: 'esm-cause', about: 'ESM cause of the refusal' },
    { path: 'sent', kind: 'number', about: 'pings sent' },
    { path: 'received', kind: 'number', about: 'pings answered' },
    { path: 'lost', kind: 'number', about: 'pings not answered, datagrams that did not arrive' },
    { path: 'min_ms', kind: 'milliseconds', about: 'shortest round trip' },
    { path: 'avg_ms', kind: 'milliseconds', about: 'mean round trip' },
    { path: 'max_ms', kind: 'milliseconds', about: 'longest round trip' },
    { path: 'down', kind: 'octets', about: 'octets that arrived at the phone' },
    { path: 'up', kind: 'octets', about: 'octets that arrived at the network' },
    { path: 'down_bps', kind: 'bit-rate', about: 'rate of the download' },
    { path: 'up_bps', kind: 'bit-rate', about: 'rate of the upload' },
    { path: 'ip', kind: 'text', about: 'address of the PDN connection that was made' },
    { path: 'code', kind: 'text', about: 'stable code of a refusal' },
    { path: 'took', kind: 'milliseconds', about: 'how long it took' },
    { path: '**', kind: 'any', about: 'what the step gave' },
  ],
  arm: [{ path: '*.fired', kind: 'number', about: 'how often the trigger fired' }],
  lab: [
    {
      path: '*.health',
      kind: 'text',
      about: 'health of a node',
      values: ['healthy', 'killed', 'stopped', 'paused', 'partitioned'],
    },
  ],
  error: [
    { path: 'code', kind: 'text', about: 'stable code of the refusal' },
    { path: 'message', kind: 'text', about: 'its text' },
  ],
};

/** The row of a path, or undefined. Of several that fit, the one that names most of it: `pdn.*.ip` before `pdn.*`. */
export function observableOf(owner: ObservableOwner, path: readonly string[]): Observable | undefined {
  const fitting = OBSERVABLES[owner].filter(row => fits(row.path === '' ? [] : row.path.split('.'), path));
  return fitting.reduce<Observable | undefined>(
    (best, row) => (best === undefined || literals(row) > literals(best) ? row : best),
    undefined,
  );
}

function literals({ path }: Observable): number {
  return path.split('.').filter(part => part !== '*' && part !== '**').length;
}

/** The known path that is nearest to one that is not. */
export function nearestObservable(owner: ObservableOwner, path: readonly string[]): string | undefined {
  const known = OBSERVABLES[owner].map(row => {
    const pattern = row.path.split('.');
    return pattern.map((part, at) => (part === '*' ? (path[at] ?? '*') : part)).join('.');
  });
  return didYouMean(path.join('.'), known);
}

/** `*` takes one name or, for an APN with dots in it, several; `**` takes whatever is left. */
function fits(pattern: readonly string[], path: readonly string[]): boolean {
  if (pattern.length === 0) return path.length === 0;
  if (pattern[0] === '**') return path.length > 0;
  if (path.length === 0) return false;
  if (pattern[0] !== '*') return pattern[0] === path[0] && fits(pattern.slice(1), path.slice(1));
  for (let taken = 1; taken <= path.length; taken++) if (fits(pattern.slice(1), path.slice(taken))) return true;
  return false;
}
