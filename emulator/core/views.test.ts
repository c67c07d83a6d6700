import test from 'ava';
import { Bench, TAI } from './testing/bench.ts';
import { lineOn } from './testing/line.ts';
import { IMSI } from './testing/store.ts';

test('the third witness: phones, base stations, counters', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  const { phone } = line;
  t.deepEqual(bench.core.ues(), []);
  t.is(bench.core.ue(IMSI), undefined);
  line.attach();
  t.like(bench.core.ue(IMSI), {
    imsi: IMSI,
    imeisv: '8665070400405301',
    emm: 'EMM-REGISTERED',
    ecm: 'ECM-CONNECTED',
    guti: `999-70-0002-01-${phone.guti!.mTmsi.toString(16)}`,
    tai: TAI,
    enb: 1,
    enbUeS1apId: 1,
    security: { eea: 0, eia: 2, ksi: 0 },
    ueAmbr: { downlinkBps: 1e9, uplinkBps: 1e9 },
    bearers: [
      {
        ebi: 5,
        state: 'active',
        apn: 'internet',
        qci: 9,
        pdnType: 'ipv4v6',
        ipv4: '10.45.0.2',
        gateway: { address: '127.0.0.6', teid: 1 },
        enb: { address: '127.0.1.1', teid: 0x1005 },
      },
    ],
  });
  t.deepEqual(bench.core.enbs(), [
    {
      ref: 1,
      peer: '127.0.1.1:36412',
      isSetUp: true,
      id: '999-70-54f65',
      name: 'enb-1',
      tais: [TAI],
      connectedUes: 1,
    },
  ]);
  t.true(bench.core.knowsTeid(1));
  t.false(bench.core.knowsTeid(2));
  t.like(bench.core.counters(), {
    enb: 1,
    enb_ue: 1,
    mme_session: 1,
    s6a_rx_air: 1,
    s6a_tx_aia: 1,
    s6a_rx_ulr: 1,
    s6a_tx_ula: 1,
    mme_attach_request: 1,
    mme_attach_success: 1,
  });
  line.release();
  t.like(bench.core.ue(IMSI), { ecm: 'ECM-IDLE', enb: undefined, bearers: [{ enb: undefined }] });
  t.like(bench.core.counters(), { enb_ue: 0, mme_session: 1 });
  t.deepEqual(bench.core.usageOf(IMSI), {
    uplinkPackets: 0,
    uplinkOctets: 0,
    downlinkPackets: 0,
    downlinkOctets: 0,
  });
});

test('an answer that is an error is counted as one', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  bench.store.documents.clear();
  line.initial(line.phone.attachRequest());
  t.like(bench.core.counters(), { s6a_tx_aia: 1, s6a_tx_aia_error: 1, mme_attach_reject: 1, mme_attach_reject_8: 1 });
});

test('an idle core asks for no time at all', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  line.attach();
  // Timers that were stopped come up once more, and are gone.
  bench.advance(60_000);
  t.is(bench.core.nextTimeout(), undefined);
  line.release();
  bench.advance(60_000);
  t.is(bench.core.nextTimeout(), 60_000 + 780_000);
});
