import { decodeS1ap, encodeS1ap, receiveS1ap, type S1apPdu } from '../../emulator/codec/s1ap/index.ts';
import type { BenchFigure } from './figure.ts';

const ROUND_MS = 60;
const ROUNDS = 5;
const BATCH = 200;
const PLMN = { mcc: '001', mnc: '01' };

/** The messages of an attach by their sizes: what each codec call costs decides how many attaches a second there are. */
const MESSAGES: readonly S1apPdu[] = [
  {
    message: 'InitialUEMessage',
    enbUeS1apId: 70_000,
    nasPdu: new Uint8Array(50).fill(7),
    tai: { plmn: PLMN, tac: 1 },
    eutranCgi: { plmn: PLMN, cellId: 0x19b01 },
    rrcEstablishmentCause: 'mo-Signalling',
  },
  {
    message: 'DownlinkNASTransport',
    mmeUeS1apId: 70_000,
    enbUeS1apId: 70_000,
    nasPdu: new Uint8Array(36).fill(7),
  },
  {
    message: 'InitialContextSetupRequest',
    mmeUeS1apId: 70_000,
    enbUeS1apId: 70_000,
    ueAggregateMaximumBitRate: { downlinkBps: 1_000_000_000, uplinkBps: 1_000_000_000 },
    eRabToBeSetupList: [
      {
        eRabId: 5,
        qos: {
          qci: 9,
          arp: {
            priorityLevel: 8,
            preEmptionCapability: 'shall-not-trigger-pre-emption',
            preEmptionVulnerability: 'not-pre-emptable',
          },
        },
        transportLayerAddress: Uint8Array.of(127, 0, 0, 6),
        gtpTeid: 0xe221,
        nasPdu: new Uint8Array(157).fill(7),
      },
    ],
    ueSecurityCapabilities: { encryptionAlgorithms: 0xe000, integrityProtectionAlgorithms: 0xe000 },
    securityKey: new Uint8Array(32).fill(1),
  },
  {
    message: 'UEContextReleaseCommand',
    ueS1apIds: { type: 'ueS1apIdPair', value: { mmeUeS1apId: 70_000, enbUeS1apId: 70_000 } },
    cause: { group: 'nas', value: 'detach' },
  },
];

/**
 * How fast `emulator/codec/s1ap` is on one core, the best of five rounds. About three seconds. All messages run before
 * the clock starts, so that the closures are as polymorphic as in a lab at work.
 */
export function benchS1ap(): BenchFigure[] {
  const encoded = MESSAGES.map(pdu => encodeS1ap(pdu));
  for (let round = 0; round < 2000; round++) {
    for (const [index, pdu] of MESSAGES.entries()) {
      encodeS1ap(pdu);
      receiveS1ap(encoded[index]!);
    }
  }
  return MESSAGES.flatMap((pdu, index) => {
    const octets = encoded[index]!;
    const name = `${pdu.message}, ${octets.length} octets`;
    return [
      { name: `encode ${name}`, figure: best(() => encodeS1ap(pdu)), unit: 'messages/s' },
      { name: `decode ${name}`, figure: best(() => decodeS1ap(octets)), unit: 'messages/s' },
    ];
  });
}

function best(work: () => unknown): number {
  rate(work);
  return Math.max(...Array.from({ length: ROUNDS }, () => rate(work)));
}

function rate(work: () => unknown): number {
  const started = performance.now();
  let calls = 0;
  let elapsed = 0;
  do {
    for (let index = 0; index < BATCH; index++) work();
    calls += BATCH;
    elapsed = performance.now() - started;
  } while (elapsed < ROUND_MS);
  return (calls / elapsed) * 1000;
}
