import type { TraceEvent, TraceNode, TraceRecord } from '../../../emulator/vocabulary/index.ts';

/** A small run for tests of what shows runs: an attach with every kind of event, some of them awkward. */

export const NODES: readonly TraceNode[] = [
  { name: 'phone', role: 'ue' },
  { name: 'bts', role: 'bts', addresses: ['127.0.0.2'] },
  { name: 'mme', role: 'mme', addresses: ['127.0.0.1'] },
  { name: 'hss', role: 'hss' },
  { name: 'gateway', role: 'gateway' },
];

export function stamped(records: readonly (readonly [t: number, record: TraceRecord])[]): TraceEvent[] {
  return records.map(([t, record], seq) => ({ v: 1, seq, t, ...record }) as TraceEvent);
}

const ue = '001010000000001';

function nas(from: string, to: string, message: string, summary: string, ciphered = false): TraceRecord {
  return { kind: 'message', protocol: 'nas-eps', from, to, message, summary, ue, ciphered };
}

export const SAMPLE_RUN: readonly TraceEvent[] = stamped([
  [
    0,
    {
      kind: 'run',
      run: '8f2c',
      version: '0.1.0',
      core: 'embedded',
      at: '2026-11-22T03:00:00.000Z',
      seed: 42,
      nodes: NODES,
    },
  ],
  [
    0.4,
    {
      kind: 'message',
      protocol: 's1ap',
      from: 'bts',
      to: 'mme',
      message: 'S1SetupRequest',
      summary: 'TAC 1, PLMN 001-01',
    },
  ],
  [
    1.9,
    { kind: 'message', protocol: 's1ap', from: 'mme', to: 'bts', message: 'S1SetupResponse', summary: 'mvnolab-mme' },
  ],
  [2, { kind: 'state', node: 'phone', ue, machine: 'emm', from: 'EMM-DEREGISTERED', to: 'EMM-REGISTERED-INITIATED' }],
  [2.2, { kind: 'message', protocol: 's1ap', from: 'bts', to: 'mme', message: 'InitialUEMessage', ue }],
  [2.3, nas('phone', 'mme', 'AttachRequest', `IMSI ${ue}, EPS attach, EEA0 EEA1 EEA2, EIA1 EIA2 EIA3`)],
  [2.9, { kind: 'message', protocol: 's6a', from: 'mme', to: 'hss', message: 'AuthenticationInformationRequest', ue }],
  [4.6, nas('mme', 'phone', 'AuthenticationRequest', 'KSI 0')],
  [5.3, nas('phone', 'mme', 'AuthenticationResponse', 'RES 8 octets')],
  [6.4, nas('phone', 'mme', 'SecurityModeComplete', 'IMEISV 3536090000000101', true)],
  [12.9, { kind: 'message', protocol: 'ip', from: 'phone', to: 'gateway', message: 'EchoRequest', ue }],
  [
    13.4,
    {
      kind: 'user-plane',
      node: 'gateway',
      ip: '10.45.0.2',
      uplinkOctets: 84,
      downlinkOctets: 84,
      uplinkPackets: 1,
      downlinkPackets: 1,
    },
  ],
  [
    2020,
    { kind: 'message', protocol: 'nas-eps', from: 'phone', to: 'mme', message: 'DetachRequest', ue, fate: 'dropped' },
  ],
  [2021, nas('mme', 'phone', 'AttachReject', 'cause 8 (EPS services and non-EPS services not allowed)')],
  [2022, { kind: 'note', text: '3 of 3 pings answered' }],
  [2022.5, { kind: 'error', code: 'core-crashed', text: 'the MME ended with exit code 139', hint: 'see logs/mme.log' }],
  [2023, { kind: 'verdict', verdict: 'failed', of: 'attach', reason: 'no AttachAccept' }],
  [2023, { kind: 'artefact', name: 'capture', path: 'runs/8f2c/run.pcapng' }],
]);
