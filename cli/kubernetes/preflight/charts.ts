import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { types } from 'node:util';
import { load } from 'js-yaml';
import * as z from 'zod';
import type { ChartReference } from '../../../config/versions';
import type { Platform } from '../../../constructs/core/platform';
import { type Finding, failed, ok } from '../../preflight/finding';
import { kubernetesTarget } from '../cluster';

const PATIENCE_MS = 10_000;

/** Whether a server answers at an address, or what it says instead. */
export type Probe = (url: string) => Promise<{ readonly status: number } | { readonly cause: string }>;

/** Asks a server and leaves the body unread: an index has megabytes. */
const probe: Probe = async (url) => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    await response.body?.cancel();
    return { status: response.status };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') return { cause: `no answer within ${PATIENCE_MS / 1_000} s` };
    const cause = types.isNativeError(error) ? (error.cause ?? error) : error;
    return { cause: types.isNativeError(cause) ? cause.message : String(cause) };
  }
};

/** Whether the charts can be had. Reads the file system, or asks servers. */
export async function chartFindings(
  platform: Platform,
  ask: Probe = probe,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<readonly Finding[]> {
  const { source } = kubernetesTarget(platform).charts;
  const charts = [...new Map(platform.releases.map(({ chart }) => [chart.name, chart])).values()];
  switch (source.kind) {
    case 'directory':
      return charts.map((chart) => directoryFinding(source.path, chart));
    case 'oci':
      return charts.length === 0 ? [] : [await registryFinding(source.registry, ask)];
    case 'repository': {
      const proxy = environment['HTTPS_PROXY'] ?? environment['https_proxy'] ?? '';
      // Helm goes through the proxy; this program cannot.
      if (proxy !== '') return [ok('charts', `the charts are fetched through the proxy ${proxy.replace(/\/\/.*@/, '//')}`)];
      const repositories = [...new Set(charts.map(({ repository }) => repository))];
      return Promise.all(
        repositories.map((repository) =>
          repositoryFinding(
            repository,
            charts.filter((chart) => chart.repository === repository).map(({ name }) => name),
            ask,
          ),
        ),
      );
    }
  }
}

const AIR_GAPPED = 'for a cluster without a way to it, set target.charts.source to a registry or a directory';

async function repositoryFinding(repository: string, charts: readonly string[], ask: Probe): Promise<Finding> {
  const check = `charts of ${repository}`;
  const url = `${repository}/index.yaml`;
  const answer = await ask(url);
  if ('status' in answer && answer.status < 400) return ok(check, `${charts.join(', ')} from ${repository}`);
  const problem = 'cause' in answer ? `cannot be reached: ${answer.cause}` : `answers ${answer.status}`;
  return failed(check, `the chart repository of ${charts.join(', ')} is away: ${url} ${problem}`, `try again later; ${AIR_GAPPED}`);
}

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#endpoints: a registry answers here, with 401 before a login */
async function registryFinding(registry: string, ask: Probe): Promise<Finding> {
  const check = `charts of ${registry}`;
  const url = `https://${registry.replace(/^oci:\/\//, '').split('/')[0]}/v2/`;
  const answer = await ask(url);
  if ('status' in answer && (answer.status < 400 || answer.status === 401)) return ok(check, `the registry of the charts answers: ${url}`);
  const problem = 'cause' in answer ? `cannot be reached: ${answer.cause}` : `answers ${answer.status}`;
  return failed(
    check,
    `the registry of the charts is away: ${url} ${problem}`,
    'correct target.charts.source.registry, or try again later',
  );
}

const chartSchema = z.object({
  version: z.string(),
  dependencies: z.array(z.object({ name: z.string(), version: z.string().default('') })).default([]),
});

/** Whether a folder holds a chart in its pinned version, with everything it depends on. */
export function directoryFinding(folder: string, { name, version, repository }: ChartReference): Finding {
  const check = `chart ${name}`;
  const path = join(folder, name);
  const pull = `rm -rf ${path} && helm pull ${name} --repo ${repository} --version ${version} --untar --untardir ${folder}`;
  const file = join(path, 'Chart.yaml');
  if (!existsSync(file)) return failed(check, `the chart ${name} is not in ${folder}: ${file} does not exist`, pull);
  const parsed = chartSchema.safeParse(load(readFileSync(file, 'utf8')));
  if (!parsed.success) return failed(check, `${file} is not that of a chart`, pull);
  if (parsed.data.version !== version) return failed(check, `the chart in ${path} is version ${parsed.data.version}, not ${version}`, pull);
  const charts = join(path, 'charts');
  const present = existsSync(charts) ? readdirSync(charts) : [];
  const missing = parsed.data.dependencies
    .map((dependency) => dependency.name)
    .filter((dependency) => !present.some((entry) => entry === dependency || entry.startsWith(`${dependency}-`)));
  return missing.length === 0
    ? ok(check, `the chart ${name} ${version} is in ${folder}`)
    : failed(check, `the chart in ${path} lacks ${[...new Set(missing)].join(', ')}, on which it depends`, `helm dependency build ${path}`);
}
