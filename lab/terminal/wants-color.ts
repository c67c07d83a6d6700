/** Whether to colour: NO_COLOR and --no-color win, FORCE_COLOR overrides a pipe, else a terminal that is not `dumb`. */
export function wantsColor(env: Readonly<Record<string, string | undefined>>, isTty: boolean): boolean {
  if ((env.NO_COLOR ?? '') !== '') return false;
  if ((env.FORCE_COLOR ?? '') !== '') return env.FORCE_COLOR !== '0';
  return isTty && env.TERM !== 'dumb';
}
