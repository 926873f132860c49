import type { Platform } from '../../../constructs/core/platform';
import type { Release } from '../../../constructs/core/release';
import { type Finding, failed, ok, skipped } from '../../preflight/finding';
import { kubernetesTarget, namespaceName } from '../cluster';
import type { Runner } from '../run';

/**
 * Whether the charts take the values that they are given, by rendering every release. Starts a process for each release; a chart that
 * is not in a directory is fetched.
 *
 * @param version of the API server, without a leading v
 */
export async function valuesFindings(platform: Platform, version: string | undefined, run: Runner): Promise<readonly Finding[]> {
  const { code } = await run('helm', ['version', '--short']);
  if (code === undefined)
    return [skipped('values', 'there is no helm on the PATH: whether the charts take their values is left to the plan')];
  return Promise.all(platform.releases.map((release) => valuesFinding(platform, release, version, run)));
}

async function valuesFinding(platform: Platform, release: Release, version: string | undefined, run: Runner): Promise<Finding> {
  const args = [
    'template',
    release.name,
    ...chartArguments(platform, release),
    '--namespace',
    namespaceName(platform, release.namespace),
    ...(version === undefined ? [] : ['--kube-version', version]),
    '--values',
    '-',
  ];
  const { code, stderr } = await run('helm', args, JSON.stringify(release.values));
  const check = `values of ${release.name}`;
  if (code === 0) return ok(check, `${release.chart.name} ${release.chart.version} takes the values of ${release.name}`);
  const cause = causeOf(stderr);
  // That the chart cannot be had is found with the charts.
  if (isFetch(cause))
    return skipped(check, `whether ${release.chart.name} takes the values of ${release.name} is left to the plan: ${cause}`);
  return failed(check, `${release.chart.name} ${release.chart.version} refuses the values of ${release.name}: ${cause}`, FIX);
}

const FIX = "correct what sets it in the environment's file: helmValues, or the key of the configuration that it comes from";

function chartArguments(platform: Platform, { chart: { name, repository, version } }: Release): readonly string[] {
  const { source } = kubernetesTarget(platform).charts;
  switch (source.kind) {
    case 'directory':
      return [`./${source.path}/${name}`];
    case 'oci':
      return [`${source.registry}/${name}`, '--version', version];
    case 'repository':
      return [name, '--repo', repository, '--version', version];
  }
}

const isFetch = (cause: string): boolean =>
  /looks like "|failed to (fetch|download|do request|perform)|no such host|connection refused|timeout|not a valid chart repository|path ".*" not found|no answer within|repo .* not found/i.test(
    cause,
  );

/** Helm's reason in one line, without where in Go's templates it came up. */
const causeOf = (stderr: string): string =>
  stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(WARNING|level=|walk\.go|coalesce\.go|Use --debug)/.test(line) && !/^\d{4}\/\d\d\/\d\d /.test(line))
    .join(' ')
    .replace(/^Error: /, '')
    .replace(/^.*\): executing ".*" at <.*>: error calling \w+: /, '');
