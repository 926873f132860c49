import { Command } from 'commander';
import { name, version } from '../package.json';
import { deployCommand } from './commands/deploy';
import { destroyCommand } from './commands/destroy';
import { doctorCommand } from './commands/doctor';
import { passwordCommand } from './commands/password';
import { purgeCommand } from './commands/purge';
import { reportCommand } from './commands/report';
import { startCommand } from './commands/start';
import { statusCommand } from './commands/status';
import { synthCommand } from './commands/synth';
import { verifyCommand } from './commands/verify';
import { explain } from './exit';
import { coloursFor, note } from './output';

const EXAMPLES = `
Examples:
  npx o11y doctor            is everything here that a deployment needs?
  npx o11y deploy dev        deploy it, or bring it up to date
  npx o11y status dev        what runs, and how much memory it takes
  npx o11y verify dev        send telemetry through it, and read it back
  npx o11y destroy dev       remove it; its data stays
`;

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
  deployCommand(),
  statusCommand(),
  verifyCommand(),
  passwordCommand(),
  reportCommand(),
  destroyCommand(),
  purgeCommand(),
]) {
  program.addCommand(command.copyInheritedSettings(program));
}

// A reader that has seen enough, as in `o11y status dev | head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

program.parseAsync().catch((error: unknown) => {
  const explained = explain(error);
  // A mistake of this program: the launcher prints where it happened.
  if (explained === undefined) throw error;
  note(coloursFor(process.stderr).red('✖ ') + explained.message);
  process.exitCode = explained.exitCode;
});
