import { Command } from 'commander';
import { name, version } from '../package.json';
import { costCommand } from './commands/cost';
import { deployCommand } from './commands/deploy';
import { destroyCommand } from './commands/destroy';
import { doctorCommand } from './commands/doctor';
import { driftCommand } from './commands/drift';
import { passwordCommand } from './commands/password';
import { planCommand } from './commands/plan';
import { purgeCommand } from './commands/purge';
import { renderCommand } from './commands/render';
import { reportCommand } from './commands/report';
import { serviceCommand } from './commands/service';
import { startCommand } from './commands/start';
import { statusCommand } from './commands/status';
import { synthCommand } from './commands/synth';
import { tuneCommand } from './commands/tune';
import { usageCommand } from './commands/usage';
import { verifyCommand } from './commands/verify';

const EXAMPLES = `
Examples:
  npx o11y doctor            is everything here that a deployment needs?
  npx o11y plan              what do my edits do: restarts, risks, cost?
  npx o11y deploy dev        deploy it, or bring it up to date
  npx o11y status dev        what runs, and how much memory it takes
  npx o11y verify dev        send telemetry through it, and read it back
  npx o11y cost              what the environments cost a month
  npx o11y destroy dev       remove it; its data stays
`;

/** The whole command line. */
export function createProgram(): Command {
  const program = new Command('o11y')
    .description('Deploys an observability platform from one typed configuration.')
    .version(`${name} ${version}`)
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(o11y --help lists the commands)')
    .helpCommand(true);

  for (const command of [
    startCommand(),
    doctorCommand(),
    synthCommand(),
    planCommand(),
    deployCommand(),
    driftCommand(),
    statusCommand(),
    verifyCommand(),
    usageCommand(),
    tuneCommand(),
    passwordCommand(),
    renderCommand(),
    reportCommand(),
    costCommand(),
    serviceCommand(),
    destroyCommand(),
    purgeCommand(),
  ]) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  return program;
}
