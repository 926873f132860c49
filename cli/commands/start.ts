import { Command } from 'commander';
import { formatFindings } from '../preflight/finding';
import { CannotDeployError } from '../terminal/exit';
import { coloursFor, print } from '../terminal/output';
import { createProgress, type Progress } from '../terminal/progress';
import { type Project, platformOf, synthesizeProject } from '../terraform/project';
import { DEFAULT_OPTIONS, formatDeployment } from './deploy';
import { operationsOf } from './operations-of';
import { formatProject } from './synth';

const ENVIRONMENT = 'dev';

export const startCommand = (): Command =>
  new Command('start')
    .description('everything for a first look: checks, synthesis, a report, and where possible the deployed dev environment')
    .addHelpText(
      'after',
      `
Examples:
  npm start
  npx o11y start

Without a container engine, Terraform or an image it says what is missing, and ends with NOT DEPLOYED.
`,
    )
    .action(async () => {
      const progress = createProgress();
      const colours = coloursFor(process.stdout);
      const project = await progress.phase('Synthesising', synthesizeProject);
      const platform = platformOf(project, ENVIRONMENT);
      const { preflight } = await operationsOf(platform);
      print(formatFindings(await progress.phase('Checking', () => preflight(project, platform)), colours));
      print(`\n${formatProject(project)}`);
      const { writeReport } = await import('../report');
      const report = await writeReport(
        project,
        project.platforms.map(({ config }) => config.name),
      );
      print(`\nReport: ${report}\n`);
      try {
        await deployAndVerify(project, progress);
      } catch (error) {
        if (!(error instanceof CannotDeployError)) throw error;
        if (error.message !== error.summary) print(error.message);
        print(`NOT DEPLOYED: ${error.summary.replaceAll('\n', ' ')}`);
      }
    });

/** @throws CannotDeployError before anything was touched; any other error for a deployment that was possible and failed */
async function deployAndVerify(project: Project, progress: Progress): Promise<void> {
  const platform = platformOf(project, ENVIRONMENT);
  const operations = await operationsOf(platform);
  const deployment = await operations.deploy(project, platform, progress, DEFAULT_OPTIONS);
  print(`${formatDeployment(platform, operations.access(platform), deployment)}\n`);
  const { verify } = await import('../verify');
  if (!(await verify(platform, { json: false }))) process.exitCode = 1;
}
