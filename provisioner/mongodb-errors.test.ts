import { createServer, type Server, type Socket } from 'node:net';
import { inspect } from 'node:util';
import test from 'ava';
import { MongoServerError } from 'mongodb';
import { LabError, UserError } from '../emulator/vocabulary/index.ts';
import { addressesOf, databaseNameOf, labErrorOf, redactUri } from './mongodb-errors.ts';
import { openSubscriberStore } from './subscriber-store.ts';

test('where a URI leads', t => {
  t.is(addressesOf('mongodb://127.0.0.1'), '127.0.0.1:27017');
  t.is(addressesOf('mongodb://u:p@a:1,b/x?replicaSet=r'), 'a:1, b:27017');
  t.is(addressesOf('mongodb+srv://cluster.example/x'), 'cluster.example');
  t.is(addressesOf('mongodb://%2Ftmp%2Fmongodb-27017.sock'), '/tmp/mongodb-27017.sock');
});

test('the database of a URI, open5gs when it names none', t => {
  t.is(databaseNameOf('mongodb://127.0.0.1'), 'open5gs');
  t.is(databaseNameOf('mongodb://127.0.0.1/'), 'open5gs');
  t.is(databaseNameOf('mongodb://127.0.0.1/?w=1'), 'open5gs');
  t.is(databaseNameOf('mongodb://u:p@a,b:1/lab?w=1'), 'lab');
  t.is(databaseNameOf('mongodb://h/my%20db'), 'my db');
});

test('no password leaves a URI', t => {
  t.is(redactUri('mongodb://u:pass@h/x'), 'mongodb://u:[redacted]@h/x');
  t.is(redactUri('mongodb+srv://u:p@ss/w@h'), 'mongodb+srv://u:[redacted]@h');
  t.is(redactUri('mongodb://h:27017/x'), 'mongodb://h:27017/x');
});

const URI = 'mongodb://u:secret@db.example:1/lab';
const refusals: [name: string, error: Error, code: string, message: RegExp][] = [
  [
    'login',
    new MongoServerError({ message: 'Authentication failed.', code: 18 }),
    'mongodb-login-failed',
    /refuses the login/,
  ],
  [
    'right',
    new MongoServerError({ message: 'not authorized', code: 13 }),
    'mongodb-forbidden',
    /does not allow this account to add/,
  ],
  [
    'any other',
    new MongoServerError({ message: 'disk full', code: 14031, codeName: 'OutOfDiskSpace' }),
    'mongodb-failed',
    /could not add: disk full \[OutOfDiskSpace\]/,
  ],
];
for (const [name, error, code, message] of refusals)
  test(`a server that refuses: ${name}`, t => {
    const lab = labErrorOf(error, URI, 'add') as LabError;
    t.true(lab instanceof LabError);
    t.is(lab.code, code);
    t.regex(lab.message, message);
    t.true(lab.message.includes('db.example:1'));
    t.false(`${lab.message}${JSON.stringify(lab.help)}`.includes('secret'));
    t.is((lab.cause as Error).message, error.message);
  });

test('the documents that a bulk error of the driver carries stay out, and their keys with them', t => {
  const key = '465b5ce8b199b49faa5f0a2ee238a6bc';
  const error = new MongoServerError({ message: 'document too large', code: 2 });
  Object.assign(error, { writeErrors: [{ err: { op: { security: { k: key } } } }] });
  t.true(inspect(error, { depth: 9 }).includes(key));
  t.false(inspect(labErrorOf(error, URI, 'add'), { depth: 9 }).includes(key));
});

test('errors that are not the database’s pass', t => {
  for (const error of [new TypeError('bug'), new UserError('a', 'b'), new LabError('a', 'b'), 'text'])
    t.is(labErrorOf(error, URI, 'add'), error);
});

test('a text that is no URI', async t => {
  for (const uri of ['http://127.0.0.1', 'mongodb://', 'mongodb://u:p/w@h']) {
    const error = await t.throwsAsync(openSubscriberStore(uri), { instanceOf: UserError });
    t.is(error!.code, 'mongodb-uri-invalid');
    t.false(error!.message.includes('p/w'));
  }
});

test('nobody listens', async t => {
  const port = await withServer(
    () => {},
    async port => port,
  ); // closed again
  const error = await unreachable(port);
  t.regex(error.message, new RegExp(`no MongoDB answers at 127\\.0\\.0\\.1:${port} \\(connect ECONNREFUSED`));
  t.regex(error.help.hint ?? '', /check that it runs/);
});

test('somebody listens who does not speak MongoDB', async t => {
  const talk: Record<string, (socket: Socket) => void> = {
    garbage: socket => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'.repeat(4)),
    silence: () => {},
    'hangs up': socket => socket.destroy(),
  };
  for (const [name, behave] of Object.entries(talk))
    await withServer(behave, async port => {
      const { message } = await unreachable(port);
      t.regex(message, name === 'hangs up' ? /closed\)/ : /does not speak MongoDB/, name);
    });
});

async function unreachable(port: number): Promise<LabError> {
  try {
    await openSubscriberStore(`mongodb://127.0.0.1:${port}`, { connectTimeoutMs: 2000 });
  } catch (error) {
    if (error instanceof LabError && error.code === 'mongodb-unreachable') return error;
    throw error;
  }
  throw new Error('it connected');
}

async function withServer<T>(behave: (socket: Socket) => void, use: (port: number) => Promise<T>): Promise<T> {
  const sockets = new Set<Socket>();
  const server: Server = createServer(socket => {
    sockets.add(socket);
    socket.on('error', () => {});
    behave(socket);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use((server.address() as { port: number }).port);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise(resolve => server.close(resolve));
  }
}
