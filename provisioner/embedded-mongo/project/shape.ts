import { BsonType, documentOf, indexName, type Value } from '../bson/index.ts';
import { BsonWriter } from '../bson/writer.ts';
import { CommandError } from '../errors.ts';

/** What a projection does to a field. */
export type Shape =
  | { readonly kind: 'include' }
  | { readonly kind: 'exclude' }
  /** A value made from the whole document; undefined leaves the field out. */
  | { readonly kind: 'computed'; readonly evaluate: (root: Value) => Value | undefined }
  /** A value made from the field's own (`$slice`, `$elemMatch`, positional `$`). */
  | { readonly kind: 'transform'; readonly transform: (value: Value, root: Value) => Value | undefined }
  | Branch;

export interface Branch {
  readonly kind: 'branch';
  readonly children: Map<string, Shape>;
}

/** `include` keeps only what is named, `exclude` drops what is named, `add` keeps all and adds. */
export type ShapeMode = 'include' | 'exclude' | 'add';

export function emptyBranch(): Branch {
  return { kind: 'branch', children: new Map() };
}

/** Hangs a shape under a dotted path. @throws {CommandError} 31249 where another path leads through or to the same. */
export function addShape(root: Branch, path: string, shape: Shape): void {
  const parts = path.split('.');
  if (parts.some(part => part === '')) throw new CommandError(40353, 'FieldPath must not have empty parts');
  let branch = root;
  parts.forEach((part, index) => {
    const known = branch.children.get(part);
    if (index === parts.length - 1) {
      if (known !== undefined) throw new CommandError(31250, `Path collision at ${path}`);
      branch.children.set(part, shape);
      return;
    }
    if (known !== undefined && known.kind !== 'branch') {
      throw new CommandError(31249, `Path collision at ${path} remaining portion ${parts.slice(index + 1).join('.')}`);
    }
    if (known !== undefined) branch = known;
    else {
      const fresh = emptyBranch();
      branch.children.set(part, fresh);
      branch = fresh;
    }
  });
}

/** The document in its new shape. */
export function applyShape(document: Value, shape: Branch, mode: ShapeMode): Value {
  const writer = new BsonWriter(document.end - document.start + 64).openRoot();
  writeShaped(writer, document, shape, mode, document);
  return documentOf(writer.close().take());
}

function writeShaped(
  writer: BsonWriter,
  document: Value | undefined,
  branch: Branch,
  mode: ShapeMode,
  root: Value,
): void {
  const written = new Set<string>();
  const reader = document?.fields();
  while (reader?.next()) {
    const { name } = reader;
    const shape = branch.children.get(name);
    if (shape === undefined) {
      if (mode !== 'include') writer.span(reader.type, name, document!.bytes, reader.start, reader.end);
      continue;
    }
    // A computed field keeps its place when fields are added, and comes after the included ones otherwise.
    if (shape.kind === 'computed' && mode !== 'add') continue;
    written.add(name);
    writeField(writer, name, reader.value(), shape, mode, root);
  }
  for (const [name, shape] of branch.children) {
    if (!written.has(name)) writeMissing(writer, name, shape, mode, root);
  }
}

function writeField(writer: BsonWriter, name: string, value: Value, shape: Shape, mode: ShapeMode, root: Value): void {
  switch (shape.kind) {
    case 'include':
      writer.value(name, value);
      return;
    case 'exclude':
      return;
    case 'computed': {
      const computed = shape.evaluate(root);
      if (computed !== undefined) writer.value(name, computed);
      return;
    }
    case 'transform': {
      const transformed = shape.transform(value, root);
      if (transformed !== undefined) writer.value(name, transformed);
      return;
    }
    case 'branch':
      writeBranch(writer, name, value, shape, mode, root);
  }
}

function writeBranch(
  writer: BsonWriter,
  name: string,
  value: Value,
  shape: Branch,
  mode: ShapeMode,
  root: Value,
): void {
  if (value.type === BsonType.object) {
    writeShaped(writer.open(name), value, shape, mode, root);
    writer.close();
  } else if (value.type === BsonType.array) {
    writer.openArray(name);
    let index = 0;
    for (const item of value.items()) {
      const keep = mode !== 'include' || item.isObject || item.isArray || hasComputed(shape);
      if (keep) writeBranch(writer, indexName(index++), item, shape, mode, root);
    }
    writer.close();
  } else if (mode === 'exclude') writer.value(name, value);
  else if (mode === 'add' || hasComputed(shape)) writeMissing(writer, name, shape, mode, root);
}

function writeMissing(writer: BsonWriter, name: string, shape: Shape, mode: ShapeMode, root: Value): void {
  if (shape.kind === 'computed') {
    const computed = shape.evaluate(root);
    if (computed !== undefined) writer.value(name, computed);
  } else if (shape.kind === 'branch' && hasComputed(shape)) {
    writeShaped(writer.open(name), undefined, shape, mode, root);
    writer.close();
  }
}

function hasComputed(branch: Branch): boolean {
  for (const shape of branch.children.values()) {
    if (shape.kind === 'computed' || (shape.kind === 'branch' && hasComputed(shape))) return true;
  }
  return false;
}
