import { didYouMean, UserError } from '../../vocabulary/index.ts';
import type { FaultCommand } from '../port.ts';
import { FAULTS, type Fault, type FaultName, type FaultParameter } from './fault-table.ts';
import { MESSAGE_NAMES } from './message-names.ts';

/** Heals everything when it is switched off. */
export const ALL_FAULTS = 'all';

/**
 * What a user wrote as a fault, checked against the table; hand it to the core as it comes back.
 * @throws UserError for an unknown name, parameter or message (with what is known and what was probably meant), and for a
 *   value that does not fit
 */
export function checkFault(command: FaultCommand): FaultCommand {
  const { name, on, parameters = {} } = command;
  if (name === ALL_FAULTS && !on) return command;
  if (!Object.hasOwn(FAULTS, name)) throw unknown('fault', name, Object.keys(FAULTS));
  const fault: Fault = FAULTS[name as FaultName];
  for (const [key, value] of Object.entries(parameters)) {
    const parameter = Object.hasOwn(fault.parameters, key) ? fault.parameters[key] : undefined;
    if (parameter === undefined) throw unknown(`parameter of ${name}`, key, Object.keys(fault.parameters));
    checkValue(name, key, parameter, value);
  }
  if (!on) return command;
  for (const [key, { required, summary }] of Object.entries(fault.parameters)) {
    if (required && parameters[key] === undefined) {
      throw new UserError('fault-parameter-missing', `fault ${name} needs '${key}': ${summary}`);
    }
  }
  if (parameters.before !== undefined && parameters.after !== undefined) {
    throw new UserError('fault-parameter-invalid', `fault ${name} has both 'before' and 'after'`);
  }
  return command;
}

function checkValue(name: string, key: string, parameter: FaultParameter, value: string | number | boolean): void {
  const { type, values, range } = parameter;
  const wrong = (expected: string) =>
    new UserError('fault-parameter-invalid', `fault ${name}: '${value}' is no value of '${key}'`, { expected });
  switch (type) {
    case 'number': {
      const [least, most] = range ?? [0, Number.MAX_SAFE_INTEGER];
      const fits = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
      if (!fits) throw wrong(`a whole number from ${least} to ${most}`);
      return;
    }
    case 'boolean':
      if (typeof value !== 'boolean') throw wrong('true or false');
      return;
    case 'imsi':
      if (typeof value !== 'string' || !/^\d{14,15}$/.test(value)) throw wrong('an IMSI of 15 digits (14 are allowed)');
      return;
    case 'message':
      if (typeof value !== 'string') throw wrong('the name of a NAS or S1AP message');
      if (!MESSAGE_NAMES.has(value)) throw unknown('message', value, MESSAGE_NAMES, false);
      return;
    case 'text':
      if (typeof value !== 'string') throw wrong(parameter.summary);
      if (values !== undefined && !values.includes(value)) throw unknown(`value of ${name}'s '${key}'`, value, values);
  }
}

function unknown(what: string, name: string, known: Iterable<string>, list = true): UserError {
  const names = [...known];
  const guess = didYouMean(name, names);
  return new UserError('fault-unknown', `'${name}' is no ${what}`, {
    ...(list ? { expected: `one of ${names.join(', ')}` } : {}),
    ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
  });
}
