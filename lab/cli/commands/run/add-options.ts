import type { Command } from 'commander';
import { addChoiceOptions } from '../../choice-options.ts';

/** What `mvnolab run` can be told, and `mvnolab watch` too. */
export function addRunOptions(command: Command): Command {
  return addChoiceOptions(command)
    .option('--last-failed', 'only what did not pass in the newest run')
    .option('--order <order>', 'file, or random (from the seed)', 'file')
    .option('--secrets <file>', 'secrets, NAME=VALUE a line; also MVNOLAB_SECRET_NAME in the environment')
    .option('--workers <number>', 'cases at the same time (default: 4 on the embedded core, 1 on others)')
    .option('--retries <number>', 'further attempts at a case that did not pass; a pass then is flaky', '0')
    .option('--repeat-each <number>', 'run each case so often', '1')
    .option('--max-failures <number>', 'end the run after so many')
    .option('--fail-on-flaky', 'exit code 5 when a case passed only on a further attempt')
    .option('--seed <text>', 'draw every random number from this text; the seed of a run is in its report')
    .option(
      '--core <core>',
      'embedded, open5gs (of mvnolab up), external, or a file that describes a core (default: embedded)',
    )
    .option('--mme <address[:port]>', 'MME of an external core; the UDP port of its SCTP (default port: 9899)')
    .option('--mongodb <uri>', 'the MongoDB of the core')
    .option('--plmn <mcc-mnc>', 'PLMN that an external core serves')
    .option('--local <address>', 'our own address towards an external core')
    .option('--gateway <address>', 'address behind an external core that answers pings')
    .option('--metrics <urls>', 'metrics servers of an external core, with commas between')
    .option('--core-version <release>', 'release of the core; of the embedded one: which it imitates')
    .option('--lab <url>', 'a lab that mvnolab serve runs, in place of a core: ws://127.0.0.1:7010')
    .option('--lab-token <token>', 'its token; also MVNOLAB_LAB_TOKEN in the environment')
    .option(
      '--reporter <reporter...>',
      'list, line, dot, github, html, junit, ctrf, json; the last four with =FILE where you want it (default: list, and html, junit, ctrf, json in the run’s folder)',
    )
    .option('--expected <file>', 'compare with a baseline of verdicts for each core, and print the difference')
    .option('--update-expected', 'write this run into the file of --expected')
    .option('--keep-on-failure', 'leave the lab of a case that failed up until Ctrl-C, with its addresses')
    .option('--reveal-keys', 'leave keys in event logs and captures (only for published test keys)')
    .option('--artefacts <folder>', 'where the folder of the run goes', '.mvnolab/runs')
    .option('--no-artefacts', 'leave no files');
}
