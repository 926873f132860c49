import { flagName, flagValue, isAmong, type Program, type RiskyFlags } from '../../config/flags/program';
import { PROGRAMS } from '../../config/flags/programs';
import { at, texts } from '../lenient';
import type { Risk } from '../model';
import { componentNamed, listed, type RiskRule } from './context';

/** A flag of the user's after which a program does, or lets others do, what the platform did not mean. */
export interface RiskyFlag extends Pick<RiskyFlags, 'kind' | 'severity' | 'text'> {
  /** Section of the configuration, which is the component's name. */
  readonly component: string;
  /** Without dashes and value. */
  readonly flag: string;
}

/** The flags of the user's, of each component that there is. */
const flagsOf = (platform: unknown): readonly (readonly [component: string, program: Program, flags: readonly string[]])[] =>
  Object.entries<Program>(PROGRAMS)
    .filter(([component]) => componentNamed(platform, component) !== undefined)
    .map(([component, program]) => [component, program, texts(at(platform, 'config', component, 'extraArgs'))]);

/** Every such flag of a platform. Pure; throws nothing on what another version of the toolkit made. */
export const riskyFlagsOf = (platform: unknown): readonly RiskyFlag[] =>
  flagsOf(platform).flatMap(([component, { risky }, flags]) =>
    flags.flatMap((argument) =>
      risky
        .filter(({ flags: names, safe }) => isAmong(flagName(argument), names) && safe?.test(flagValue(argument) ?? '') !== true)
        .map(({ kind, severity, text }) => ({ component, flag: flagName(argument), kind, severity, text })),
    ),
  );

/** Flags that say how much a program logs and how long a query may take. */
const HARMLESS: readonly string[] = ['log.*', 'no-log.*', 'query.*', 'set', 'feature-gates'];

/** What flags of the user's newly do, and which of them only their program judges. */
export const flagRisks: RiskRule = ({ base, head }) => {
  const before = riskyFlagsOf(base);
  const opened = riskyFlagsOf(head)
    .filter(({ component, flag }) => !before.some((other) => other.component === component && other.flag === flag))
    .map(
      ({ component, flag, kind, severity, text }): Risk => ({
        kind,
        severity,
        subject: `${component}.extraArgs`,
        text: `${component} is started with --${flag}. ${text}`,
      }),
    );
  return [...opened, ...unjudged(base, head)];
};

function unjudged(base: unknown, head: unknown): readonly Risk[] {
  const known = new Map(flagsOf(base).map(([component, , flags]) => [component, flags]));
  return flagsOf(head).flatMap(([component, { risky }, flags]): readonly Risk[] => {
    const names = flags
      .filter((argument) => known.get(component)?.includes(argument) !== true)
      .map(flagName)
      .filter((name) => !isAmong(name, HARMLESS) && !risky.some((group) => isAmong(name, group.flags)));
    if (names.length === 0) return [];
    const said = `${component} is started with ${listed([...new Set(names)].map((name) => `--${name}`))}, which nothing judges before ${component} does: one that it does not know, or a value that it does not take, keeps it from starting.`;
    return [{ kind: 'downtime', severity: 'low', subject: `${component}.extraArgs`, text: said }];
  });
}
