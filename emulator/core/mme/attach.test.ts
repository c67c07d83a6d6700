import test from 'ava';
import { Bench } from '../testing/bench.ts';
import { Line, lineOn } from '../testing/line.ts';
import { activationIn } from '../testing/phone.ts';

test('attach by IMSI and detach, message by message', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  const accept = line.attach();
  t.like(accept, {
    epsAttachResult: 'epsOnly',
    t3412Value: { value: 9, unit: '1 min' },
    taiList: [{ type: 'differentPlmns' }],
    networkPolicy: true,
  });
  t.like(activationIn(accept), { epsBearerIdentity: 5, accessPointName: 'internet', epsQos: { qci: 9 } });
  t.deepEqual(bench.rest(), []);
  line.uplink(line.phone.protect(line.phone.detachRequest(false)));
  line.downlink('DetachAccept');
  t.like(line.completeRelease(), { cause: { group: 'nas', value: 'detach' } });
  t.is(bench.core.gateway.sessionCount, 0);
});

test('attach by GUTI with the kept context needs no HSS', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  line.attach();
  line.uplink(line.phone.protect(line.phone.detachRequest(true)));
  line.completeRelease();
  bench.store.requests.length = 0;
  const again = new Line(bench, line.phone, 2);
  again.initial(line.phone.protect(line.phone.attachRequest(), 1));
  again.acceptAttach();
  again.downlink('EmmInformation');
  t.deepEqual(bench.store.requests, []);
  t.is(bench.core.gateway.sessionCount, 1);
});
