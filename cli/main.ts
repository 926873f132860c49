import { createProgram } from './program';
import { explain } from './terminal/exit';
import { coloursFor, note, outliveReaders } from './terminal/output';

outliveReaders();

createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    const explained = explain(error);
    // A mistake of this program: the launcher prints where it happened.
    if (explained === undefined) throw error;
    note(coloursFor(process.stderr).red('✖ ') + explained.message);
    process.exitCode = explained.exitCode;
  });
