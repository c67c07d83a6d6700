import test from 'ava';
import type { AirDownlink } from '../air/index.ts';
import { TestNetwork } from './testing/network.ts';

/** A small generator of pseudo random numbers: the same run for the same seed. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Phones in the states that a network can meet them in. */
const STATES: Readonly<Record<string, () => TestNetwork>> = {
  'waiting for an answer to attach': () => {
    const net = new TestNetwork();
    net.powerOn();
    return net;
  },
  'after the challenge': () => {
    const net = new TestNetwork();
    net.powerOn();
    net.challenge();
    net.takeNas();
    return net;
  },
  'after security mode': () => {
    const net = new TestNetwork();
    net.powerOn();
    net.challenge();
    net.takeNas();
    net.securityMode();
    net.takeNas();
    return net;
  },
  registered: () => {
    const net = new TestNetwork();
    net.attach();
    return net;
  },
  'asking for service': () => {
    const net = new TestNetwork();
    net.attach();
    net.release();
    net.input({ type: 'serviceRequest' });
    net.takeNas();
    return net;
  },
  detaching: () => {
    const net = new TestNetwork();
    net.attach();
    net.input({ type: 'detach' });
    net.takeNas();
    return net;
  },
};

for (const [state, make] of Object.entries(STATES)) {
  test(`octets without meaning never make a phone throw: ${state}`, t => {
    const random = generator(7);
    for (let round = 0; round < 400; round++) {
      const net = make();
      for (let i = 0; i < 5; i++) {
        const octets = Uint8Array.from({ length: random(40) }, () => random(256));
        if (octets.length > 0 && random(2) === 0) octets[0] = random(2) === 0 ? 0x07 : 0x52;
        const protectedToo = net.context !== undefined && random(2) === 0 && octets.length > 0;
        const sealed = protectedToo ? net.context!.protect(octets, 2, 'downlink') : undefined;
        net.downlink({ type: 'dlInformationTransfer', nas: sealed?.ok === true ? sealed.message : octets });
        net.advance(random(20_000));
      }
    }
    t.pass();
  });
}

test('real messages with flipped, cut and added octets never make a phone throw, protected or not', t => {
  const recorded: Uint8Array[] = [];
  const source = new TestNetwork();
  source.attach();
  for (const output of source.outputs) {
    if (output.type === 'nas' && output.direction === 'downlink') recorded.push(output.plain);
  }
  recorded.push(
    source.seal(source.attachAccept(), 'plain'),
    source.seal({ message: 'AttachReject', emmCause: 19 }, 'plain'),
  );
  t.true(recorded.length > 4);
  const random = generator(99);
  const names = Object.values(STATES);
  for (let round = 0; round < 3000; round++) {
    const net = names[random(names.length)]!();
    const octets = [...recorded[random(recorded.length)]!];
    for (let changes = 1 + random(3); changes > 0; changes--) {
      const at = random(octets.length + 1);
      const change = random(3);
      if (change === 0) octets[at % Math.max(1, octets.length)] = random(256);
      else if (change === 1) octets.splice(at, 1 + random(4));
      else octets.splice(at, 0, random(256));
    }
    const plain = Uint8Array.from(octets);
    const sealed =
      net.context === undefined || plain.length === 0 ? undefined : net.context.protect(plain, 2, 'downlink');
    const nas = sealed?.ok === true ? sealed.message : plain;
    const message: AirDownlink =
      random(2) === 0
        ? { type: 'dlInformationTransfer', nas }
        : {
            type: 'rrcConnectionReconfiguration',
            addedBearers: [{ eRabId: random(16), qci: 9 }],
            releasedERabIds: [random(16)],
            nas: [nas],
          };
    net.downlink(message);
    net.advance(random(60_000));
  }
});

test('any input in any order leaves a phone that can be attached', t => {
  const random = generator(2024);
  for (let round = 0; round < 150; round++) {
    const net = new TestNetwork();
    for (let step = 0; step < 60; step++) {
      switch (random(16)) {
        case 0:
          net.input({ type: 'powerOn', attach: random(2) === 0 });
          break;
        case 1:
          net.input({ type: 'powerOff', abrupt: random(2) === 0 });
          break;
        case 2:
          net.input({ type: 'attach', ...(random(2) === 0 ? { identity: 'imsi' as const } : {}) });
          break;
        case 3:
          net.input({ type: 'detach' });
          break;
        case 4:
          net.input({ type: 'serviceRequest' });
          break;
        case 5:
          net.input({ type: 'trackingAreaUpdate', active: random(2) === 0 });
          break;
        case 6:
          net.input({ type: 'connectPdn', apn: 'ims' });
          break;
        case 7:
          net.input({ type: 'disconnectPdn', ebi: 5 + random(3) });
          break;
        case 8:
          net.input({ type: 'packet', ebi: 5, packet: new Uint8Array(random(60)) });
          break;
        case 9:
          net.downlink({
            type: 'systemInformation',
            cell: {
              plmns: [{ mcc: '001', mnc: '01' }],
              tac: 1 + random(3),
              cellId: random(4),
              barred: random(8) === 0,
            },
          });
          break;
        case 10:
          net.downlink({ type: 'cellLost' });
          break;
        case 11:
          net.release();
          break;
        case 12:
          net.downlink({ type: 'rrcConnectionReject', waitTimeMs: random(5000) });
          break;
        case 13:
          net.send({ message: 'AttachReject', emmCause: 1 + random(50) }, 'plain');
          break;
        case 14:
          net.send({ message: 'ServiceReject', emmCause: 1 + random(50) }, 'plain');
          break;
        default:
          net.advance(random(30_000));
      }
    }
    // Whatever happened, a restart in good coverage ends in an attach.
    net.input({ type: 'powerOff', abrupt: true });
    net.input({ type: 'powerOn', attach: false });
    net.downlink({
      type: 'systemInformation',
      cell: { plmns: [{ mcc: '001', mnc: '01' }], tac: 1, cellId: 9, barred: false },
    });
    net.air.length = 0;
    net.context = undefined;
    net.input({ type: 'attach', identity: 'imsi' });
    net.expectNas('AttachRequest');
    net.finishAttach(1);
    t.is(net.emm, 'EMM-REGISTERED.NORMAL-SERVICE');
  }
});
