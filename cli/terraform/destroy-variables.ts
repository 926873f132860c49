import type { Stack } from './stack';

/** Terraform asks for every variable, also to remove what was made from them; the values are not used. */
export const placeholders = (stack: Stack): Readonly<Record<string, string>> =>
  Object.fromEntries(
    stack.requiredVariables.filter((name) => process.env[`TF_VAR_${name}`] === undefined).map((name) => [`TF_VAR_${name}`, 'unused']),
  );
