/** Calls back when what this turn of the event loop brought has been taken in. */
export type Soon = (callback: () => void) => void;

/** The event loop's: after all datagrams that are readable now. */
export const afterThisTurn: Soon = callback => {
  setImmediate(callback);
};
