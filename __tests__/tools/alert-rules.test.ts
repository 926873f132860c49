import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toYaml } from '../../constructs/core/native';
import { alertCases } from '../alert-rules/cases';
import { promtoolFile, rulesOf } from '../alert-rules/cases/render';
import { describeWithTool, run, withFile } from '../support/tools';
import { filesOf } from '../support/variants';

describeWithTool('promtool', 'rules', () => {
  it.each(filesOf('prometheus', 'rules/platform.json'))('finds nothing to say about the rules of %s', (_, text) => {
    const { status, output } = withFile('rules.yml', text, (path) =>
      run('promtool', ['check', 'rules', '--lint=all', '--lint-fatal', path]),
    );
    expect([status, output]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  it.each(alertCases.map((alertCase) => [alertCase.alert, alertCase.overlay?.target?.kind ?? 'docker', alertCase] as const))(
    '%s on %s fires when it should, not in the nearest healthy case, and ends',
    (_, _target, alertCase) => {
      const rules = toYaml({ groups: rulesOf(alertCase) });
      const { status, output } = withFile('rules.yml', rules, (path, folder) => {
        const tests = join(folder, 'tests.yml');
        writeFileSync(tests, toYaml(promtoolFile(alertCase, path)));
        return run('promtool', ['test', 'rules', tests]);
      });
      expect([status, output]).toEqual([0, expect.stringContaining('SUCCESS')]);
    },
  );
});
