import type { SimCard, StepResult } from '../../../../provisioner/inventory/index.ts';
import type { Column } from '../../print-table.ts';

/** A card without anything that is secret. */
export function cardAsJson({ sealed: _, history, ...card }: SimCard, withHistory = false): Record<string, unknown> {
  return withHistory ? { ...card, history } : card;
}

export const CARD_COLUMNS: readonly Column<SimCard>[] = [
  { title: 'ICCID', value: ({ iccid }) => iccid },
  { title: 'IMSI', value: ({ imsi }) => imsi },
  { title: 'STATE', value: ({ state }) => state },
  {
    title: 'MSISDN',
    value: ({ msisdn, msisdnQuarantinedUntil }) =>
      msisdn === undefined ? '-' : `${msisdn}${msisdnQuarantinedUntil === undefined ? '' : ' (quarantine)'}`,
  },
  { title: 'CUSTOMER', flexible: true, value: ({ customer, order }) => customer ?? order ?? '-' },
  { title: 'PLAN', flexible: true, value: ({ plan }) => plan ?? '-' },
  { title: 'BATCH', flexible: true, value: ({ batch }) => batch ?? '-' },
  { title: 'VERSION', align: 'right', value: ({ version }) => `${version}` },
];

/** Label and value of all that is not secret. */
export function cardAsPairs(card: SimCard): [string, string][] {
  const pairs: [string, string | undefined][] = [
    ['ICCID', card.iccid],
    ['IMSI', card.imsi],
    ['PLMN', card.plmn],
    ['state', card.state],
    ['MSISDN', card.msisdn],
    ['in quarantine until', card.msisdnQuarantinedUntil?.toISOString()],
    ['customer', card.customer],
    ['order', card.order],
    ['plan', card.plan],
    ['product', card.product],
    ['batch', card.batch],
    ['AMF', card.amf],
    ['replaces', card.replaces],
    ['replaced by', card.replacedBy],
    ['version', `${card.version}`],
    ['registered', card.createdAt.toISOString()],
    ['changed', card.changedAt.toISOString()],
  ];
  return pairs.filter((pair): pair is [string, string] => pair[1] !== undefined);
}

/** `8988… active: 447700900001, plan default; HSS: subscriber written` */
export function describeStep({ card, network }: StepResult): string {
  const { iccid, state, msisdn, plan, customer, order } = card;
  const facts =
    state === 'assigned' ? [customer ?? `order ${order}`, plan && `plan ${plan}`] : [msisdn, plan && `plan ${plan}`];
  const known = facts.filter(fact => fact !== undefined && fact !== '').join(', ');
  const hss =
    network.state === 'none' ? '' : network.state === 'applied' ? `; HSS: ${network.note}` : `; HSS: ${network.state}`;
  return `${iccid} ${state}${known === '' ? '' : `: ${known}`}${hss}`;
}

export function stepAsJson({ card, eventId, network, advice }: StepResult): Record<string, unknown> {
  return { ...cardAsJson(card), event: eventId, network, ...(advice !== undefined && { advice }) };
}
