import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'ava';
import { LabError } from '../../../emulator/vocabulary/index.ts';
import { open5gsState } from './open5gs-view.ts';

/** As the MME and SMF of Open5GS v2.8.0-66 said with one phone attached. */
const MME: Readonly<Record<string, string>> = {
  '/metrics':
    '# HELP enb_ue eNodeB UEs\n# TYPE enb_ue gauge\nenb_ue 1\n\nmme_session 1\n\nenb 1\nprocess_open_fds 18\n',
  '/ue-info?page=0': `{"items":[{"supi":"001010000004242","domain":"EPS","rat":"E-UTRA","cm_state":"connected","mm_state":"registered","enb":{"ostream_id":1,"mme_ue_ngap_id":1,"ran_ue_ngap_id":1,"enb_id":411,"cell_id":105216},"location":{"tai":{"plmn":"00101","tac_hex":"0001","tac":1},"timestamp":1795331858724136},"ambr":{"downlink":1000000000,"uplink":1000000000},"pdn":[{"apn":"internet","qos_flows":[{"ebi":5}],"qci":9,"ebi":5,"bearer_count":1,"pdu_state":"active"}],"pdn_count":1}],"pager":{"page":0,"page_size":1,"count":1}}`,
  '/ue-info?page=1': `{"items":[{"supi":"001010000004243","cm_state":"idle","mm_state":"deregistered","pdn":[]}],"pager":{"page":1,"page_size":2,"count":1}}`,
};
const SMF: Readonly<Record<string, string>> = {
  '/metrics': 'gtp_node_s5c_rx_createsession{addr="127.0.0.3"} 1\ngtp_node_s5c_rx_createsession{addr="127.0.0.4"} 2\n',
  '/pdu-info?page=0': `{"items":[{"supi":"imsi-001010000004242","pdu":[{"ebi":5,"apn":"internet","ipv4":"10.45.0.2"}]}],"pager":{"page":0,"page_size":100,"count":1}}`,
};

async function serve(t: { teardown(fn: () => void): void }, pages: Readonly<Record<string, string>>): Promise<string> {
  const server = createServer(({ url = '' }, response) => {
    response.statusCode = pages[url] === undefined ? 404 : 200;
    response.end(pages[url]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('phones of all pages, addresses from the SMF, counters without those of the process', async t => {
  const state = await open5gsState([await serve(t, MME), await serve(t, SMF)]);
  t.deepEqual(state, {
    ues: {
      '001010000004242': {
        emm: 'registered',
        ecm: 'connected',
        bearers: 1,
        tac: 1,
        ip: '10.45.0.2',
        enb_id: 411,
        ambr: { down: 1e9, up: 1e9 },
      },
      '001010000004243': { emm: 'deregistered', ecm: 'idle', bearers: 0 },
    },
    counters: { enb_ue: 1, mme_session: 1, enb: 1, gtp_node_s5c_rx_createsession: 3 },
  });
});

test('an older release without these pages is seen by its counters alone, garbage not at all', async t => {
  const server = await serve(t, { '/metrics': 'enb 1\nnot a metric\n', '/ue-info?page=0': '<html>' });
  t.deepEqual(await open5gsState([server]), { ues: {}, counters: { enb: 1 } });
});

test('a server that does not answer is the lab’s error', async t => {
  const error = await t.throwsAsync(open5gsState(['http://127.0.0.1:1']), { instanceOf: LabError });
  t.is((error as LabError | undefined)?.code, 'core-view-unreachable');
});
