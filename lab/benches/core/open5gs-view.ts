import { LabError } from '../../../emulator/vocabulary/index.ts';
import type { CoreState, CoreUeState } from '../../../scenarios/runner/index.ts';

/** What Open5GS tells over HTTP (from v2.7.7: /ue-info; /metrics since long): the third witness of a core that is not ours. */

/** How long a network function may take to answer, ms. */
const PATIENCE_MS = 3_000;
/** Of the page that Open5GS gives without being asked for another size. */
const MAX_PAGES = 200;

interface Page<Item> {
  readonly items?: readonly Item[];
  readonly pager?: { readonly page_size?: number };
}

interface UeInfo {
  readonly supi?: string;
  readonly cm_state?: string;
  readonly mm_state?: string;
  readonly enb?: { readonly enb_id?: number; readonly cell_id?: number };
  readonly location?: { readonly tai?: { readonly tac?: number } };
  readonly ambr?: { readonly downlink?: number; readonly uplink?: number };
  readonly pdn?: readonly { readonly bearer_count?: number; readonly pdu_state?: string }[];
}

interface PduInfo {
  readonly supi?: string;
  readonly pdu?: readonly { readonly ipv4?: string }[];
}

/**
 * The core's view from the metrics servers of its functions (`http://127.0.0.2:9090` the MME's, `http://127.0.0.4:9090` the SMF's …).
 * @throws LabError when one does not answer
 */
export async function open5gsState(servers: readonly string[]): Promise<CoreState> {
  const counters: Record<string, number> = {};
  const addresses = new Map<string, string>();
  const phones: UeInfo[] = [];
  const views = await Promise.all(
    servers.map(server =>
      Promise.all([text(`${server}/metrics`), pages<UeInfo>(server, 'ue-info'), pages<PduInfo>(server, 'pdu-info')]),
    ),
  );
  for (const [metrics, ues, pdus] of views) {
    addMetrics(metrics ?? '', counters);
    phones.push(...ues);
    for (const { supi, pdu } of pdus) {
      const ip = pdu?.find(session => session.ipv4 !== undefined)?.ipv4;
      if (supi !== undefined && ip !== undefined) addresses.set(imsiOf(supi), ip);
    }
  }
  const states = phones.flatMap(ue =>
    ue.supi === undefined ? [] : [[imsiOf(ue.supi), ueState(ue, addresses)] as const],
  );
  return { ues: Object.fromEntries(states), counters };
}

function ueState(ue: UeInfo, addresses: ReadonlyMap<string, string>): CoreUeState {
  const { supi = '', mm_state = '', cm_state, location, ambr, pdn = [], enb } = ue;
  const ip = addresses.get(imsiOf(supi));
  const tac = location?.tai?.tac;
  return {
    emm: mm_state.toLowerCase().replaceAll('_', '-'),
    ecm: cm_state === 'connected' ? 'connected' : 'idle',
    bearers: pdn.reduce((sum, each) => sum + (each.bearer_count ?? 0), 0),
    ...(tac === undefined ? {} : { tac }),
    ...(ip === undefined ? {} : { ip }),
    ...(enb?.enb_id === undefined ? {} : { enb_id: enb.enb_id }),
    ...(ambr === undefined ? {} : { ambr: { down: ambr.downlink, up: ambr.uplink } }),
  };
}

/** Prometheus' text format: the samples of one name are added up; what belongs to the process itself is left out. */
function addMetrics(metrics: string, counters: Record<string, number>): void {
  for (const line of metrics.split('\n')) {
    const match = /^([a-zA-Z_:][\w:]*)(?:\{[^}]*\})?\s+(-?[\d.eE+-]+)$/.exec(line.trim());
    const name = match?.[1];
    if (name === undefined || name.startsWith('process_')) continue;
    counters[name] = (counters[name] ?? 0) + Number(match![2]);
  }
}

async function pages<Item>(server: string, what: string): Promise<Item[]> {
  const items: Item[] = [];
  for (let page = 0; page < MAX_PAGES; page++) {
    const body = await text(`${server}/${what}?page=${page}`);
    const { items: more = [], pager } = parsed<Page<Item>>(body);
    items.push(...more);
    if (more.length === 0 || more.length < (pager?.page_size ?? Number.POSITIVE_INFINITY)) break;
  }
  return items;
}

function parsed<Value extends object>(body: string | undefined): Partial<Value> {
  try {
    const value: unknown = JSON.parse(body ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Partial<Value>) : {};
  } catch {
    return {};
  }
}

/** undefined: this function has no such page. */
async function text(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return response.ok ? await response.text() : undefined;
  } catch (error) {
    const cause = (error as { cause?: Error }).cause ?? (error as Error);
    throw new LabError('core-view-unreachable', `the core's metrics server does not answer: ${cause.message}`, {
      place: url,
      hint: "check that the function runs and that 'metrics: server:' in its configuration is this address",
    });
  }
}

function imsiOf(supi: string): string {
  return supi.replace(/^imsi-/, '');
}
