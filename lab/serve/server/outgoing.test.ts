import test from 'ava';
import type { TraceEvent } from '../../../emulator/vocabulary/index.ts';
import type { ServerFrame } from '../protocol/index.ts';
import { Outgoing } from './outgoing.ts';

const note = (seq: number): TraceEvent => ({ v: 1, seq, t: seq, kind: 'note', text: `note ${seq}` });

/** A reader that takes `room` frames and then no more. */
function reader(room = Number.POSITIVE_INFINITY) {
  const frames: ServerFrame[] = [];
  const sink = {
    room,
    get hasRoom() {
      return frames.length < sink.room;
    },
    isEmpty: true,
    send: (frame: ServerFrame) => void frames.push(frame),
  };
  const order = () =>
    frames.flatMap(frame => {
      if (frame.type === 'events') return frame.events.map(({ seq }) => `e${seq}`);
      return 'n' in frame ? [`${frame.type}${frame.n}`] : [];
    });
  return { sink, frames, order };
}

function outgoing(events: TraceEvent[]): Outgoing {
  return new Outgoing(
    () => events,
    () => ({ nowMs: 0, taken: 0 }),
  );
}

test('an answer comes after the events before it, and before those after it', t => {
  const events = [note(0), note(1)];
  const out = outgoing(events);
  const { sink, order } = reader();
  out.connect(sink, { got: 0, after: 0 });
  events.push(note(2));
  out.push({ type: 'answer', id: 1, value: 1 });
  events.push(note(3));
  out.push({ type: 'ring', id: 2 });
  t.true(out.pump());
  t.deepEqual(order(), ['e1', 'e2', 'answer1', 'e3', 'ring2']);
  t.false(out.pump());
});

test('nothing is sent to a reader without room; then all of it, in order', t => {
  const events = Array.from({ length: 1_000 }, (_, seq) => note(seq));
  const out = outgoing(events);
  const { sink, frames, order } = reader(2);
  out.connect(sink, { got: 0, after: -1 });
  out.push({ type: 'answer', id: 1, value: 1 });
  out.pump();
  t.is(frames.length, 2);
  sink.room = Number.POSITIVE_INFINITY;
  out.pump();
  t.deepEqual(order(), [...events.map(({ seq }) => `e${seq}`), 'answer1']);
});

test('what was not confirmed is sent again to whoever comes next, and nothing twice', t => {
  const events = [note(0), note(4), note(7)];
  const out = outgoing(events);
  const first = reader();
  out.connect(first.sink, { got: 0, after: 0 });
  for (const id of [1, 2, 3]) out.push({ type: 'answer', id, value: id });
  out.pump();
  out.confirm(1, 4);
  t.false(out.isConfirmed);
  out.disconnect();
  out.push({ type: 'ring', id: 4 });
  t.false(out.pump());
  const second = reader();
  out.connect(second.sink, { got: 2, after: 4 });
  t.deepEqual(second.order(), ['e7', 'answer3', 'ring4']);
  t.is(out.pending, 2);
  out.confirm(4, 4);
  t.false(out.isConfirmed, 'an event is not');
  out.confirm(4, 7);
  t.true(out.isConfirmed);
  t.is(out.pending, 0);
});
