import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { networkInterfaces } from 'node:os';
import { parse as parseYaml } from 'yaml';
import { GtpuAddressBook, HostLoop, SystemClock } from '../../emulator/host/index.ts';
import { OPEN5GS_PARAMETERS } from '../../emulator/sctp/index.ts';
import { type Plmn, parsePlmn } from '../../emulator/vocabulary/index.ts';
import { openMongoConnection } from '../../provisioner/index.ts';
import { coreStateOf } from '../benches/witnesses/core-state.ts';
import { EmbeddedCoreService } from '../embedded/embedded-core.ts';
import { Run } from '../run/run.ts';
import { answerHeartbeats, Heartbeat, type PeerState } from './heartbeat.ts';
import { DIAMETER_PORT, PFCP_PORT } from './stand-in-function.ts';
import { log } from './stand-in-log.ts';

const METRICS_PORT = 9090;

/** The gateway's functions; when one of them fails there are no sessions. */
const GATEWAY = ['sgwc', 'sgwu', 'smf', 'upf'] as const;

/**
 * The whole embedded core behind the MME's name. It asks the real container `mongo`, and what becomes of the other functions' containers
 * becomes of its parts: an HSS that is gone cannot be reached, one that is paused does not answer.
 */
export async function runStandInMme(configFile: string): Promise<void> {
  const { plmn, tacs } = servedNetwork(configFile);
  const address = ownAddress();
  const run = new Run({ title: 'stand-in', core: 'embedded' });
  const connection = await openMongoConnection(process.env.DB_URI ?? 'mongodb://mongo:27017/open5gs');
  const core = await EmbeddedCoreService.open({
    loop: new HostLoop(new SystemClock()),
    run,
    connection,
    addressBook: new GtpuAddressBook(),
    addresses: { mme: address, gateway: address, bts: address },
    sctpParameters: OPEN5GS_PARAMETERS,
    watchChanges: true,
    trace: false,
    plmn,
    tacs,
    databaseFailed: reason => log(`database: ${reason}`),
  });
  new Heartbeat('hss', DIAMETER_PORT, state => {
    log(state === 'up' ? "CONNECTED TO 'hss.localdomain' (TCP,soc#1)" : `'hss.localdomain' is ${state}`);
    core.host.fault({ name: 'hss-unreachable', on: state === 'down' });
    core.host.fault({ name: 'hss-silent', on: state === 'silent' });
  });
  const gateway = new Map<string, PeerState>();
  for (const name of GATEWAY) {
    new Heartbeat(name, PFCP_PORT, state => {
      log(`${name} is ${state}`);
      gateway.set(name, state);
      const fails = [...gateway.values()].some(each => each !== 'up');
      core.host.fault({ name: 'gateway-silent', on: fails });
      core.host.fault({ name: 'user-plane-drops', on: fails });
    });
  }
  await answerHeartbeats(DIAMETER_PORT);
  serveViews(core);
  log('MME initialize...done');
}

/** PLMN and tracking areas as the configuration of Open5GS's MME has them. */
function servedNetwork(configFile: string): { plmn: Plmn; tacs: number[] } {
  // as scenarios: 001 stays text
  const document = parseYaml(readFileSync(configFile, 'utf8'), { schema: 'failsafe' }) as {
    mme: { tai: { plmn_id: { mcc: string; mnc: string }; tac: string | string[] }[] };
  };
  const [tai] = document.mme.tai;
  return { plmn: parsePlmn(`${tai!.plmn_id.mcc}-${tai!.plmn_id.mnc}`), tacs: [tai!.tac].flat().map(Number) };
}

function ownAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap(list => list ?? []);
  const own = addresses.find(({ family, internal }) => family === 'IPv4' && !internal);
  if (own === undefined) throw new Error('this container has no network');
  return own.address;
}

/** What Open5GS's MME tells over HTTP. */
function serveViews({ host: { core } }: EmbeddedCoreService): void {
  const pages: Readonly<Record<string, () => string>> = {
    '/metrics': () =>
      Object.entries(core.counters())
        .map(([name, value]) => `${name} ${value}\n`)
        .join(''),
    '/ue-info': () =>
      JSON.stringify({
        items: Object.entries(coreStateOf(core).ues).map(([imsi, { emm, ecm, bearers }]) => ({
          supi: `imsi-${imsi}`,
          cm_state: ecm,
          mm_state: emm,
          pdn: [{ bearer_count: bearers }],
        })),
      }),
    '/enb-info': () => JSON.stringify({ items: core.enbs() }),
  };
  const answer = (response: ServerResponse, code: number, body: string) => response.writeHead(code).end(body);
  createServer((request, response) => {
    const page = pages[(request.url ?? '').split('?')[0]!];
    if (page === undefined) answer(response, 404, 'not found\n');
    else answer(response, 200, page());
  }).listen(METRICS_PORT);
}
