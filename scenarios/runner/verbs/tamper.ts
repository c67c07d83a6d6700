import type { Tampering } from '../port/index.ts';
import { boolean, map, mapped, name, optional, pattern, type Read, required } from '../shape/index.ts';
import { verb } from '../steps/index.ts';
import {
  actions,
  algorithms,
  DELAYED_MESSAGE,
  flipBits,
  flipOrOctets,
  REPLACED_MESSAGE,
  WHICH_MESSAGE,
} from './tampering-shapes.ts';

const SQN = mapped(pattern('an SQN: 12 hex digits, or a number', /^([0-9a-fA-F]{12}|\d{1,15})$/), raw =>
  raw.length === 12 ? Number.parseInt(raw, 16) : Number(raw),
);

const ARGS = map(
  {
    ue: required(name('ue'), 'the phone'),
    ki: optional(flipBits(), "flip-bit(N): the card's Ki is wrong"),
    opc: optional(flipBits(), "flip-bit(N): the card's OPc is wrong"),
    sqn_ms: optional(SQN, 'the card believes to have accepted this SQN'),
    auts_mac: optional(flipBits(), 'flip-bit(N): MAC-S in AUTS is wrong'),
    res: optional(flipOrOctets(), 'flip-bit(N), or octets: RES is wrong'),
    eea: optional(algorithms(), 'ciphering algorithms that the phone offers'),
    eia: optional(algorithms(), 'integrity algorithms that the phone offers'),
    ignore_autn: optional(boolean(), 'the phone answers any challenge'),
    accept_null_integrity: optional(boolean(), 'the phone takes EIA0'),
    accept_unprotected: optional(boolean(), 'the phone believes what is not protected'),
    ignore_replayed_capabilities: optional(boolean(), 'the phone does not check what is replayed to it'),
    drop: optional(WHICH_MESSAGE, 'messages that are lost'),
    duplicate: optional(WHICH_MESSAGE, 'messages that come twice'),
    delay: optional(DELAYED_MESSAGE, 'messages that come late'),
    replay: optional(DELAYED_MESSAGE, 'messages that come again later'),
    corrupt_mac: optional(WHICH_MESSAGE, 'messages whose MAC is wrong'),
    strip: optional(WHICH_MESSAGE, 'messages that lose their protection'),
    replace: optional(REPLACED_MESSAGE, 'messages in whose place others come'),
  },
  { what: 'tamper' },
);

/** Makes a phone, its card or its radio misbehave, from now on; the network's side stays as it is. */
export const tamper = verb('tamper', {
  group: 'UE and radio',
  summary: 'the phone or its card departs from the rules from now on, until heal or the end',
  args: ARGS,
  sentence({ ue, ...what }) {
    const parts = Object.entries(what).filter(([, value]) => value !== undefined);
    return `tamper with ${ue}: ${parts.map(([key]) => key.replaceAll('_', ' ')).join(', ')}`;
  },
  command: args => ({ do: 'tamper', ue: args.ue, tampering: tamperingOf(args) }),
});

function tamperingOf(args: Read<typeof ARGS>): Tampering {
  const messages = [
    ...actions('drop', args.drop),
    ...actions('duplicate', args.duplicate),
    ...actions('delay', args.delay),
    ...actions('replay', args.replay),
    ...actions('corrupt-mac', args.corrupt_mac),
    ...actions('strip', args.strip),
    ...actions('replace', args.replace),
  ];
  const all: Record<keyof Tampering, unknown> = {
    kiFlipBits: args.ki,
    opcFlipBits: args.opc,
    sqnMs: args.sqn_ms,
    autsMacFlipBits: args.auts_mac,
    resFlipBits: typeof args.res === 'string' ? undefined : args.res,
    res: typeof args.res === 'string' ? args.res : undefined,
    eea: args.eea,
    eia: args.eia,
    ignoreAutn: args.ignore_autn,
    acceptNullIntegrity: args.accept_null_integrity,
    acceptUnprotected: args.accept_unprotected,
    ignoreReplayedCapabilities: args.ignore_replayed_capabilities,
    messages: messages.length === 0 ? undefined : messages,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Tampering;
}
