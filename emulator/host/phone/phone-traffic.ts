import { decodeIcmp, decodeIpv4, ipv4EchoRequest, parseIpv4 } from '../../codec/ip/index.ts';
import type { PdnConnection } from '../../ue/index.ts';
import type { HostLoop } from '../loop/host-loop.ts';

export interface PingReport {
  readonly sent: number;
  readonly received: number;
  readonly rttMs: { average: number };
}
export class PhoneTraffic {
  private pdns: readonly PdnConnection[] = [];
  private readonly send: (ebi: number, packet: Uint8Array) => void;
  private got: ((seq: number) => void) | undefined;
  constructor(_loop: HostLoop, _name: string, send: (ebi: number, packet: Uint8Array) => void) {
    this.send = send;
  }
  setPdns(p: readonly PdnConnection[]) {
    this.pdns = p;
  }
  receive(_ebi: number, packet: Uint8Array) {
    const m = decodeIcmp(decodeIpv4(packet).payload);
    if (m.type === 'EchoReply') this.got?.(m.sequenceNumber);
  }
  async ping(o: { to: string; count: number }): Promise<PingReport> {
    const pdn = this.pdns[0]!;
    let received = 0;
    let sum = 0;
    for (let i = 1; i <= o.count; i++) {
      const t0 = performance.now();
      const ok = await new Promise<boolean>(r => {
        this.got = s => {
          if (s === i) r(true);
        };
        setTimeout(() => r(false), 1000);
        this.send(pdn.ebi, ipv4EchoRequest(parseIpv4(pdn.ipv4!), parseIpv4(o.to), 7, i, new Uint8Array(56)));
      });
      if (ok) {
        received++;
        sum += performance.now() - t0;
      }
    }
    return { sent: o.count, received, rttMs: { average: sum / Math.max(1, received) } };
  }
  stop() {}
}
