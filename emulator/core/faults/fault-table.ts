/** What a fault can be told. */
export interface FaultParameter {
  readonly type: 'text' | 'number' | 'boolean' | 'imsi' | 'message';
  readonly summary: string;
  readonly required?: true;
  readonly values?: readonly string[];
  /** Whole numbers from … to. */
  readonly range?: readonly [least: number, most: number];
}

/** One named fault: where it acts, what it does, what it can be told. */
export interface Fault {
  /** `state`: acts until it is healed or has acted `times` times. `once`: happens when it is switched on. */
  readonly kind: 'state' | 'once';
  readonly at: 'hss' | 'database' | 'gateway' | 'mme';
  readonly summary: string;
  readonly parameters: Readonly<Record<string, FaultParameter>>;
}

const REQUEST: FaultParameter = {
  type: 'text',
  summary: 'only this request',
  values: ['AuthenticationInformationRequest', 'UpdateLocationRequest', 'PurgeUeRequest'],
};
const DELAY: FaultParameter = { type: 'number', summary: 'milliseconds', required: true, range: [0, 3_600_000] };
const MESSAGE: FaultParameter = { type: 'message', summary: 'name of a NAS or S1AP message', required: true };
const DIRECTION: FaultParameter = { type: 'text', summary: 'as seen from the phone', values: ['downlink', 'uplink'] };
const IMSI: FaultParameter = { type: 'imsi', summary: 'the subscriber', required: true };
const EBI: FaultParameter = { type: 'number', summary: 'EPS bearer identity, 5 by default', range: [5, 15] };
const ENB: FaultParameter = { type: 'text', summary: 'name of a base station; all by default' };
const ALGORITHM: FaultParameter = { type: 'number', summary: 'algorithm 0 … 7', range: [0, 7] };

/** Every state fault may be told these too. */
export const COMMON_PARAMETERS: Readonly<Record<string, FaultParameter>> = {
  imsi: { type: 'imsi', summary: 'only for this subscriber' },
  times: { type: 'number', summary: 'heal after acting this often', range: [1, 1_000_000] },
};

/** Any fault may wait for a message that the MME sends or receives. */
export const TRIGGER_PARAMETERS: Readonly<Record<string, FaultParameter>> = {
  before: { type: 'message', summary: 'switch on just before this NAS or S1AP message' },
  after: { type: 'message', summary: 'switch on right after this NAS or S1AP message' },
};

/** The faults of the embedded core by name. */
export const FAULTS = {
  'hss-silent': state('hss', 'The HSS does not answer', { request: REQUEST }),
  'hss-unreachable': state('hss', 'The HSS cannot be reached, which the MME learns at once', { request: REQUEST }),
  'hss-error': state('hss', 'The HSS answers with an error', {
    code: {
      type: 'number',
      summary: 'Diameter result, such as 5001, 5004, 5420, 4181',
      required: true,
      range: [1000, 9999],
    },
    request: REQUEST,
  }),
  'hss-slow': state('hss', 'The HSS answers late', { delayMs: DELAY, request: REQUEST }),
  'hss-wrong-vector': state('hss', 'A part of the authentication vector is wrong', {
    field: {
      type: 'text',
      summary: 'autn-mac: another MAC-A; autn-sqn: another SQN; separation-bit: AMF without it',
      required: true,
      values: ['rand', 'autn-mac', 'autn-sqn', 'separation-bit', 'xres', 'kasme'],
    },
  }),
  'database-failing': state('database', 'Every request to the database fails', {}),
  'database-silent': state('database', 'The database does not answer until it is healed', {}),
  'database-slow': state('database', 'The database answers late', { delayMs: DELAY }),
  'gateway-refuses': state('gateway', 'The gateway refuses sessions', {
    cause: { type: 'number', summary: 'GTPv2 cause, 73 (no resources available) by default', range: [17, 255] },
  }),
  'gateway-silent': state('gateway', 'The gateway does not answer the MME', {}),
  'user-plane-drops': state('gateway', 'IP packets are lost at the gateway', { direction: DIRECTION }),
  'mme-silent': state('mme', 'The MME takes no S1AP message', {}),
  'drop-message': state('mme', 'A message is lost', { message: MESSAGE, direction: DIRECTION }),
  'duplicate-message': state('mme', 'A message arrives more than once', {
    message: MESSAGE,
    direction: DIRECTION,
    copies: { type: 'number', summary: 'further copies, 1 by default', range: [1, 100] },
  }),
  'delay-message': state('mme', 'A message arrives late', { message: MESSAGE, direction: DIRECTION, delayMs: DELAY }),
  'replay-message': state('mme', 'The same octets arrive again later', {
    message: MESSAGE,
    direction: DIRECTION,
    delayMs: DELAY,
  }),
  'corrupt-mac': state('mme', 'A downlink NAS message has a wrong MAC', { message: MESSAGE }),
  'strip-security': state('mme', 'A downlink NAS message goes out without protection', { message: MESSAGE }),
  'corrupt-message': state(
    'mme',
    'A bit of a downlink message is flipped: of the plain NAS octets, or of the S1AP octets',
    {
      message: MESSAGE,
      bit: {
        type: 'number',
        summary: 'counted from the most significant bit of the first octet',
        required: true,
        range: [0, 65_535],
      },
    },
  ),
  'choose-algorithms': state(
    'mme',
    'Security Mode Command names other algorithms, under the right keys of the real ones',
    {
      eea: ALGORITHM,
      eia: ALGORITHM,
    },
  ),
  'alter-capabilities': state(
    'mme',
    'Security Mode Command replays other capabilities than the phone sent: a bidding-down',
    {
      eea: { type: 'text', summary: 'algorithms, such as "0 2"' },
      eia: { type: 'text', summary: 'algorithms, such as "0 1"' },
    },
  ),
  'wrong-hash': state('mme', 'Security Mode Command carries a wrong HASHMME', {}),
  reject: state('mme', 'A request is refused', {
    message: {
      type: 'text',
      summary: 'the request',
      required: true,
      values: [
        'AttachRequest',
        'TrackingAreaUpdateRequest',
        'ServiceRequest',
        'ExtendedServiceRequest',
        'DetachRequestUeOriginating',
      ],
    },
    cause: { type: 'number', summary: 'EMM cause', required: true, range: [0, 255] },
  }),
  overload: state('mme', 'The MME tells base stations not to start connections', {
    action: {
      type: 'text',
      summary: 'which ones, as TS 36.413 §9.2.3.20 spells it; reject-rrc-cr-signalling by default',
      values: [
        'reject-non-emergency-mo-dt',
        'reject-rrc-cr-signalling',
        'permit-emergency-sessions-and-mobile-terminated-services-only',
        'permit-high-priority-sessions-and-mobile-terminated-services-only',
        'reject-delay-tolerant-access',
      ],
    },
  }),
  'mme-restart': once('mme', 'The MME forgets every phone, and its base stations with them', {
    keepAssociations: { type: 'boolean', summary: 'base stations stay connected and do not notice' },
  }),
  's1-close': once('mme', 'The MME ends the association of a base station', { enb: ENB }),
  's1-reset': once('mme', 'The MME resets the S1 interface', { enb: ENB }),
  'detach-subscriber': once('mme', 'The MME detaches a subscriber', {
    imsi: IMSI,
    reattach: { type: 'boolean', summary: 'the phone shall attach again' },
  }),
  'page-subscriber': once('mme', 'The MME pages an idle subscriber', { imsi: IMSI }),
  'reallocate-guti': once('mme', 'The MME gives a connected phone another GUTI', { imsi: IMSI }),
  'push-ambr': once('mme', 'The MME tells the base station the UE-AMBR that the HSS gave last', { imsi: IMSI }),
  'modify-bearer': once('mme', 'The MME changes the QCI of a bearer', {
    imsi: IMSI,
    ebi: EBI,
    qci: { type: 'number', summary: 'the new QCI', required: true, range: [1, 254] },
  }),
  'deactivate-bearer': once('mme', 'The MME ends a PDN connection', {
    imsi: IMSI,
    ebi: EBI,
    cause: { type: 'number', summary: 'ESM cause, 36 by default; 39 asks for reactivation', range: [0, 255] },
  }),
  'error-indication': once('mme', 'The MME sends an Error Indication that does not know the phone', { imsi: IMSI }),
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;

function state(at: Fault['at'], summary: string, parameters: Fault['parameters']): Fault {
  return { kind: 'state', at, summary, parameters: { ...parameters, ...COMMON_PARAMETERS, ...TRIGGER_PARAMETERS } };
}

function once(at: Fault['at'], summary: string, parameters: Fault['parameters']): Fault {
  return { kind: 'once', at, summary, parameters: { ...parameters, ...TRIGGER_PARAMETERS } };
}
