import { createHmac, timingSafeEqual } from 'node:crypto';
import { ByteReader, ByteWriter } from '../bytes/index.ts';
import type { Millis, RandomBytes } from '../machine/index.ts';

/**
 * What the answer to an INIT must remember, given to the peer to keep, so that a listener spends no memory before the peer
 * proved that it receives. RFC 9260 §5.1.3
 */
export interface StateCookie {
  readonly createdAt: Millis;
  readonly lifeMs: number;
  readonly localPort: number;
  readonly peerPort: number;
  /** The initiate tag of our INIT ACK. */
  readonly localTag: number;
  /** The initiate tag of the peer's INIT. */
  readonly peerTag: number;
  /** The tags of the association that existed when the INIT came, or 0. */
  readonly localTieTag: number;
  readonly peerTieTag: number;
  readonly localInitialTsn: number;
  readonly peerInitialTsn: number;
  readonly peerReceiverWindow: number;
  readonly outboundStreams: number;
  readonly inboundStreams: number;
}

const KEY_LENGTH = 32;
const MAC_LENGTH = 32;
const BODY_LENGTH = 48;

/** Makes and opens state cookies under a key of its own (HMAC-SHA-256). */
export class CookieJar {
  private readonly key: Uint8Array;

  constructor(random: RandomBytes) {
    this.key = random(KEY_LENGTH);
  }

  seal(cookie: StateCookie): Uint8Array {
    const writer = new ByteWriter(BODY_LENGTH + MAC_LENGTH);
    const createdAt = Math.floor(cookie.createdAt);
    writer.u32(Math.floor(createdAt / 0x1_0000_0000)).u32(createdAt % 0x1_0000_0000);
    writer.u32(cookie.lifeMs);
    writer.u16(cookie.localPort).u16(cookie.peerPort);
    writer.u32(cookie.localTag).u32(cookie.peerTag);
    writer.u32(cookie.localTieTag).u32(cookie.peerTieTag);
    writer.u32(cookie.localInitialTsn).u32(cookie.peerInitialTsn).u32(cookie.peerReceiverWindow);
    writer.u16(cookie.outboundStreams).u16(cookie.inboundStreams);
    writer.put(this.mac(writer.finish()));
    return writer.finish();
  }

  /** The cookie, if it is one of ours and unchanged. */
  open(bytes: Uint8Array): StateCookie | undefined {
    if (bytes.length !== BODY_LENGTH + MAC_LENGTH) return undefined;
    const body = bytes.subarray(0, BODY_LENGTH);
    if (!timingSafeEqual(this.mac(body), bytes.subarray(BODY_LENGTH))) return undefined;
    const reader = new ByteReader(body);
    return {
      createdAt: reader.u32() * 0x1_0000_0000 + reader.u32(),
      lifeMs: reader.u32(),
      localPort: reader.u16(),
      peerPort: reader.u16(),
      localTag: reader.u32(),
      peerTag: reader.u32(),
      localTieTag: reader.u32(),
      peerTieTag: reader.u32(),
      localInitialTsn: reader.u32(),
      peerInitialTsn: reader.u32(),
      peerReceiverWindow: reader.u32(),
      outboundStreams: reader.u16(),
      inboundStreams: reader.u16(),
    };
  }

  private mac(body: Uint8Array): Uint8Array {
    return createHmac('sha256', this.key).update(body).digest();
  }
}

/** Milliseconds since the cookie's life ended; 0 or less while it lives. */
export function staleness(cookie: StateCookie, now: Millis): number {
  return now - cookie.createdAt - cookie.lifeMs;
}
