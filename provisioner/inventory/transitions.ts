import { UserError } from '../../emulator/vocabulary/index.ts';

/** The life of a SIM card, as a table; nothing else decides what is allowed. */

export const SIM_STATES = ['available', 'assigned', 'active', 'suspended', 'deactivated'] as const;
export type SimState = (typeof SIM_STATES)[number];

/** What an event does to the HSS's subscribers. */
export type NetworkEffect = 'none' | 'provision' | 'suspend' | 'resume' | 'update' | 'remove';

export interface Transition {
  readonly from: readonly SimState[];
  readonly to: SimState | 'same';
  readonly network: NetworkEffect;
  /** What it means, for people. */
  readonly meaning: string;
  /** `can be …` of a refusal. */
  readonly participle: string;
}

export const TRANSITIONS = {
  assign: {
    from: ['available'],
    to: 'assigned',
    network: 'none',
    meaning: 'bound to a customer or an order; the network does not know it yet',
    participle: 'assigned',
  },
  release: {
    from: ['assigned'],
    to: 'available',
    network: 'none',
    meaning: 'back into stock',
    participle: 'released',
  },
  activate: {
    from: ['assigned'],
    to: 'active',
    network: 'provision',
    meaning: 'has a number and a plan, and is in the HSS: its phone can attach',
    participle: 'activated',
  },
  'change-plan': {
    from: ['active', 'suspended'],
    to: 'same',
    network: 'update',
    meaning: 'the profile in the HSS is that of another plan; a phone that is attached gets it at its next attach',
    participle: 'moved to another plan',
  },
  suspend: {
    from: ['active'],
    to: 'suspended',
    network: 'suspend',
    meaning: 'detached and not authenticated any more; profile and SQN are kept',
    participle: 'suspended',
  },
  resume: {
    from: ['suspended'],
    to: 'active',
    network: 'resume',
    meaning: 'authenticated again; its phone attaches after it was switched off and on',
    participle: 'resumed',
  },
  deactivate: {
    from: ['active', 'suspended'],
    to: 'deactivated',
    network: 'remove',
    meaning: 'removed from the HSS for good; its number rests in quarantine',
    participle: 'deactivated',
  },
  'swap-out': {
    from: ['active', 'suspended'],
    to: 'suspended',
    network: 'suspend',
    meaning: 'another card has taken over its number',
    participle: 'swapped out',
  },
  'swap-in': {
    from: ['available', 'assigned'],
    to: 'active',
    network: 'provision',
    meaning: 'has taken over the number and plan of another card',
    participle: 'swapped in',
  },
} as const satisfies Record<string, Transition>;

export type SimAction = keyof typeof TRANSITIONS;

export function transitionOf(action: SimAction): Transition {
  return TRANSITIONS[action];
}

/** The actions that the table allows in a state, swap under one name. */
export function allowedActions(state: SimState): string[] {
  const actions = (Object.keys(TRANSITIONS) as SimAction[]).filter(action => transitionOf(action).from.includes(state));
  return [
    ...new Set(
      actions.map(action => (action === 'swap-out' ? 'swap' : action === 'swap-in' ? 'take over by swap' : action)),
    ),
  ];
}

/** @throws UserError sim-state-conflict that names what is allowed instead */
export function stateAfter(action: SimAction, state: SimState, iccid: string): SimState {
  const { from, to } = transitionOf(action);
  if (from.includes(state)) return to === 'same' ? state : to;
  throw stateConflict(iccid, state, transitionOf(action).participle);
}

/** The refusal of a transition; its code is stable. */
export function stateConflict(iccid: string, state: SimState, participle: string, because?: string): UserError {
  const allowed = allowedActions(state);
  return new UserError(
    'sim-state-conflict',
    `SIM ${iccid} is ${state} and cannot be ${participle}${because === undefined ? '' : `: ${because}`}`,
    {
      place: iccid,
      expected:
        allowed.length === 0
          ? 'nothing: deactivated is final, and an ICCID is never used again'
          : `one of ${allowed.join(', ')}`,
      ...(HINTS[state] !== undefined && { hint: HINTS[state] }),
    },
  );
}

const HINTS: Readonly<Partial<Record<SimState, string>>> = {
  available: 'mvnolab sim assign <sim> --customer <id> binds it to a customer first',
  deactivated: 'take another card: mvnolab sim inventory --state available',
};
