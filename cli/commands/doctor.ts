import { Command } from 'commander';
import type { Finding } from '../preflight/finding';
import { formatFindings } from '../preflight/finding';
import { coloursFor, print, printJson } from '../terminal/output';
import { type Project, platformOf, synthesizeProject } from '../terraform/project';
import { operationsOf } from './operations-of';

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description('looks for what would keep a deployment from working; exits with 1 when it finds something')
    .argument('[environment]', 'what this environment needs as well: ports, memory, images, secrets, its cluster')
    .option('--json', 'print the findings as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  npx o11y doctor
  npx o11y doctor dev
  npx o11y doctor prod
  npx o11y doctor dev --json | jq '.[] | select(.status == "failed")'
`,
    )
    .action(async (environment: string | undefined, options: { readonly json: boolean }) => {
      const project = await synthesizeProject();
      const findings = await findingsOf(project, environment);
      if (options.json) printJson(findings);
      else print(formatFindings(findings, coloursFor(process.stdout)));
      if (findings.some(({ status }) => status === 'failed')) process.exitCode = 1;
    });

/** Looks at the machine alone, or at all that an environment needs. */
async function findingsOf(project: Project, environment: string | undefined): Promise<readonly Finding[]> {
  if (environment === undefined) return (await import('../docker/preflight')).doctor(project, undefined);
  const platform = platformOf(project, environment);
  return (await operationsOf(platform)).preflight(project, platform);
}
