import { EMM_TABLES, ESM_TABLES } from '../../codec/nas-eps/messages/index.ts';
import type { Procedure } from '../../codec/s1ap/procedure.ts';
import { PROCEDURES } from '../../codec/s1ap/procedures.ts';

/** Every NAS and S1AP message by the name that the codecs give it. */
export const MESSAGE_NAMES: ReadonlySet<string> = new Set([
  'ServiceRequest',
  ...[...EMM_TABLES, ...ESM_TABLES].map(table => table.message),
  ...(PROCEDURES as readonly Procedure<unknown>[]).flatMap(({ messages }) =>
    messages.flatMap(schema => (schema === undefined ? [] : [schema.message])),
  ),
]);
