import type { SimTransition } from '../port/index.ts';
import { map, name, optional, required, text } from '../shape/index.ts';
import { verb } from '../steps/index.ts';

const SIM = required(name('sim'), 'the SIM');
const REASON = optional(text(), 'why, for the history');
const OUTCOMES = ['accepted', 'refused'] as const;

/** A transition of a SIM's life; refused with a stable code when its state does not allow it. */
function transition<const A extends Parameters<typeof map>[0]>(
  to: SimTransition,
  summary: string,
  stateAfter: string,
  fields: A,
) {
  return verb(`sim.${to}`, {
    group: 'SIM',
    summary,
    args: map({ sim: SIM, ...fields, reason: REASON }, { what: `sim.${to}`, shorthand: 'sim' }),
    outcomes: OUTCOMES,
    requires: ['inventory'],
    sentence: args => `${to} SIM ${(args as { sim: string }).sim}`,
    normal: args => [[`${(args as { sim: string }).sim}.state`, stateAfter]],
    command(args) {
      const { sim, ...options } = args as { readonly sim: string } & Readonly<Record<string, string>>;
      return { do: 'sim', transition: to, sim, options };
    },
  });
}

export const simAssign = transition('assign', 'gives an available SIM to a customer', 'assigned', {
  customer: optional(text(), 'the customer'),
  plan: optional(text(), 'the plan'),
});
export const simActivate = transition('activate', 'writes the SIM into the HSS: it can be used', 'active', {
  msisdn: optional(text('digits, or auto'), 'phone number; auto takes one from the pool'),
});
export const simSuspend = transition('suspend', 'takes the SIM off the network; its number stays', 'suspended', {});
export const simResume = transition('resume', 'puts a suspended SIM back', 'active', {});
export const simDeactivate = transition('deactivate', 'ends the life of the SIM', 'deactivated', {});
export const simSwap = transition('swap', 'another card takes over number and plan', 'suspended', {
  to: required(name('sim'), 'the SIM that takes over'),
});
