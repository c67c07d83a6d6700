import { fromHex } from '../../bytes/index.ts';

/** What a capture of a running core shows of its key hierarchy. All text is hex. */
export interface Capture {
  /** Authentication-Information-Answers on S6a, under their frame numbers. */
  readonly vectors: readonly CapturedVector[];
  /** NAS messages on S1, one a line: frame, `up` or `down`, octets. */
  readonly nas: string;
  /** Security keys (KeNB) of Initial Context Setup Requests: frame, key. */
  readonly kenbs: string;
  /** Security contexts of handovers: frame, next hop chaining count, NH. */
  readonly nextHops: string;
}

export interface CapturedVector {
  readonly frame: number;
  readonly imsi: string;
  readonly visitedPlmn: string;
  readonly rand: string;
  readonly xres: string;
  readonly autn: string;
  readonly kasme: string;
  /** The request for this vector carried what the phone had answered to the one before. */
  readonly resynchronisation?: { readonly rand: string; readonly auts: string };
}

export interface CapturedNas {
  readonly frame: number;
  readonly direction: 0 | 1;
  readonly octets: Uint8Array;
}

export function nasOf(capture: Capture): CapturedNas[] {
  return rows(capture.nas).map(([frame, direction, hex]) => ({
    frame: Number(frame),
    direction: direction === 'up' ? 0 : 1,
    octets: fromHex(hex!),
  }));
}

export function kenbsOf(capture: Capture): { readonly frame: number; readonly kenb: string }[] {
  return rows(capture.kenbs).map(([frame, kenb]) => ({ frame: Number(frame), kenb: kenb! }));
}

export function nextHopsOf(capture: Capture): { readonly frame: number; readonly ncc: number; readonly nh: string }[] {
  return rows(capture.nextHops).map(([frame, ncc, nh]) => ({ frame: Number(frame), ncc: Number(ncc), nh: nh! }));
}

function rows(text: string): string[][] {
  const trimmed = text.trim();
  return trimmed === '' ? [] : trimmed.split('\n').map(line => line.trim().split(' '));
}
