/** Payload protocol identifiers of the protocols that a mobile core speaks. IANA, SCTP Payload Protocol Identifiers */
const NAMES: Readonly<Record<number, string>> = {
  3: 'M3UA',
  18: 'S1AP',
  27: 'X2AP',
  46: 'Diameter',
  47: 'Diameter in DTLS',
  60: 'NGAP',
  61: 'XnAP',
};

/** S1AP over SCTP. TS 36.412 §7 */
export const PPID_S1AP = 18;
/** NGAP over SCTP. TS 38.412 §7 */
export const PPID_NGAP = 60;

/** `18 (S1AP)`, or the bare number. */
export function formatPpid(ppid: number): string {
  const name = NAMES[ppid];
  return name === undefined ? String(ppid) : `${ppid} (${name})`;
}
