import * as z from 'zod';

/**
 * Flags that are passed to the program as they are, after the ones that the configuration gives: `['--log.level=debug']`.
 * A flag that is set already replaces it. An escape hatch: prefer a typed key where there is one.
 */
export const extraArgumentsSchema = z
  .array(z.string().regex(/^--?[a-zA-Z][\w.-]*(=.*)?$/, { error: 'must be a flag such as "--log.level=debug"' }))
  .default([])
  .describe('Flags passed to the program as they are; one that is set already is replaced.');
