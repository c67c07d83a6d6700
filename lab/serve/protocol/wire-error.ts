import { z } from 'zod';
import { type ErrorHelp, LabError, UserError } from '../../../emulator/vocabulary/index.ts';
import { optional } from './optional.ts';

/** An error as it crosses: whose it is, its code and its help. */
export const WIRE_ERROR = z.strictObject({
  kind: z.enum(['user', 'lab', 'stopped']),
  code: z.string(),
  message: z.string(),
  expected: optional(z.string()),
  place: optional(z.string()),
  hint: optional(z.string()),
});
export type WireError = z.infer<typeof WIRE_ERROR>;

/** What was thrown, without a secret in any of its texts. A bug of the server's is a LabError to the other side. */
export function toWireError(error: unknown, redact: (text: string) => string = text => text): WireError {
  if (error instanceof UserError || error instanceof LabError) {
    const { code, message, help } = error;
    const clean = Object.entries(help).map(([name, text]) => [name, redact(text as string)]);
    return {
      kind: error instanceof UserError ? 'user' : 'lab',
      code,
      message: redact(message),
      ...(Object.fromEntries(clean) as ErrorHelp),
    };
  }
  const message = redact(error instanceof Error ? error.message : String(error));
  if (error instanceof Error && error.name === 'AbortError') return { kind: 'stopped', code: 'stopped', message };
  return {
    kind: 'lab',
    code: 'lab-internal',
    message: `internal error of the lab's server: ${message}`,
    hint: 'this is a bug of the lab',
  };
}

/** The error that it was on the other side. */
export function fromWireError({ kind, code, message, ...help }: WireError): Error {
  if (kind === 'user') return new UserError(code, message, help);
  if (kind === 'lab') return new LabError(code, message, help);
  return new DOMException(message, 'AbortError');
}
