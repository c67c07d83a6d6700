import { parseSimChanges, parseSimRecord } from '../../sim-input.ts';
import type { SimRecord } from '../../sim-record.ts';
import {
  provisionSubscriber,
  removeWithdrawn,
  resumeSubscriber,
  suspendSubscriber,
  updateProfile,
  withdrawSubscriber,
} from '../../subscriber-lifecycle.ts';
import type { SubscriberStore } from '../../subscriber-store.ts';
import { decodeCard } from '../card-document.ts';
import { openSecrets } from '../card-secrets.ts';
import type { CardStore } from '../card-store.ts';
import type { KeyVault } from '../key-vault.ts';
import type { CardSecrets, NetworkProfile, SimCard, SimEvent } from '../sim-card.ts';
import type { EventHandler, Handled } from './event-handler.ts';

/** The handler that writes the HSS's subscribers: always there. */
export const HSS_HANDLER = 'hss';
/** Default of `withdrawMs`. */
export const WITHDRAW_MS = 1500;
const PRESENCE_POLL_MS = 100;

/** Whether a phone is attached, from whoever can see it (the embedded core, an MME's metrics); undefined when that cannot be told. */
export type PresenceProbe = (imsi: string) => Promise<boolean | undefined> | boolean | undefined;

export interface HssHandlerOptions {
  readonly subscribers: SubscriberStore;
  readonly cards: CardStore;
  /** Asked for only when keys are to be written. */
  readonly vault: () => KeyVault;
  readonly presence?: PresenceProbe;
  /**
   * How long a subscriber whose phone may be attached stays in the database after the HSS was asked to detach it, ms. Open5GS's HSS looks
   * every 100 ms and reads the document then; one that is gone by then detaches nobody. Default 1500.
   */
  readonly withdrawMs?: number;
}

/** Writes what an event means to the network into Open5GS's `subscribers`, once. */
export class HssHandler implements EventHandler {
  readonly name = HSS_HANDLER;
  readonly #options: HssHandlerOptions;

  constructor(options: HssHandlerOptions) {
    this.#options = options;
  }

  async handle(event: SimEvent, { now }: { readonly now: Date }): Promise<Handled> {
    const access = await this.#options.subscribers.lifecycle();
    const { imsi, sequence } = event;
    switch (event.network) {
      case 'none':
        return { type: 'done' };
      case 'provision': {
        const outcome = await provisionSubscriber(access, await this.#record(event), sequence);
        return { type: 'done', note: outcome === 'written' ? 'subscriber written' : 'subscriber was there already' };
      }
      case 'suspend':
        // A number that has gone to another card is not left at two subscribers.
        await suspendSubscriber(access, imsi, sequence, event.action === 'swap-out' ? { msisdn: [] } : {});
        return { type: 'done', note: 'keys put aside, cancel location asked for' };
      case 'resume':
        await resumeSubscriber(access, imsi, sequence);
        return { type: 'done', note: 'keys put back' };
      case 'update':
        await updateProfile(access, imsi, changesOf(event), sequence);
        return { type: 'done', note: 'profile written' };
      case 'remove':
        return this.#remove(event, now);
    }
  }

  async #remove({ imsi, sequence }: SimEvent, now: Date): Promise<Handled> {
    const access = await this.#options.subscribers.lifecycle();
    const { askedAt, gone } = await withdrawSubscriber(access, imsi, sequence, now);
    if (askedAt !== undefined && !gone) {
      const { withdrawMs = WITHDRAW_MS, presence } = this.#options;
      const seen = await presence?.(imsi);
      const waitedMs = now.getTime() - askedAt.getTime();
      if (seen !== false && waitedMs < withdrawMs) {
        const againInMs =
          presence === undefined ? withdrawMs - waitedMs : Math.min(PRESENCE_POLL_MS, withdrawMs - waitedMs);
        return {
          type: 'wait',
          againInMs,
          note: 'cancel location asked for; the subscriber is removed when its phone is gone',
        };
      }
    }
    await removeWithdrawn(access, imsi, sequence);
    return { type: 'done', note: 'subscriber removed' };
  }

  async #record(event: SimEvent): Promise<SimRecord> {
    const document = await this.#options.cards.resolve(event.iccid);
    const card = decodeCard(document);
    return recordOf(card, openSecrets(this.#options.vault(), card), event);
  }
}

/** The HSS's record of a card: its keys, and what its plan gives it. */
export function recordOf(
  card: Pick<SimCard, 'imsi' | 'amf'>,
  { ki, opc }: Pick<CardSecrets, 'ki' | 'opc'>,
  { msisdn, profile = {} }: { readonly msisdn?: string | undefined; readonly profile?: NetworkProfile | undefined },
): SimRecord {
  const { imsi: _, ki: __, opc: ___, ...record } = parsedProfile(card.amf, msisdn, profile);
  return { ...record, imsi: card.imsi, ki, opc };
}

function changesOf({ msisdn, profile = {} }: SimEvent) {
  return parseSimChanges({ ...profile, ...(msisdn !== undefined && { msisdn: [msisdn] }) });
}

let last: { readonly amf: string; readonly profile: NetworkProfile; readonly record: SimRecord } | undefined;

/** A batch has one profile a hundred thousand times: only the number differs. */
function parsedProfile(amf: string, msisdn: string | undefined, profile: NetworkProfile): SimRecord {
  if (last?.profile !== profile || last.amf !== amf) {
    const none = '0'.repeat(32);
    last = {
      amf,
      profile,
      record: parseSimRecord({ ...profile, imsi: '001010000000001', ki: none, opc: none, amf }),
    };
  }
  return { ...last.record, msisdn: msisdn === undefined ? [] : [msisdn] };
}
