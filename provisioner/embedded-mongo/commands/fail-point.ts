import { BsonType, integerOf, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import type { CommandContext, CommandTable, FailPoint, Reply } from './context.ts';
import type { Request } from './request.ts';

export const FAIL_POINT_COMMANDS: CommandTable = {
  configureFailPoint: { fields: ['mode', 'data'], adminOnly: true, run: configureFailPoint },
};

function configureFailPoint(request: Request, context: CommandContext): Reply {
  const name = request.text('configureFailPoint') ?? '';
  if (name !== 'failCommand') throw new CommandError('BadValue', `${name} is not a fail point of the embedded store`);
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
    commands: new Set(
      data
        ?.field('failCommands')
        ?.items()
        .map(item => item.text()) ?? [],
    ),
    times: times ?? Number.POSITIVE_INFINITY,
    skip: skip ?? 0,
    errorCode: integerOf(data?.field('errorCode')),
    errorLabels: data?.field('errorLabels')?.items(),
    writeConcernError: data?.field('writeConcernError'),
    closeConnection: isTrue(data?.field('closeConnection')),
    blockMs: block,
  });
  return { count };
}

/** The fail point that strikes this command now, counted down. */
export function strike(failPoints: Map<string, FailPoint>, command: string): FailPoint | undefined {
  const point = failPoints.get('failCommand');
  if (point === undefined || !point.commands.has(command)) return undefined;
  if (point.skip > 0) {
    point.skip--;
    return undefined;
  }
  if (--point.times <= 0) failPoints.delete('failCommand');
  return point;
}

function isTrue(value: Value | undefined): boolean {
  return value?.type === BsonType.bool && value.bool();
}
