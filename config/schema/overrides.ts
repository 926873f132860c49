import * as z from 'zod';

/**
 * Flags that are passed to the program as they are, after the ones that the configuration gives: `['--log.level=debug']`.
 * An escape hatch, and no way round the configuration: `config/flags` says which flags are a key's, and which are a risk.
 */
export const extraArgumentsSchema = z
  .array(
    z.string().regex(/^--?[a-zA-Z][\w.-]*(=.*)?$/, { error: 'must be one flag with its value behind "=", such as "--log.level=debug"' }),
  )
  .default([])
  .describe(
    'Flags passed to the program as they are, each with its value behind `=`; none that a key of the configuration, a port or a volume stands for.',
  );
