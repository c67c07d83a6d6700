import test from 'ava';
import type { Machine } from '../../machine/index.ts';
import { VirtualClock } from './clock.ts';
import { HostLoop } from './host-loop.ts';

type Input = { readonly type: 'timeout' } | { readonly type: 'say'; readonly word: string; readonly again: number };
type Output = { readonly type: 'said'; readonly word: string; readonly again: number; readonly at: number };

class Echo implements Machine<Input, Output> {
  due: number | undefined;
  handle(input: Input, now: number): Output[] {
    if (input.type === 'timeout') {
      this.due = undefined;
      return [{ type: 'said', word: 'timeout', again: 0, at: now }];
    }
    this.due = now + 100;
    return [{ type: 'said', word: input.word, again: input.again, at: now }];
  }
  nextTimeout(): number | undefined {
    return this.due;
  }
}

test('inputs that outputs cause are handled after those that waited before', t => {
  const loop = new HostLoop(new VirtualClock());
  const heard: string[] = [];
  const echo = loop.add<Input, Output>('echo', new Echo(), output => {
    heard.push(`${output.word}${output.again}`);
    if (output.again > 0) {
      echo.post({ type: 'say', word: 'a', again: output.again - 1 });
      echo.post({ type: 'say', word: 'b', again: 0 });
    }
  });
  echo.post({ type: 'say', word: 'a', again: 2 });
  t.deepEqual(heard, ['a2', 'a1', 'b0', 'a0', 'b0']);
});

test('a timer that moves later rings once, at its new time', t => {
  const clock = new VirtualClock();
  const loop = new HostLoop(clock);
  const heard: string[] = [];
  const echo = loop.add<Input, Output>('echo', new Echo(), output => heard.push(`${output.word}@${output.at}`));
  echo.post({ type: 'say', word: 'a', again: 0 });
  clock.advance(60);
  echo.post({ type: 'say', word: 'b', again: 0 });
  clock.advance(99);
  t.deepEqual(heard, ['a@0', 'b@60']);
  clock.advance(1);
  t.deepEqual(heard, ['a@0', 'b@60', 'timeout@160']);
  clock.advance(1000);
  t.is(heard.length, 3);
});

test('a stopped machine gets neither input nor timeout', t => {
  const clock = new VirtualClock();
  const loop = new HostLoop(clock);
  const heard: string[] = [];
  const echo = loop.add<Input, Output>('echo', new Echo(), output => heard.push(output.word));
  echo.post({ type: 'say', word: 'a', again: 0 });
  echo.stop();
  echo.post({ type: 'say', word: 'b', again: 0 });
  clock.advance(1000);
  t.deepEqual(heard, ['a']);
});

test('many machines are called in the order of their deadlines', t => {
  const clock = new VirtualClock();
  const loop = new HostLoop(clock);
  const rung: number[] = [];
  const delays = Array.from({ length: 500 }, (_, i) => (i * 7919) % 1009);
  for (const delay of delays) {
    let due: number | undefined = delay;
    const machine: Machine<{ type: 'timeout' }, number> = {
      handle: () => {
        due = undefined;
        return [delay];
      },
      nextTimeout: () => due,
    };
    loop.add(`m${delay}`, machine, output => rung.push(output));
  }
  clock.advance(2000);
  t.deepEqual(
    rung,
    [...delays].sort((a, b) => a - b),
  );
});

test('a stopped loop rings no more', t => {
  const clock = new VirtualClock();
  const loop = new HostLoop(clock);
  const heard: string[] = [];
  const echo = loop.add<Input, Output>('echo', new Echo(), output => heard.push(output.word));
  echo.post({ type: 'say', word: 'a', again: 0 });
  loop.stop();
  echo.post({ type: 'say', word: 'b', again: 0 });
  clock.advance(1000);
  t.deepEqual(heard, ['a']);
});

test('a machine that crashes is taken out, the rest goes on, and whoever asked hears of it', t => {
  const loop = new HostLoop(new VirtualClock());
  const crashed: string[] = [];
  loop.crashed = (actor, error) => crashed.push(`${actor.name}: ${(error as Error).message}`);
  const seen: string[] = [];
  const bad = loop.add<string, string>(
    'bad',
    {
      handle: input => {
        throw new Error(String(input));
      },
      nextTimeout: () => undefined,
    },
    () => {},
  );
  const good = loop.add<string, string>(
    'good',
    { handle: input => [String(input)], nextTimeout: () => undefined },
    output => seen.push(output),
  );
  bad.post('one');
  bad.post('two');
  good.post('three');
  t.deepEqual([crashed, seen], [['bad: one'], ['three']]);
  loop.crashed = undefined;
  const worse = loop.add<string, string>(
    'worse',
    {
      handle: () => {
        throw new Error('four');
      },
      nextTimeout: () => undefined,
    },
    () => {},
  );
  t.throws(() => worse.post('x'), { message: 'four' });
});
