import type { BenchChoice } from '../../../benches/open-bench.ts';
import type { Cli } from '../../context.ts';

/** Options of the command line that say where cases run. */
export type CoreOptions = BenchChoice;

/** The core that the options and the environment name. */
export function benchChoice(cli: Cli, options: CoreOptions): BenchChoice {
  const { core, mme, plmn, local, gateway, metrics, coreVersion, lab } = options;
  const isExternal = mme !== undefined || (core !== undefined && core !== 'embedded' && !core.startsWith('open5gs'));
  const mongodb = options.mongodb ?? (isExternal ? cli.env.MONGODB_URI : undefined);
  const labToken = lab === undefined ? options.labToken : (options.labToken ?? cli.env.MVNOLAB_LAB_TOKEN);
  const choice = { core, mme, plmn, local, gateway, metrics, coreVersion, mongodb, lab, labToken };
  return Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined));
}
