import test from 'ava';
import { ipv4Udp, parseIpv4 } from '../../codec/ip/index.ts';
import type { NasEps } from '../../codec/nas-eps/index.ts';
import {
  attached,
  bringBearer,
  type CodedFilter,
  type DedicatedRequest,
  dedicated,
  filter,
  secondPdn,
} from '../testing/bearers.ts';
import type { TestNetwork } from '../testing/network.ts';

function udp(remotePort: number, to = '10.45.0.1'): Uint8Array {
  return ipv4Udp(parseIpv4('10.45.0.2'), 1000, parseIpv4(to), remotePort, Uint8Array.of(1));
}

/** The bearer that carries an uplink packet. */
function carrier(net: TestNetwork, packet: Uint8Array): number {
  net.input({ type: 'packet', ebi: 5, packet });
  return net.takeAir('packet').eRabId;
}

test('a dedicated bearer carries what its filters choose, the default bearer the rest', t => {
  const net = attached();
  bringBearer(net, 7, dedicated());
  t.is(net.expectNas('ActivateDedicatedEpsBearerContextAccept').message.epsBearerIdentity, 7);
  t.deepEqual(net.last('bearerActivated')?.bearer, { ebi: 7, linkedEbi: 5, qci: 1, packetFilters: 1 });
  t.is(carrier(net, udp(5060)), 7);
  t.is(carrier(net, udp(5061)), 5);
  net.downlink({ type: 'packet', eRabId: 7, packet: udp(1) });
  t.is(net.last('packet')?.ebi, 5, 'the application knows the PDN connection');
  net.send(dedicated());
  net.expectNas('ActivateDedicatedEpsBearerContextAccept');
  t.is(net.all('bearerActivated').length, 1);
});

test('filters: address, protocol, port ranges, type of service; the lowest precedence wins; downlink filters do not count', t => {
  const net = attached();
  const filters = [
    filter(0, 30, [
      { type: 'ipv4Remote', address: '10.45.0.0', mask: '255.255.255.0' },
      { type: 'protocol', protocol: 17 },
    ]),
    { ...filter(1, 1, [{ type: 'remotePort', port: 9 }]), direction: 'downlink' } as CodedFilter,
  ];
  bringBearer(net, 7, dedicated({ tft: { operation: 'createNewTft', filters } }));
  net.expectNas('ActivateDedicatedEpsBearerContextAccept');
  const other = [
    filter(0, 20, [
      { type: 'remotePortRange', low: 100, high: 200 },
      { type: 'localPortRange', low: 1000, high: 1000 },
    ]),
  ];
  bringBearer(net, 8, dedicated({ epsBearerIdentity: 8, tft: { operation: 'createNewTft', filters: other } }));
  net.expectNas('ActivateDedicatedEpsBearerContextAccept');
  t.is(carrier(net, udp(9)), 7);
  t.is(carrier(net, udp(150)), 8, 'precedence 20 before 30');
  t.is(carrier(net, udp(201)), 7);
  t.is(carrier(net, udp(150, '10.99.0.1')), 8);
  t.is(carrier(net, udp(201, '10.99.0.1')), 5);
});

test('what is wrong with a dedicated bearer is named', t => {
  const net = attached();
  const good = filter(0, 10, [{ type: 'remotePort', port: 1 }]);
  const cases: readonly (readonly [Partial<DedicatedRequest>, number])[] = [
    [{ linkedEpsBearerIdentity: 9 }, 43],
    [{ epsBearerIdentity: 5 }, 43],
    [{ epsBearerIdentity: 3 }, 43],
    [{ procedureTransactionIdentity: 9 }, 47],
    [{ tft: { operation: 'addPacketFilters', filters: [good] } }, 41],
    [{ tft: { operation: 'createNewTft', filters: [] } }, 42],
    [{ tft: { operation: 'createNewTft', filters: [good, { ...good, identifier: 1 }] } }, 41],
    [{ tft: { operation: 'createNewTft', filters: [good, { ...good, precedence: 11 }] } }, 45],
    [{ tft: { operation: 'createNewTft', filters: [{ ...good, components: [] }] } }, 45],
    [
      {
        tft: {
          operation: 'createNewTft',
          filters: [
            filter(0, 1, [
              { type: 'remotePort', port: 1 },
              { type: 'remotePortRange', low: 1, high: 2 },
            ]),
          ],
        },
      },
      44,
    ],
    [
      {
        tft: {
          operation: 'createNewTft',
          filters: [filter(0, 1, [{ type: 'etherType', etherType: 0x800 }])],
        },
      },
      45,
    ],
  ];
  for (const [overrides, esmCause] of cases) {
    net.send(dedicated(overrides));
    t.is(
      net.expectNas('ActivateDedicatedEpsBearerContextReject').message.esmCause,
      esmCause,
      JSON.stringify(overrides),
    );
  }
  t.is(net.all('bearerActivated').length, 0);
});

test('modification: quality, filters added, replaced and deleted; errors leave the bearer as it was', t => {
  const net = attached();
  bringBearer(net, 7, dedicated());
  net.expectNas('ActivateDedicatedEpsBearerContextAccept');
  const modify = (rest: Partial<NasEps<'ModifyEpsBearerContextRequest'>>, epsBearerIdentity = 7) =>
    net.send({ message: 'ModifyEpsBearerContextRequest', procedureTransactionIdentity: 0, epsBearerIdentity, ...rest });
  modify({
    newEpsQos: { qci: 2 },
    tft: { operation: 'addPacketFilters', filters: [filter(1, 11, [{ type: 'remotePort', port: 80 }])] },
  });
  net.expectNas('ModifyEpsBearerContextAccept');
  t.deepEqual(net.last('bearerModified')?.bearer, { ebi: 7, linkedEbi: 5, qci: 2, packetFilters: 2 });
  t.is(carrier(net, udp(80)), 7);
  modify({ tft: { operation: 'replacePacketFilters', filters: [filter(1, 11, [{ type: 'remotePort', port: 81 }])] } });
  net.expectNas('ModifyEpsBearerContextAccept');
  t.deepEqual([carrier(net, udp(80)), carrier(net, udp(81))], [5, 7]);
  modify({ tft: { operation: 'deletePacketFilters', identifiers: [1] } });
  net.expectNas('ModifyEpsBearerContextAccept');
  t.is(carrier(net, udp(81)), 5);
  modify({ tft: { operation: 'deletePacketFilters', identifiers: [0] } });
  t.is(net.expectNas('ModifyEpsBearerContextReject').message.esmCause, 41);
  t.is(carrier(net, udp(5060)), 7);
  modify({}, 12);
  t.is(net.expectNas('ModifyEpsBearerContextReject').message.esmCause, 43);
  modify({ apnAmbr: { downlinkKbps: 64, uplinkKbps: 32 }, newEpsQos: { qci: 8 } }, 5);
  net.expectNas('ModifyEpsBearerContextAccept');
  t.like(net.last('pdnModified')?.pdn, { qci: 8, apnAmbr: { downlinkBps: 64_000, uplinkBps: 32_000 } });
});

test('a default bearer takes its dedicated bearers with it', t => {
  const net = attached();
  secondPdn(net);
  bringBearer(net, 7, dedicated({ linkedEpsBearerIdentity: 6 }));
  net.expectNas('ActivateDedicatedEpsBearerContextAccept');
  net.send({
    message: 'DeactivateEpsBearerContextRequest',
    epsBearerIdentity: 6,
    procedureTransactionIdentity: 0,
    esmCause: 36,
  });
  t.like(net.last('bearerDeactivated'), { ebi: 7 });
  t.like(net.last('pdnDisconnected'), { ebi: 6 });
});

test('the phone asks for a bearer of its own, and is refused or gets it', t => {
  const net = attached();
  const tft: DedicatedRequest['tft'] = {
    operation: 'createNewTft',
    filters: [filter(0, 1, [{ type: 'protocol', protocol: 17 }])],
  };
  net.input({ type: 'requestBearer', linkedEbi: 5, qci: 3, tft });
  const first = net.expectNas('BearerResourceAllocationRequest').message;
  t.like(first, { linkedEpsBearerIdentity: 5, requiredTrafficFlowQos: { qci: 3 } });
  net.send({
    message: 'BearerResourceAllocationReject',
    epsBearerIdentity: 0,
    procedureTransactionIdentity: first.procedureTransactionIdentity,
    esmCause: 38,
  });
  t.like(net.last('esmFailed'), { procedure: 'bearerAllocation', esmCause: 38 });
  net.input({ type: 'requestBearer', linkedEbi: 5, qci: 3, tft });
  const pti = net.expectNas('BearerResourceAllocationRequest').message.procedureTransactionIdentity;
  bringBearer(net, 7, dedicated({ procedureTransactionIdentity: pti, tft }));
  net.expectNas('ActivateDedicatedEpsBearerContextAccept');
  net.advance(60_000);
  t.deepEqual(net.air, [], 'T3480 is stopped');
  net.input({
    type: 'modifyBearer',
    ebi: 7,
    tft: { operation: 'deletePacketFilters', identifiers: [0] },
    esmCause: 36,
  });
  const change = net.expectNas('BearerResourceModificationRequest').message;
  t.like(change, { epsBearerIdentityForPacketFilter: 7, esmCause: 36 });
  net.send({
    message: 'DeactivateEpsBearerContextRequest',
    epsBearerIdentity: 7,
    procedureTransactionIdentity: change.procedureTransactionIdentity,
    esmCause: 36,
  });
  net.expectNas('DeactivateEpsBearerContextAccept');
  net.input({ type: 'requestBearer', linkedEbi: 12, qci: 3, tft });
  t.like(net.last('esmFailed'), { procedure: 'bearerAllocation' });
  net.advance(60_000);
  t.deepEqual(net.air, []);
});
