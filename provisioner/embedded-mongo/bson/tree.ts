import { BsonType } from './element-type.ts';
import { indexName } from './make.ts';
import { Value } from './value.ts';
import { BsonWriter } from './writer.ts';

/**
 * A document being changed: only the levels that were opened are objects, everything else stays raw and is copied when
 * the document is encoded again.
 */
export type Node = Value | DocumentNode | ArrayNode;

export class DocumentNode {
  readonly names: string[] = [];
  readonly nodes: Node[] = [];

  static open(value: Value): DocumentNode {
    const node = new DocumentNode();
    const reader = value.fields();
    while (reader.next()) {
      node.names.push(reader.name);
      node.nodes.push(reader.value());
    }
    return node;
  }

  get(name: string): Node | undefined {
    const index = this.names.indexOf(name);
    return index < 0 ? undefined : this.nodes[index];
  }

  /** Replaces the field in its place, or appends it. */
  set(name: string, node: Node): void {
    const index = this.names.indexOf(name);
    if (index < 0) {
      this.names.push(name);
      this.nodes.push(node);
    } else this.nodes[index] = node;
  }

  delete(name: string): boolean {
    const index = this.names.indexOf(name);
    if (index < 0) return false;
    this.names.splice(index, 1);
    this.nodes.splice(index, 1);
    return true;
  }

  /** The field, opened for change when it is a document or an array; the opened node takes the raw value's place. */
  opened(name: string): Node | undefined {
    const index = this.names.indexOf(name);
    if (index < 0) return undefined;
    const node = openNode(this.nodes[index]!);
    this.nodes[index] = node;
    return node;
  }

  toValue(): Value {
    const writer = new BsonWriter();
    writeDocumentNode(writer.openRoot(), this);
    const bytes = writer.close().take();
    return new Value(BsonType.object, bytes, 0, bytes.length);
  }
}

export class ArrayNode {
  readonly items: Node[] = [];

  static open(value: Value): ArrayNode {
    const node = new ArrayNode();
    const reader = value.fields();
    while (reader.next()) node.items.push(reader.value());
    return node;
  }

  /** The item, opened for change. */
  opened(index: number): Node | undefined {
    const node = this.items[index];
    if (node === undefined) return undefined;
    return (this.items[index] = openNode(node));
  }

  toValue(): Value {
    const writer = new BsonWriter();
    writeArrayNode(writer.openRoot(), this);
    const bytes = writer.close().take();
    return new Value(BsonType.array, bytes, 0, bytes.length);
  }
}

/** Opens a raw document or array one level deep; anything else is returned as it is. */
export function openNode(node: Node): Node {
  if (!(node instanceof Value)) return node;
  if (node.type === BsonType.object) return DocumentNode.open(node);
  if (node.type === BsonType.array) return ArrayNode.open(node);
  return node;
}

/** The node as a raw value, encoding it when it was opened. */
export function nodeValue(node: Node): Value {
  return node instanceof Value ? node : node.toValue();
}

/** Encodes a document into a buffer of exactly its size, fit for keeping. */
export function encodeDocumentNode(node: DocumentNode): Buffer {
  shared.reset();
  writeDocumentNode(shared.openRoot(), node);
  return shared.close().copy();
}

/** Writes a node under a name into the writer's open document. */
export function writeNode(writer: BsonWriter, name: string, node: Node): void {
  if (node instanceof Value) writer.value(name, node);
  else if (node instanceof DocumentNode) {
    writeDocumentNode(writer.open(name), node);
    writer.close();
  } else {
    writeArrayNode(writer.openArray(name), node);
    writer.close();
  }
}

function writeDocumentNode(writer: BsonWriter, node: DocumentNode): void {
  for (let index = 0; index < node.names.length; index++) writeNode(writer, node.names[index]!, node.nodes[index]!);
}

function writeArrayNode(writer: BsonWriter, node: ArrayNode): void {
  for (let index = 0; index < node.items.length; index++) writeNode(writer, indexName(index), node.items[index]!);
}

const shared = new BsonWriter(4096);
