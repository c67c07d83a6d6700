/**
 * Run by kernel.outside.ts in a network namespace of its own: starts the guest, exchanges with its kernel's SCTP, prints one line of JSON.
 */

import { ImpairedCarrier } from '../../testing/impaired-carrier.ts';
import { Impairment } from '../../testing/impairment.ts';
import { openSctpOverUdp } from '../open.ts';
import { SCTP_UDP_PORT } from '../sctp-socket.ts';
import { type ExchangePlan, type ExchangeReport, echoing, exchange } from './exchange.ts';
import { GUEST_ADDRESS, HOST_ADDRESS, UserModeLinux } from './user-mode-linux.ts';

/** What the test wants to see. */
export interface KernelReport {
  readonly plain: ExchangeReport;
  readonly lossy: ExchangeReport & { readonly lost: number };
  /** The kernel opened it: messages that it sent and got back, and how the association ended here. */
  readonly client: { readonly echoed: number; readonly ended: string };
  readonly guestLog: string;
}

export const MESSAGES = 10_000;
export const CLIENT_MESSAGES = 2_000;
const SERVER_PORT = 36_412;
const OUR_PORT = 36_413;
const TARGET = { address: GUEST_ADDRESS, sctpPort: SERVER_PORT };
/** Mostly the size of S1AP messages; now and then one that is cut into fragments. */
const PLAN: ExchangePlan = {
  messages: MESSAGES,
  depth: 400,
  streams: 10,
  lengthOf: number => (number % 500 === 0 ? 20_000 : 40 + (number % 200)),
};
const LOSS = 0.05;

/** Echoes until two associations have ended, then opens one itself. SCTP_SNDRCV carries stream and PPID both ways. */
const PROGRAM = `
import socket, struct
SOL_SCTP, SCTP_EVENTS, SCTP_SNDRCV, MSG_NOTIFICATION = 132, 11, 1, 0x8000
SNDRCV = '=HHHxxIIIIIi'

def opened():
    s = socket.socket(socket.AF_INET, socket.SOCK_SEQPACKET, 132)
    s.setsockopt(SOL_SCTP, SCTP_EVENTS, bytes([1, 1] + [0] * 11))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
    return s

def received(s):
    data, controls, flags, address = s.recvmsg(65536, 256)
    if flags & MSG_NOTIFICATION:
        kind, _, _, state = struct.unpack('=HHIH', data[:10])
        return ('ended' if kind == 0x8001 and state in (1, 3) else 'note', state, None, None)
    info = struct.unpack(SNDRCV, controls[0][2][:32])
    return ('data', data, info, address)

def sent(s, data, stream, ppid, association, address):
    info = struct.pack(SNDRCV, stream, 0, 0, ppid, 0, 0, 0, 0, association)
    s.sendmsg([data], [(SOL_SCTP, SCTP_SNDRCV, info)], 0, address)

server = opened()
server.bind(('${GUEST_ADDRESS}', ${SERVER_PORT}))
server.listen(16)
print('guest: listening', flush=True)
ended = 0
while ended < 2:
    what, data, info, address = received(server)
    if what == 'ended':
        ended += 1
        print('guest: association %d ended, state %d' % (ended, data), flush=True)
    elif what == 'data':
        sent(server, data, info[0], info[3], info[8], address)
server.close()

client = opened()
to = ('${HOST_ADDRESS}', ${OUR_PORT})
out = back = 0
def message(n): return struct.pack('>I', n) * (5 + n % 50)
while out < 50:
    sent(client, message(out), out % 5, socket.htonl(18), 0, to); out += 1
expected = [0] * 5
while back < ${CLIENT_MESSAGES}:
    what, data, info, address = received(client)
    if what == 'ended': break
    if what != 'data': continue
    n = expected[info[0]] * 5 + info[0]
    expected[info[0]] += 1
    if data != message(n): print('guest: message %d on stream %d is wrong' % (n, info[0]), flush=True); break
    back += 1
    if out < ${CLIENT_MESSAGES}:
        sent(client, message(out), out % 5, socket.htonl(18), 0, to); out += 1
print('guest: client got back %d' % back, flush=True)
client.close()
import time; time.sleep(1)
`;

/**
 * Short timeouts: a loss in 20 packets would else cost a second each time that no fast retransmit mends it. Many of them: a guest that a
 * busy machine leaves aside for some seconds is not lost.
 */
const QUICK = { rtoMinMs: 100, rtoInitialMs: 300, rtoMaxMs: 1_000, associationMaxRetrans: 60 };
const GUEST_SYSCTLS = {
  rto_min: 100,
  rto_initial: 300,
  rto_max: 1000,
  association_max_retrans: 60,
  path_max_retrans: 60,
};

const guest = new UserModeLinux(PROGRAM, GUEST_SYSCTLS);
try {
  await guest.says('guest: listening');
  const plainSocket = await openSctpOverUdp({ localAddress: HOST_ADDRESS });
  const plain = await exchange(plainSocket, TARGET, PLAN);
  await plainSocket.close();

  const sent = new Impairment({ loss: LOSS }, 1);
  const received = new Impairment({ loss: LOSS }, 2);
  const lossySocket = await openSctpOverUdp({
    localAddress: HOST_ADDRESS,
    parameters: QUICK,
    through: carrier => new ImpairedCarrier(carrier, { sent, received }),
  });
  const lossy = await exchange(lossySocket, TARGET, PLAN);
  await lossySocket.close();
  const lost = sent.statistics.lost + received.statistics.lost;

  const server = await openSctpOverUdp({ localAddress: HOST_ADDRESS, udpPort: SCTP_UDP_PORT });
  const clientEnded = new Promise<string>(resolve => server.listen(OUR_PORT, echoing(resolve)));
  const ended = await Promise.race([clientEnded, guest.halted().then(() => 'never: the guest halted')]);
  await guest.halted();
  await server.close();
  const echoed = Number(/client got back (\d+)/.exec(guest.log)?.[1] ?? -1);
  const report: KernelReport = { plain, lossy: { ...lossy, lost }, client: { echoed, ended }, guestLog: guest.log };
  console.log(JSON.stringify(report));
} finally {
  guest.stop();
}
