import { createSocket } from 'node:dgram';
import { answerHeartbeats, Heartbeat } from './heartbeat.ts';
import { log } from './stand-in-log.ts';

export const DIAMETER_PORT = 3868;
export const PFCP_PORT = 8805;

/** Where each stand-in listens, and whose Diameter connection it opens. */
const FUNCTIONS = {
  hss: { tcp: [DIAMETER_PORT], udp: [] },
  pcrf: { tcp: [DIAMETER_PORT], udp: [] },
  sgwc: { tcp: [PFCP_PORT], udp: [2123, PFCP_PORT] },
  sgwu: { tcp: [PFCP_PORT], udp: [2152, PFCP_PORT] },
  upf: { tcp: [PFCP_PORT], udp: [2152, PFCP_PORT] },
  smf: { tcp: [PFCP_PORT], udp: [2123, PFCP_PORT], diameter: 'pcrf' },
} as const;
export type StandInName = keyof typeof FUNCTIONS;

export function isStandIn(name: string): name is StandInName {
  return Object.hasOwn(FUNCTIONS, name);
}

/** A function without a mind of its own: it has the real one's ports and tells the MME's stand-in that it is alive. */
export async function runStandIn(name: StandInName): Promise<void> {
  const { tcp, udp } = FUNCTIONS[name];
  for (const port of tcp) await answerHeartbeats(port);
  for (const port of udp) await bindUdp(port);
  if (name === 'smf') {
    const peer = FUNCTIONS.smf.diameter;
    new Heartbeat(peer, DIAMETER_PORT, state => {
      if (state === 'up') log(`CONNECTED TO '${peer}.localdomain' (TCP,soc#1)`);
      else log(`'${peer}.localdomain' is ${state}`);
    });
  }
  log(`${name.toUpperCase()} initialize...done`);
}

function bindUdp(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject);
    socket.bind(port, () => resolve());
  });
}
