import { Command } from 'commander';
import type { Cli } from '../context.ts';
import { explainAkaCommand } from './explain/aka.ts';
import { explainCauseCommand } from './explain/cause.ts';
import { explainRunCommand } from './explain/run.ts';

/** `mvnolab explain …` */
export function explainCommand(cli: Cli): Command {
  return new Command('explain')
    .summary('explain an authentication, a cause or a run in plain words')
    .description(
      'Tells what happened and what it means: the authentications of a run step by step, a reject cause with what makes a core send it, a run with its ladder and why cases failed. No key is shown.',
    )
    .usage('<command> [options]')
    .helpCommand('help [command]', 'explain a command')
    .addCommand(explainAkaCommand(cli))
    .addCommand(explainCauseCommand(cli))
    .addCommand(explainRunCommand(cli))
    .addHelpText('after', '\nEach command explains itself: mvnolab explain <command> --help');
}
