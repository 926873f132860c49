import { Command } from 'commander';
import { print, printJson } from '../terminal/output';
import { createProgress } from '../terminal/progress';
import { platformOf, synthesizeProject } from '../terraform/project';
import { operationsOf } from './operations-of';

export const driftCommand = (): Command =>
  new Command('drift')
    .description('finds what was changed since the last deployment, and not by one; exits with 2 when something was')
    .argument('<environment...>', 'files in config/environments: staging prod')
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  npx o11y drift dev
  npx o11y drift staging prod --json | jq -r '.environments[].resources[].name'

Exit codes: 0 nothing has drifted, 2 something has, 1 it could not be found out.
It compares Terraform's state with reality and changes neither. An edit of the configuration that is not deployed yet is no drift.
`,
    )
    .action(async (names: readonly string[], { json }: { readonly json: boolean }) => {
      const [{ configuredIn, driftOf, formatDrift }, { withPlan }] = await Promise.all([import('../drift'), import('../terraform/plan')]);
      const progress = createProgress();
      const project = await progress.phase('Synthesising', synthesizeProject);
      const platforms = names.map((name) => platformOf(project, name));
      const drifts: ReturnType<typeof driftOf>[] = [];
      for (const platform of platforms) {
        const operations = await operationsOf(platform);
        const session = await operations.open(project, platform);
        const paused = await operations.paused(platform);
        const configured = configuredIn(session.stack.text);
        const made = { refreshOnly: true, lock: false };
        drifts.push(
          await withPlan(session, progress, made, async ({ plan }) => driftOf(platform, plan, { configured, paused }, process.env)),
        );
      }
      if (json) printJson({ version: 1, environments: drifts });
      else print(drifts.map(formatDrift).join('\n'));
      if (drifts.some(({ resources }) => resources.length > 0)) process.exitCode = 2;
    });
