/** A source of random octets; a machine gets one as an argument, so a run can be replayed from a seed. */
export type RandomBytes = (length: number) => Uint8Array;
