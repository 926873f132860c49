import type { Problem } from '../errors';
import { flagName, flagValue, isAmong, type Program } from '../flags/program';
import { PROGRAMS, type ProgramName } from '../flags/programs';
import type { EnvironmentConfig } from '../schema/environment';
import type { Rule } from './rule';

/** Values of these are secrets, which every list of processes would show. */
const SECRET = /(?:^|[.-])(?:password|secret|secret-key|secret-access-key|account-key|credentials)$/;

/** Part of a collector's configuration that a `--set` may change: what it says of itself, and how it works. The rest is data, ports and stores. */
const SETTABLE = /^(?:service(?:\.|::)telemetry(?:\.|::)(?:logs|traces)|processors)(?:\.|::)/;

/** What is wrong with one flag, as the rest of a sentence; undefined when nothing is. */
function ruleFor(argument: string, earlier: readonly string[], program: Program, onOperator: boolean): string | undefined {
  const name = flagName(argument);
  const value = flagValue(argument);
  // kingpin's switches are off with this before their name.
  const plain = program.syntax === 'kingpin' ? name.replace(/^no-/, '') : name;
  if (program.syntax !== 'go' && !argument.startsWith('--')) return `must begin with two dashes, as its program reads flags: --${name}`;
  if (program.syntax === 'kingpin' && (value === 'true' || value === 'false'))
    return `must be --${value === 'true' ? '' : 'no-'}${plain}: the program does not start with a value behind a switch`;
  if (SECRET.test(name) && value !== undefined)
    return 'must not hold a secret: arguments are shown by the plan, the state and every list of processes';
  const owner = program.owned.find(({ flags }) => isAmong(plain, flags));
  if (owner !== undefined) return `must not be set as a flag: ${owner.instead}`;
  if (name === 'set' && !SETTABLE.test(value ?? ''))
    return 'must set something below service.telemetry.logs, service.telemetry.traces or processors: the platform writes the rest of the configuration';
  if (onOperator && isAmong(plain, program.operator ?? []))
    return 'must not be set on Kubernetes: the Prometheus operator sets it, and starts nothing that has it twice';
  if (program.syntax === 'kingpin' && !(program.lists ?? []).includes(plain) && earlier.includes(plain))
    return 'must be there once: the program does not start with it twice';
  return undefined;
}

/** Flags are the last word: what has a key, a port or a volume of its own is not to be changed by one. */
const flagsAreNobodysYet: Rule = (config) =>
  programNames.flatMap((section) => {
    const program: Program = PROGRAMS[section];
    const { extraArgs } = config[section];
    return extraArgs.flatMap((argument, index): readonly Problem[] => {
      const earlier = extraArgs.slice(0, index).map((other) => flagName(other).replace(/^no-/, ''));
      const rule = ruleFor(argument, earlier, program, config.target.kind === 'kubernetes');
      // Without its value, which may be a secret.
      return rule === undefined ? [] : [{ path: `${section}.extraArgs[${index}]`, value: argument.replace(/=.*$/s, ''), rule }];
    });
  });

// The keys of an object of ours are what its type says.
const programNames = Object.keys(PROGRAMS) as readonly ProgramName[] satisfies readonly (keyof EnvironmentConfig)[];

export const flagRules: readonly Rule[] = [flagsAreNobodysYet];
