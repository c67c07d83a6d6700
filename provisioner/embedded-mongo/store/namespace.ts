import { CommandError } from '../errors.ts';

/** @throws {CommandError} InvalidNamespace for a name that MongoDB would not take. */
export function checkNamespace(database: string, name: string): void {
  if (database === '' || /[/\\. "$*<>:|?\0]/.test(database) || Buffer.byteLength(database) > 63) {
    throw new CommandError('InvalidNamespace', `Invalid database name: '${database}'`);
  }
  if (name === '' || name.includes('\0') || name.startsWith('.') || name.includes('$') || name.length > 235) {
    throw new CommandError('InvalidNamespace', `Invalid collection name: ${name}`);
  }
}
