import type { NasEps } from '../../codec/nas-eps/index.ts';
import { defaultBearer, TestNetwork } from './network.ts';

/** A registered and connected phone with default bearer 5. */
export function attached(): TestNetwork {
  const net = new TestNetwork();
  net.attach();
  return net;
}

const SECOND_ADDRESS = { type: 'ipv4', ipv4: '10.46.0.2' } as const;

/** Connects to a second APN with EBI 6; returns the PTI. */
export function secondPdn(net: TestNetwork): number {
  net.input({ type: 'connectPdn', apn: 'ims' });
  const { procedureTransactionIdentity: pti } = net.expectNas('PdnConnectivityRequest').message;
  bringBearer(net, 6, defaultBearer(pti, { epsBearerIdentity: 6, accessPointName: 'ims', pdnAddress: SECOND_ADDRESS }));
  net.expectNas('ActivateDefaultEpsBearerContextAccept');
  return pti;
}

/** A radio bearer with the NAS message that it came for. */
export function bringBearer(net: TestNetwork, eRabId: number, message: Parameters<TestNetwork['seal']>[0]): void {
  net.downlink({
    type: 'rrcConnectionReconfiguration',
    addedBearers: [{ eRabId, qci: 9 }],
    releasedERabIds: [],
    nas: [net.seal(message)],
  });
  net.takeAir('rrcConnectionReconfigurationComplete');
}

export type DedicatedRequest = NasEps<'ActivateDedicatedEpsBearerContextRequest'>;
type Tft = Extract<DedicatedRequest['tft'], { readonly filters: readonly unknown[] }>;
export type CodedFilter = Tft['filters'][number];

/** A dedicated bearer 7 for remote port 5060. */
export function dedicated(overrides: Partial<DedicatedRequest> = {}): DedicatedRequest {
  return {
    message: 'ActivateDedicatedEpsBearerContextRequest',
    epsBearerIdentity: 7,
    procedureTransactionIdentity: 0,
    linkedEpsBearerIdentity: 5,
    epsQos: { qci: 1 },
    tft: { operation: 'createNewTft', filters: [filter(0, 10, [{ type: 'remotePort', port: 5060 }])] },
    ...overrides,
  };
}

export function filter(identifier: number, precedence: number, components: CodedFilter['components']): CodedFilter {
  return { identifier, direction: 'bidirectional', precedence, components };
}
