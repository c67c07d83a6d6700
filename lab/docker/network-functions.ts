import { didYouMean, UserError } from '../../emulator/vocabulary/index.ts';

/** One container of the lab: what it is, where it is in the lab's /24, and what tells that it works. */
export interface NetworkFunction {
  readonly name: string;
  readonly title: string;
  /** Last octet of its address, as in the Compose file. */
  readonly octet: number;
  /** What it speaks, for `status` and the graph. */
  readonly ports: readonly string[];
  /** Whom it calls, and on which reference point. */
  readonly peers: readonly { readonly to: string; readonly by: string }[];
  /** Has metrics at TCP 9090. */
  readonly metrics?: true;
  /** Its Diameter peer's identity, which its log names once the connection is open. */
  readonly diameterPeer?: string;
  /** Only with a Compose profile. */
  readonly profile?: 'webui' | 'capture';
  /** Keeps what a phone's attach left behind, so a reset starts it again. */
  readonly holdsPhones?: true;
}

/** In the order in which they come up. */
export const NETWORK_FUNCTIONS: readonly NetworkFunction[] = [
  { name: 'mongo', title: 'MongoDB, subscribers', octet: 10, ports: ['27017/tcp'], peers: [] },
  {
    name: 'hss',
    title: 'HSS',
    octet: 11,
    ports: ['3868/tcp', '9090/tcp'],
    peers: [{ to: 'mongo', by: 'MongoDB' }],
    metrics: true,
  },
  {
    name: 'pcrf',
    title: 'PCRF',
    octet: 12,
    ports: ['3868/tcp', '9090/tcp'],
    peers: [{ to: 'mongo', by: 'MongoDB' }],
    metrics: true,
  },
  { name: 'sgwu', title: 'SGW-U', octet: 13, ports: ['8805/udp', '2152/udp'], peers: [], holdsPhones: true },
  {
    name: 'upf',
    title: 'UPF, as PGW-U',
    octet: 14,
    ports: ['8805/udp', '2152/udp', '9090/tcp'],
    peers: [{ to: 'sgwu', by: 'S5-U' }],
    metrics: true,
    holdsPhones: true,
  },
  {
    name: 'sgwc',
    title: 'SGW-C',
    octet: 15,
    ports: ['2123/udp', '8805/udp'],
    peers: [
      { to: 'sgwu', by: 'Sxa (PFCP)' },
      { to: 'smf', by: 'S5-C' },
    ],
    holdsPhones: true,
  },
  {
    name: 'smf',
    title: 'SMF, as PGW-C',
    octet: 16,
    ports: ['2123/udp', '8805/udp', '3868/tcp', '9090/tcp'],
    peers: [
      { to: 'upf', by: 'Sxb (PFCP)' },
      { to: 'pcrf', by: 'Gx' },
    ],
    metrics: true,
    diameterPeer: 'pcrf.localdomain',
    holdsPhones: true,
  },
  {
    name: 'mme',
    title: 'MME',
    octet: 17,
    ports: ['36412/sctp in 9899/udp', '2123/udp', '3868/tcp', '9090/tcp'],
    peers: [
      { to: 'hss', by: 'S6a' },
      { to: 'sgwc', by: 'S11' },
    ],
    metrics: true,
    diameterPeer: 'hss.localdomain',
    holdsPhones: true,
  },
  {
    name: 'webui',
    title: 'WebUI',
    octet: 18,
    ports: ['9999/tcp'],
    peers: [{ to: 'mongo', by: 'MongoDB' }],
    profile: 'webui',
  },
  { name: 'capture-mme', title: 'packets of the MME', octet: 17, ports: [], peers: [], profile: 'capture' },
  { name: 'capture-sgwu', title: 'packets of the SGW-U', octet: 13, ports: [], peers: [], profile: 'capture' },
];

/** What people call a function otherwise; a gateway is where phones' packets come out. */
const ALIASES: Readonly<Record<string, string>> = {
  mongodb: 'mongo',
  database: 'mongo',
  gateway: 'upf',
  pgw: 'upf',
  'sgw-c': 'sgwc',
  'sgw-u': 'sgwu',
  sgw: 'sgwc',
};

/** @throws UserError with the functions that there are */
export function networkFunction(name: string, place = 'function'): NetworkFunction {
  const lower = name.toLowerCase();
  const wanted = ALIASES[lower] ?? lower;
  const found = NETWORK_FUNCTIONS.find(known => known.name === wanted);
  if (found !== undefined) return found;
  const names = NETWORK_FUNCTIONS.map(known => known.name);
  const guess = didYouMean(lower, names);
  throw new UserError('function-unknown', `'${name}' is no function of the lab`, {
    place,
    expected: `one of ${names.join(', ')}`,
    ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
  });
}
