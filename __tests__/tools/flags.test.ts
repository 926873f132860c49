import { isAmong, type Program } from '../../config/flags/program';
import { PROGRAMS } from '../../config/flags/programs';
import { describeWithTool, run } from '../support/tools';

/** What libraries add that no list of flags names. */
const BUILT_IN = ['help*', 'help', 'h', 'version', 'write-documentation', 'health*'];

/** The names of all flags that a program says it has: kingpin indents two dashes, Go one, and behind `[no-]` a switch follows. */
const flagsOf = (help: string): readonly string[] =>
  [...help.matchAll(/^\s+(?:-\w, )?--?(?:\[no-\])?([a-zA-Z][\w.-]*)/gm)].map(([, name = '']) => name);

describe.each(Object.entries<Program>(PROGRAMS))('%s', (name, program) => {
  describeWithTool(name, 'flags', () => {
    it('are known for what is owned, risky, a list, or the operator’s', () => {
      const known = flagsOf(run(name, [program.syntax === 'go' ? '-help' : '--help']).output);
      const named = [...program.owned, ...program.risky].flatMap(({ flags }) => flags).concat(program.operator ?? [], program.lists ?? []);
      const unknown = named.filter((flag) => !BUILT_IN.includes(flag) && !known.some((candidate) => isAmong(candidate, [flag])));
      expect(unknown).toEqual([]);
      expect(known.length).toBeGreaterThan(named.length - BUILT_IN.length);
    });
  });
});

/** Each with a file that does not exist, so that a program that takes its flags says that, and nothing is started. */
const answer = (program: string, ...flags: readonly string[]): string =>
  run(program, [...flags, '--config.file=/nonexistent'])
    .output.split('\n')
    .at(-1) ?? '';
const TAKEN = /nonexistent/;

describeWithTool('alertmanager', 'reads flags as the check of the configuration does', () => {
  it.each([
    [['-log.level=debug'], 'unknown short flag'],
    [['--log.silences=false'], 'unexpected false'],
    [['--log.level=debug', '--log.level=info'], "flag 'log.level' cannot be repeated"],
    [['--log.lev=debug'], 'unknown long flag'],
  ])('refuses %j', (flags, message) => expect(answer('alertmanager', ...flags)).toContain(message));

  it.each([[['--no-log.silences']], [['--log.level=debug']], [['--log.level', 'debug']], [['--enable-feature=classic-mode']]])(
    'takes %j',
    (flags) => expect(answer('alertmanager', ...flags)).toMatch(TAKEN),
  );
});

describeWithTool('jaeger', 'reads flags as the check of the configuration does', () => {
  const ofJaeger = (...flags: readonly string[]): string => run('jaeger', flags).output.split('\n').at(-1) ?? '';

  it.each([['-config=/nonexistent'], ['--conf=/nonexistent'], ['--no-config']])('refuses %s', (flag) =>
    expect(ofJaeger(flag)).toMatch(/unknown (?:shorthand )?flag/),
  );

  it('takes what is set, with dots and with colons', () => {
    for (const flag of ['--set=service.telemetry.logs.level=debug', '--set=service::telemetry::logs::level=debug'])
      expect(ofJaeger(flag, '--config=/nonexistent')).toMatch(TAKEN);
  });
});

describeWithTool('tempo', 'reads flags as the check of the configuration does', () => {
  it.each([['-log.level=debug'], ['--log.level=debug'], ['-log.level', 'debug']])('takes %j', (...flags) =>
    expect(run('tempo', [...flags, '-config.file=/nonexistent']).output).toMatch(TAKEN),
  );
});
