import { BsonType, integerOf, stringValue, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import type { CommandContext, CommandTable, FailPoint, Reply } from './context.ts';
import type { Request } from './request.ts';

export const FAIL_POINT_COMMANDS: CommandTable = {
  configureFailPoint: { fields: ['mode', 'data'], adminOnly: true, run: configureFailPoint },
};

function configureFailPoint(request: Request, context: CommandContext): Reply {
  const name = request.text('configureFailPoint') ?? '';
  if (name !== 'failCommand' && name !== 'failGetMoreAfterCursorCheckout') {
    throw new CommandError('BadValue', `${name} is not a fail point of the embedded store`);
  }
  const mode = request.value('mode');
  const count = context.failPoints.get(name)?.times ?? 0;
  if (mode?.type === BsonType.string && mode.text() === 'off') {
    context.failPoints.delete(name);
    return { count };
  }
  const data = request.document('data');
  const skip = mode?.isObject ? integerOf(mode.field('skip')) : undefined;
  const times = mode?.isObject ? integerOf(mode.field('times')) : undefined;
  const block = isTrue(data?.field('blockConnection')) ? (integerOf(data?.field('blockTimeMS')) ?? 0) : 0;
  context.failPoints.set(name, {
    commands: name === 'failCommand' ? new Set(namesIn(data?.field('failCommands'))) : new Set(['getMore']),
    times: times ?? Number.POSITIVE_INFINITY,
    skip: skip ?? 0,
    errorCode: integerOf(data?.field('errorCode')),
    errorLabels: data?.field('errorLabels')?.items() ?? labelsOf(name, integerOf(data?.field('errorCode'))),
    writeConcernError: data?.field('writeConcernError'),
    closeConnection: isTrue(data?.field('closeConnection')),
    blockMs: block,
  });
  return { count };
}

/** The fail point that strikes this command now, counted down. */
export function strike(failPoints: Map<string, FailPoint>, command: string): FailPoint | undefined {
  for (const [name, point] of failPoints) {
    if (!point.commands.has(command)) continue;
    if (point.skip > 0) {
      point.skip--;
      continue;
    }
    if (--point.times <= 0) failPoints.delete(name);
    return point;
  }
  return undefined;
}

function namesIn(list: Value | undefined): string[] {
  return list?.isArray ? list.items().map(item => item.text()) : [];
}

function isTrue(value: Value | undefined): boolean {
  return value?.type === BsonType.bool && value.bool();
}

/** Errors on which a change stream may be resumed: the server labels them by itself. */
const RESUMABLE = new Set([6, 7, 63, 89, 91, 133, 150, 189, 234, 262, 9001, 10107, 11600, 11602, 13388, 13435, 13436]);

function labelsOf(name: string, code: number | undefined): Value[] | undefined {
  if (name !== 'failGetMoreAfterCursorCheckout' || code === undefined || !RESUMABLE.has(code)) return undefined;
  return [stringValue('ResumableChangeStreamError')];
}
