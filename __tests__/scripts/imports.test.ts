import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SCRIPT = pathToFileURL(join(__dirname, '../../scripts/imports.mjs')).href;

/** What the check says of files, by their path and text. */
function problemsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const program = `import { importProblems } from ${JSON.stringify(SCRIPT)};
    console.log(JSON.stringify(importProblems(new Map(${JSON.stringify(Object.entries(files))}))));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }));
}

describe('import directions', () => {
  it('finds every kind of wrong import at once, and passes over right ones', () => {
    expect(
      problemsOf({
        'cli/terminal/output.ts': "import type { A } from '../terraform/events';",
        'cli/terraform/events.ts': "export const late = () => import('../commands/deploy');",
        'cli/commands/deploy.ts': "import { run } from '../docker/deploy';",
        'cli/docker/deploy.ts': "export type Pods = typeof import('../kubernetes/pods'); import { seconds } from '../../config/units';",
        'cli/kubernetes/pods.ts': '',
        'config/units.ts': "import { App } from 'cdktf'; import { x } from '../__tests__/support/x';",
        'plan/files.ts': "import { readFileSync } from 'node:fs'; export { s } from '../stacks/metrics';",
        'stacks/metrics.ts':
          "import { Container } from '@cdktf/provider-docker/lib/container'; import * as all from '@cdktf/provider-docker';",
        '__tests__/support/x.ts': '',
      }),
    ).toEqual([
      'cli/docker/deploy.ts imports cli/kubernetes/pods.ts: cli/kubernetes knows nothing of cli/docker',
      'cli/terminal/output.ts imports cli/terraform/events.ts: cli/terraform comes after cli/terminal',
      'cli/terraform/events.ts imports cli/commands/deploy.ts: cli/commands comes after cli/terraform',
      'config/units.ts imports __tests__/support/x.ts: product code does not import tests',
      'config/units.ts imports cdktf: plain data until the last step: only constructs, targets and stacks see cdktf',
      'plan/files.ts imports node:fs: pure: files, processes and clocks are the command line’s',
      'plan/files.ts imports stacks/metrics.ts: plans, costs and proposals are made of plain platforms',
      'stacks/metrics.ts imports @cdktf/provider-docker/lib/container: only constructs/targets and stacks/environment-stack.ts know a Terraform provider',
      'stacks/metrics.ts imports @cdktf/provider-docker: the barrel loads every resource of the provider: import @cdktf/provider-…/lib/<resource>',
    ]);
  });

  it('finds a circle of types, and one of rooms that no file closes', () => {
    expect(
      problemsOf({
        'cli/usage/measure.ts': "import type { Model } from './model';",
        'cli/usage/model.ts': "import type { Measurement } from './measure'; import { a } from '../verify/a';",
        'cli/verify/a.ts': '',
        'cli/verify/b.ts': "import { c } from '../usage/c';",
        'cli/usage/c.ts': '',
      }),
    ).toEqual([
      'a circle of files: cli/usage/measure.ts → cli/usage/model.ts → cli/usage/measure.ts',
      'a circle of rooms: cli/usage → cli/verify → cli/usage',
    ]);
  });
});
