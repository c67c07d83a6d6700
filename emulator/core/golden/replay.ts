import { toHex } from '../../bytes/index.ts';
import { decodeNasEps, type NasEps, type NasEpsMessage } from '../../codec/nas-eps/index.ts';
import { decodeS1ap, type S1apPdu } from '../../codec/s1ap/index.ts';
import { recordedMessages } from '../../codec/s1ap/testing/fixtures.ts';
import { checkAutn, Milenage } from '../../crypto/index.ts';
import { type Imsi, parseSecret } from '../../vocabulary/index.ts';
import { EmbeddedCore } from '../core.ts';
import type { CoreInput } from '../port.ts';
import { CONFIG } from '../testing/bench.ts';
import { K, MemoryStore, OPC, subscriberDocument } from '../testing/store.ts';
import { ASSOCIATIONS, NOTIFICATIONS, RECORDED_AT_MS, UNKNOWN_SUBSCRIBER_AT } from './recording.ts';

export interface Frame {
  readonly number: number;
  readonly association: number;
  readonly uplink: boolean;
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

/** One message of our MME, under the frame that it came after. */
export interface Said {
  readonly after: number;
  readonly bytes: Uint8Array;
}

/** The recording in the order of its frames. */
export function readRecording(): Frame[] {
  const octets = new Map<number, Uint8Array>();
  for (const { capture, frame, bytes } of recordedMessages()) if (capture === 'attach') octets.set(frame, bytes);
  const frames = ASSOCIATIONS.trim()
    .split('\n')
    .flatMap(line => {
      const [port = '', ...entries] = line.split(/:? /);
      return entries.map(entry => {
        const [, direction, number, same, atMs] = /^([<>])(\d+)(?:=(\d+))?@(\d+)$/.exec(entry)!;
        const bytes = octets.get(Number(same ?? number))!;
        return {
          number: Number(number),
          association: Number(port),
          uplink: direction === '>',
          atMs: Number(atMs),
          bytes,
        };
      });
    });
  return frames.sort((a, b) => a.number - b.number);
}

/** The NAS message of a downlink S1AP message, below its security header; EEA0 hides nothing. */
export function nasOf(pdu: S1apPdu): Uint8Array | undefined {
  if (pdu.message === 'DownlinkNASTransport') return pdu.nasPdu;
  if (pdu.message === 'InitialContextSetupRequest') return pdu.eRabToBeSetupList[0]?.nasPdu;
  return undefined;
}

export function plainNas(octets: Uint8Array): NasEpsMessage {
  return decodeNasEps(octets[0] === 0x07 ? octets : octets.subarray(6), 'downlink');
}

/**
 * Our core in the place of the recorded one, with the base stations' side of the recording: what our MME says on each association.
 * Chance is as it was recorded: challenges, GUTIs, interface identifiers.
 */
export class Replay {
  readonly said = new Map<number, Said[]>();
  private readonly frames: readonly Frame[];
  private readonly core: EmbeddedCore;
  private readonly store = new MemoryStore();
  private readonly associations: number[] = [];
  /** How far the recording has come. */
  private at = 0;
  private serial = 0;
  private lastMTmsi: number | undefined;

  constructor(frames: readonly Frame[]) {
    this.frames = frames;
    const mme = { ...CONFIG.mme, imitates: 'main', utcAtStartMs: RECORDED_AT_MS } as const;
    this.core = new EmbeddedCore({ ...CONFIG, mme }, length => this.random(length));
    const left = new Map<number, number>();
    for (const { association } of frames) left.set(association, (left.get(association) ?? 0) + 1);
    const notifications = [...NOTIFICATIONS];
    for (const [index, frame] of frames.entries()) {
      this.at = index;
      if (frame.number > notifications[0]!) this.notify(notifications.shift()!, frame.atMs);
      if (frame.uplink) this.hear(frame);
      const more = left.get(frame.association)! - 1;
      left.set(frame.association, more);
      if (more === 0) this.feed({ type: 's1Down', enb: this.enbOf(frame.association) }, frame);
    }
  }

  private hear(frame: Frame): void {
    const known = this.associations.includes(frame.association);
    const enb = this.enbOf(frame.association);
    const peer = `127.0.1.10:${frame.association}`;
    if (!known) this.feed({ type: 's1Up', enb, peer, outboundStreams: 10 }, frame);
    this.feed({ type: 's1ap', enb, stream: 0, bytes: frame.bytes }, frame);
  }

  private notify(number: number, atMs: number): void {
    const { imsi } = this.core.ues().find(ue => ue.bearers.length > 0)!;
    const message = { type: 'DownlinkDataNotification', imsi, ebi: 5 } as const;
    const outputs = this.core.inject({ to: 'mme', input: { type: 'session', message } }, atMs);
    for (const output of outputs) if (output.type === 's1ap') this.note(output.enb, number, output.bytes);
  }

  private feed(input: CoreInput, frame: Frame): void {
    for (const output of this.core.handle(input, frame.atMs)) {
      if (output.type === 's1ap') this.note(output.enb, frame.number, output.bytes);
      else if (output.type === 'database') {
        const { request } = output;
        if (request.type === 'findSubscriber') this.setDocument(request.imsi, frame.number);
        this.feed({ type: 'database', answer: this.store.answer(request) }, frame);
      }
    }
  }

  private note(enb: number, after: number, bytes: Uint8Array): void {
    const association = this.associations[enb - 1]!;
    const said = this.said.get(association) ?? [];
    this.said.set(association, [...said, { after, bytes }]);
  }

  private enbOf(association: number): number {
    if (!this.associations.includes(association)) this.associations.push(association);
    return this.associations.indexOf(association) + 1;
  }

  /** The subscriber with the RAND and SQN of the challenge that was recorded next. */
  private setDocument(imsi: Imsi, frame: number): void {
    if (frame === UNKNOWN_SUBSCRIBER_AT) return void this.store.documents.delete(imsi);
    const challenge = this.nextChallenge();
    if (challenge === undefined) return;
    const { authenticationParameterRand: rand, authenticationParameterAutn: autn } = challenge;
    const check = checkAutn(new Milenage(parseSecret('Ki', K), parseSecret('OPc', OPC)), rand, autn);
    if (check.type !== 'authentic') throw new Error('a recorded challenge does not check');
    const sqn = { _bsontype: 'Long', high: Math.floor(check.sqn / 2 ** 32), low: check.sqn | 0 };
    const security = { k: K, opc: OPC, op: null, amf: '8000', rand: toHex(rand), sqn };
    this.store.documents.set(imsi, subscriberDocument(imsi, [{ name: 'internet' }], { security }));
  }

  /** Open5GS frees M-TMSIs that we keep and gives them again: one that is taken here is followed by another. */
  private random(length: number): Uint8Array {
    const octets = new Uint8Array(length);
    const mTmsi = length === 4 ? this.nextMTmsi() : undefined;
    const value = mTmsi === undefined || mTmsi === this.lastMTmsi ? ++this.serial : mTmsi;
    this.lastMTmsi = mTmsi;
    new DataView(octets.buffer).setUint32(length - 4, value);
    return octets;
  }

  private nextMTmsi(): number | undefined {
    for (const message of this.following()) {
      if (message.message !== 'AttachAccept' && message.message !== 'TrackingAreaUpdateAccept') continue;
      if (message.guti?.type === 'guti') return message.guti.guti.mTmsi;
    }
    return undefined;
  }

  private nextChallenge(): NasEps<'AuthenticationRequest'> | undefined {
    for (const message of this.following()) if (message.message === 'AuthenticationRequest') return message;
    return undefined;
  }

  /** What the recorded MME said to phones from here on. */
  private *following(): Generator<NasEpsMessage> {
    for (let i = this.at; i < this.frames.length; i++) {
      const { uplink, bytes } = this.frames[i]!;
      const nas = uplink ? undefined : nasOf(decodeS1ap(bytes));
      if (nas !== undefined) yield plainNas(nas);
    }
  }
}
