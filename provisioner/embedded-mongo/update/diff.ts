import { identicalValues, type Value } from '../bson/index.ts';
import { type ChangeLog, emptyChangeLog } from './target.ts';

/** What turns one document into the other, path by path: for updates that make a whole new document. */
export function diffDocuments(before: Value, after: Value): ChangeLog {
  const log = emptyChangeLog();
  diff(before, after, '', log);
  return log;
}

function diff(before: Value, after: Value, prefix: string, log: ChangeLog): void {
  const old = new Map<string, Value>();
  const reader = before.fields();
  while (reader.next()) old.set(reader.name, reader.value());
  const now = after.fields();
  while (now.next()) {
    const path = prefix + now.name;
    const value = now.value();
    const was = old.get(now.name);
    old.delete(now.name);
    if (was === undefined) log.updated.set(path, value);
    else if (!identicalValues(was, value)) {
      if (was.isObject && value.isObject) diff(was, value, `${path}.`, log);
      else if (was.isArray && value.isArray) diffArrays(was, value, path, log);
      else log.updated.set(path, value);
    }
  }
  for (const name of old.keys()) log.removed.add(prefix + name);
}

function diffArrays(before: Value, after: Value, path: string, log: ChangeLog): void {
  const old = before.items();
  const now = after.items();
  if (now.length < old.length) log.truncated.push({ field: path, newSize: now.length });
  now.forEach((value, index) => {
    const was = old[index];
    const place = `${path}.${index}`;
    if (was === undefined) log.updated.set(place, value);
    else if (!identicalValues(was, value)) {
      if (was.isObject && value.isObject) diff(was, value, `${place}.`, log);
      else if (was.isArray && value.isArray) diffArrays(was, value, place, log);
      else log.updated.set(place, value);
    }
  });
}
