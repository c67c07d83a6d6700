import type { Collection } from './collection.ts';

/** Which collections there are, by database and name and by number. A database is there as long as it has a collection. */
export class Catalog {
  readonly #databases = new Map<string, Map<string, Collection>>();
  readonly #byNumber = new Map<number, Collection>();

  databases(): string[] {
    return [...this.#databases.keys()].sort();
  }

  has(database: string): boolean {
    return this.#databases.has(database);
  }

  collections(database: string): Collection[] {
    return [...(this.#databases.get(database)?.values() ?? [])];
  }

  find(database: string, name: string): Collection | undefined {
    return this.#databases.get(database)?.get(name);
  }

  byNumber(number: number): Collection | undefined {
    return this.#byNumber.get(number);
  }

  all(): Collection[] {
    return [...this.#byNumber.values()];
  }

  /** Octets of all documents. */
  get octets(): number {
    let octets = 0;
    for (const collection of this.#byNumber.values()) octets += collection.octets;
    return octets;
  }

  add(collection: Collection): void {
    let database = this.#databases.get(collection.database);
    if (database === undefined) {
      database = new Map();
      this.#databases.set(collection.database, database);
    }
    database.set(collection.name, collection);
    this.#byNumber.set(collection.number, collection);
  }

  remove(collection: Collection): void {
    const database = this.#databases.get(collection.database);
    database?.delete(collection.name);
    if (database?.size === 0) this.#databases.delete(collection.database);
    this.#byNumber.delete(collection.number);
  }

  rename(collection: Collection, name: string): void {
    this.remove(collection);
    collection.name = name;
    this.add(collection);
  }
}
