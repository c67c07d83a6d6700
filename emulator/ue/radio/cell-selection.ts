import type { CellInfo } from '../../air/index.ts';
import { formatPlmn, formatTai, imsiFitsPlmn, type Plmn, samePlmn } from '../../vocabulary/index.ts';
import type { Forbidden, Phone } from '../phone.ts';

/**
 * The PLMN of the cell that the phone may register in, best first: the last registered one, its equivalents, the home
 * PLMN, then any other. `manual`: a person chose the network, so the lists of forbidden ones do not count (TS 23.122
 * §4.4.3.1.2). undefined = the cell is not suitable. TS 36.304 §5.2.4
 */
export function choosePlmn(phone: Phone, manual: boolean): Plmn | undefined {
  const { cell } = phone.radio;
  if (cell === undefined || cell.barred || cell.cellId === phone.radio.barredCellId) return undefined;
  let best: Plmn | undefined;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const plmn of cell.plmns) {
    const rank = rankOf(phone, plmn);
    if (rank < bestRank && (manual || !isForbidden(phone.forbidden, cell, plmn))) {
      best = plmn;
      bestRank = rank;
    }
  }
  return best;
}

/** The lists of forbidden networks, made when first needed. */
export function forbiddenLists(phone: Phone): Forbidden {
  phone.forbidden ??= { plmns: [], plmnsForEps: [], taisForRoaming: [], taisForRegionalService: [] };
  return phone.forbidden;
}

/** Takes a network that accepted the phone off every list. TS 23.122 §3.1 */
export function forgive(phone: Phone, cell: CellInfo, plmn: Plmn): void {
  const lists = phone.forbidden;
  if (lists === undefined) return;
  const tai = formatTai({ plmn, tac: cell.tac });
  const name = formatPlmn(plmn);
  lists.plmns = lists.plmns.filter(entry => entry !== name);
  lists.plmnsForEps = lists.plmnsForEps.filter(entry => entry !== name);
  lists.taisForRoaming = lists.taisForRoaming.filter(entry => entry !== tai);
  lists.taisForRegionalService = lists.taisForRegionalService.filter(entry => entry !== tai);
}

function isForbidden(lists: Forbidden | undefined, cell: CellInfo, plmn: Plmn): boolean {
  if (lists === undefined) return false;
  const name = formatPlmn(plmn);
  if (lists.plmns.includes(name) || lists.plmnsForEps.includes(name)) return true;
  const tai = formatTai({ plmn, tac: cell.tac });
  return lists.taisForRoaming.includes(tai) || lists.taisForRegionalService.includes(tai);
}

function rankOf(phone: Phone, plmn: Plmn): number {
  const { guti, lastVisitedTai, equivalentPlmns } = phone.registration;
  const registered = lastVisitedTai?.plmn ?? guti?.plmn;
  if (registered !== undefined && samePlmn(plmn, registered)) return 0;
  if (equivalentPlmns.some(other => samePlmn(plmn, other))) return 1;
  const { homePlmn, imsi } = phone.config.usim;
  return samePlmn(plmn, homePlmn) || imsiFitsPlmn(imsi, plmn) ? 2 : 3;
}
