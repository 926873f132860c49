import { Command } from 'commander';
import { coloursFor, formatFindings, print, printJson } from '../output';
import { platformOf, synthesizeProject } from '../project';

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description('looks for what would keep a deployment from working; exits with 1 when it finds something')
    .argument('[environment]', 'what this environment needs as well: ports, memory, images, secrets')
    .option('--json', 'print the findings as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  npx o11y doctor
  npx o11y doctor dev
  npx o11y doctor dev --json | jq '.[] | select(.status == "failed")'
`,
    )
    .action(async (environment: string | undefined, options: { readonly json: boolean }) => {
      const { doctor } = await import('../preflight');
      const project = await synthesizeProject();
      const findings = await doctor(project, environment === undefined ? undefined : platformOf(project, environment));
      if (options.json) printJson(findings);
      else print(formatFindings(findings, coloursFor(process.stdout)));
      if (findings.some(({ status }) => status === 'failed')) process.exitCode = 1;
    });
