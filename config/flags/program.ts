/** How a program reads its arguments. */
export type FlagSyntax =
  /** https://github.com/alecthomas/kingpin: two dashes, `--no-` before a switch, a flag once unless it is a list. */
  | 'kingpin'
  /** https://pkg.go.dev/github.com/spf13/pflag: two dashes. */
  | 'pflag'
  /** https://pkg.go.dev/flag: one dash or two. */
  | 'go';

/** Flags that are somebody's already. A name ends with `*` where it stands for all that begin so. */
export interface OwnedFlags {
  readonly flags: readonly string[];
  /** What to do instead, as the rest of a sentence: `set retention.metrics.time instead`. */
  readonly instead: string;
}

/** Flags after which a program does, or lets others do, what the platform did not mean. */
export interface RiskyFlags {
  readonly flags: readonly string[];
  readonly kind: 'security' | 'downtime';
  readonly severity: 'high' | 'medium';
  /** Values with which nothing follows. */
  readonly safe?: RegExp;
  /** What follows, as a sentence. */
  readonly text: string;
}

/** What a program's flags mean to the platform. */
export interface Program {
  readonly syntax: FlagSyntax;
  readonly owned: readonly OwnedFlags[];
  /** Those that the Prometheus operator sets: it refuses an instance that has one of them twice. */
  readonly operator?: readonly string[];
  readonly risky: readonly RiskyFlags[];
  /** Flags that add to what is there, and are several in one with commas between them. */
  readonly lists?: readonly string[];
}

/** Why a flag is owned of which there is no key. */
export const FILE = 'take it out: the platform writes the configuration file, and the keys of this configuration are what it is made of';
export const VOLUME = "take it out: data is in the component's volume, which deployments, backups and o11y purge go by";
export const ENDS = 'take it out: the program would print something and end';

/** The name in a flag as people write it. */
export const flagName = (argument: string): string => argument.replace(/^-+/, '').replace(/=.*$/s, '');

/** What is behind its `=`; undefined for a flag without. */
export const flagValue = (argument: string): string | undefined => /=(.*)$/s.exec(argument)?.[1];

/** Whether a flag's name is one of those, of which one may end with `*`. */
export const isAmong = (name: string, flags: readonly string[]): boolean =>
  flags.some((flag) => (flag.endsWith('*') ? name.startsWith(flag.slice(0, -1)) : flag === name));
