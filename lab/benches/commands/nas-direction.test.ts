import test from 'ava';
import { EMM_TABLES, ESM_TABLES } from '../../../emulator/codec/nas-eps/messages/index.ts';
import { UserError } from '../../../emulator/vocabulary/index.ts';
import { anyMessages, directionsOf, nasMessages } from './nas-direction.ts';

test('every NAS message of the codec has its direction', t => {
  const names = [...EMM_TABLES, ...ESM_TABLES].map(table => table.message);
  t.deepEqual(
    names.filter(name => directionsOf(name).length === 0),
    [],
  );
  t.deepEqual(directionsOf('SecurityModeCommand'), ['downlink']);
  t.deepEqual(directionsOf('SecurityModeReject'), ['uplink']);
  t.deepEqual(directionsOf('DetachAccept'), ['uplink', 'downlink']);
});

test('names of people: aliases, mistakes', t => {
  t.deepEqual(nasMessages('DetachRequest'), ['DetachRequestUeOriginating', 'DetachRequestUeTerminated']);
  t.deepEqual(anyMessages('InitialContextSetupRequest'), ['InitialContextSetupRequest']);
  const error = t.throws(() => nasMessages('InitialContextSetupRequest'), { instanceOf: UserError });
  t.is((error as UserError | undefined)?.code, 'message-unknown');
  const guess = t.throws(() => anyMessages('AtachAccept'), { instanceOf: UserError });
  t.is((guess as UserError | undefined)?.help.hint, "did you mean 'AttachAccept'?");
});
