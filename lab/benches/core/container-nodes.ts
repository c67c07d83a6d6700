import { didYouMean, UserError } from '../../../emulator/vocabulary/index.ts';
import type { FaultKind } from '../../../scenarios/runner/index.ts';
import {
  type DeathWatch,
  type Engine,
  failFunction,
  findContainer,
  healFunction,
  NETWORK_FUNCTIONS,
  networkFunction,
} from '../../docker/index.ts';
import type { CoreNodes } from './core-nodes.ts';

/** A node of the embedded core is these functions of a real one; every function is a node by its own name too. */
const FUNCTIONS_OF: Readonly<Record<string, readonly string[]>> = {
  mongodb: ['mongo'],
  gateway: ['smf', 'upf'],
};
const ALIASES: Readonly<Record<string, string>> = { mongo: 'mongodb', database: 'mongodb', pgw: 'gateway' };

/** The containers of a lab as nodes that can be made to fail. */
export class ContainerNodes implements CoreNodes {
  readonly names: readonly string[];
  private readonly engine: Engine;
  private readonly lab: string;
  private readonly deaths: DeathWatch;
  /** What is done to containers is done one after the other: a heal waits for the fault that a trigger has just begun. */
  private last: Promise<void> = Promise.resolve();

  constructor(engine: Engine, lab: string, deaths: DeathWatch) {
    this.engine = engine;
    this.lab = lab;
    this.deaths = deaths;
    const own = NETWORK_FUNCTIONS.filter(({ profile, name }) => profile === undefined && name !== 'mongo');
    this.names = [...Object.keys(FUNCTIONS_OF), ...own.map(({ name }) => name)];
  }

  nameOf(node: string): string {
    const lower = node.toLowerCase();
    const named = ALIASES[lower] ?? lower;
    if (this.names.includes(named)) return named;
    try {
      const { name } = networkFunction(named);
      if (this.names.includes(name)) return name;
    } catch {
      // said below, with the nodes that there are
    }
    const guess = didYouMean(lower, this.names);
    throw new UserError('node-unknown', `'${node}' is no node of the core`, {
      expected: `one of ${this.names.join(', ')}`,
      ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
    });
  }

  fail(name: string, kind: FaultKind): Promise<void> {
    return this.next(async () => {
      for (const each of functionsOf(name)) {
        this.deaths.expect(each, true);
        await failFunction(this.engine, this.lab, each, kind);
      }
    });
  }

  heal(name: string): Promise<void> {
    return this.next(async () => {
      for (const each of functionsOf(name)) await healFunction(this.engine, this.lab, each);
      for (const each of functionsOf(name)) this.deaths.expect(each, false);
    });
  }

  async health(name: string): Promise<string> {
    for (const each of functionsOf(name)) {
      const { state, health, address } = await findContainer(this.engine, each, this.lab);
      if (state !== 'running') return state;
      if (health === 'unhealthy') return health;
      if (address === undefined) return 'partitioned';
    }
    return 'healthy';
  }

  private next(work: () => Promise<void>): Promise<void> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }
}

function functionsOf(name: string): readonly string[] {
  return FUNCTIONS_OF[name] ?? [name];
}
