import { randomBytes } from 'node:crypto';
import type { Collection } from 'mongodb';
import type { MongoConnection } from '../../../provisioner/index.ts';
import { Problem } from '../problem.ts';

/** A subscriber identity: who SIMs are bound to. */
export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  /** Of another system: CRM, shop. */
  readonly externalId?: string;
  readonly createdAt: Date;
  /** Who created it. */
  readonly createdBy: string;
  readonly traceId: string;
}

interface CustomerDocument extends Omit<Customer, 'id'> {
  readonly _id: string;
}

const DUPLICATE_KEY = 11000;
const ID_OCTETS = 6;

/** The customers, in the collection `customers` of the lab's database. */
export class CustomerStore {
  readonly #connection: MongoConnection;
  readonly #customers: Collection<CustomerDocument>;

  constructor(connection: MongoConnection, databaseName: string) {
    this.#connection = connection;
    this.#customers = connection.collection('customers', databaseName) as unknown as Collection<CustomerDocument>;
  }

  /** An id is drawn when none is given. @throws Problem customer-exists */
  async create(customer: Omit<Customer, 'id'> & { readonly id?: string | undefined }): Promise<Customer> {
    const { id = `cust-${randomBytes(ID_OCTETS).toString('hex')}`, ...rest } = customer;
    await this.#connection.attempt('create a customer', async () => {
      try {
        await this.#customers.insertOne({ _id: id, ...rest } as never);
      } catch (error) {
        if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
        throw new Problem('customer-exists', `there is a customer '${id}' already`, {
          errors: [{ pointer: '#/id', detail: 'taken' }],
        });
      }
    });
    return { id, ...rest };
  }

  async find(id: string): Promise<Customer | undefined> {
    const found = await this.#connection.attempt('read a customer', () => this.#customers.findOne({ _id: id }));
    return found === null ? undefined : customerOf(found as CustomerDocument);
  }

  /** By id, those after `after`. */
  async *list({
    after,
    limit,
  }: {
    readonly after?: string | undefined;
    readonly limit: number;
  }): AsyncGenerator<Customer, void, void> {
    const cursor = this.#customers.find(after === undefined ? {} : { _id: { $gt: after } }, {
      sort: { _id: 1 },
      limit,
    });
    try {
      while (true) {
        const document = await this.#connection.attempt('list customers', () => cursor.next());
        if (document === null) return;
        yield customerOf(document as CustomerDocument);
      }
    } finally {
      await cursor.close();
    }
  }
}

function customerOf({ _id, ...rest }: CustomerDocument): Customer {
  return { id: _id, ...rest };
}
