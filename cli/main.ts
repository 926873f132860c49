import { createProgram } from './program';
import { explain } from './terminal/exit';
import { coloursFor, note } from './terminal/output';

// A reader that has seen enough, as in `o11y status dev | head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    const explained = explain(error);
    // A mistake of this program: the launcher prints where it happened.
    if (explained === undefined) throw error;
    note(coloursFor(process.stderr).red('✖ ') + explained.message);
    process.exitCode = explained.exitCode;
  });
