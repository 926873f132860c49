import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { EnvironmentOverlay } from '../../../config/schema/environment';
import { imageName, images } from '../../../config/versions';
import { ADMIN_PASSWORD_FILE } from '../../../constructs/grafana/files';
import { environmentOn, type Ports } from '../e2e/backends';
import { REPOSITORY } from '../e2e/project';
import { Stores } from '../e2e/stores';
import { Sender } from '../e2e/telemetry';

const PLATFORM = 'o11ychaos';
export const PREFIX = `${PLATFORM}-dev`;

const PORTS: Ports = {
  prometheus: 28_590,
  alertmanager: 28_593,
  loki: 28_510,
  traces: 28_520,
  grpc: 28_531,
  http: 28_532,
  metrics: 28_533,
  health: 28_534,
};

const GRAFANA_PORT = 28_500;

/** What each component's data is read back from. */
export const stores = new Stores(PORTS, 'jaeger');
export const sender = new Sender(`http://127.0.0.1:${PORTS.http}`);

/** A small platform with a store of metrics, one of traces, a queue, and a volume that is set up with a generated password. */
const base: EnvironmentOverlay = {
  ...environmentOn(PLATFORM, PORTS, 'jaeger'),
  loki: { enabled: false },
  containerLogs: { enabled: false },
  exporters: { node: { enabled: false }, cadvisor: { enabled: false }, blackbox: { enabled: false } },
  grafana: { enabled: true, port: GRAFANA_PORT },
};

/** The platform, edited in a way that replaces containers; another one for each number. */
export const edited = (edit: number): EnvironmentOverlay => ({
  ...base,
  retention: { traces: `${3 + (edit % 5)}d`, alerts: `${30 + (edit % 7)}d`, metrics: { time: `${14 + (edit % 9)}d` } },
});

/** Stands for Grafana, of which not every machine has an image: it does with its volume and its password what Grafana does. */
const STAND_IN = { repository: 'o11ychaos/grafana', tag: '1' } as const;

/** Where it keeps the password that its volume was set up with. */
export const PASSWORD_FILE = '/var/lib/grafana/password';

const DOCKERFILE = `FROM ${imageName(images.busybox)}
RUN mkdir -p /var/lib/grafana && chown 472:0 /var/lib/grafana
ENTRYPOINT ["sh", "-c", "[ -s ${PASSWORD_FILE} ] || cp ${ADMIN_PASSWORD_FILE} ${PASSWORD_FILE}; mkdir -p /tmp/www/api && echo ok >/tmp/www/api/health && cp /tmp/www/api/health /tmp/www/metrics && trap 'exit 0' TERM && { httpd -f -p 3000 -h /tmp/www & wait; }"]
`;

/** Builds the image that stands for Grafana. Starts a process. */
export function buildStandIn(): void {
  const { status, stderr } = spawnSync('docker', ['build', '--tag', imageName(STAND_IN), '-'], { input: DOCKERFILE, encoding: 'utf8' });
  if (status !== 0) throw new Error(`docker build: ${stderr}`);
}

/** A project's program that deploys all products of the toolkit, with another image in the place of Grafana's. */
export const PROGRAM = `import { mkdirSync, writeFileSync } from 'node:fs';
import { App } from ${JSON.stringify(join(REPOSITORY, 'node_modules/cdktf'))};
import { loadEnvironments } from ${JSON.stringify(join(REPOSITORY, 'config/load'))};
import { registry } from ${JSON.stringify(join(REPOSITORY, 'constructs/registry'))};
import { EnvironmentStack } from ${JSON.stringify(join(REPOSITORY, 'stacks/environment-stack'))};

const image = ${JSON.stringify(STAND_IN)};
const definitions = registry.map((definition) =>
  definition.product === 'grafana'
    ? { ...definition, plan: (shape, context) => ({ ...definition.plan(shape, context), image }) }
    : definition,
);
const app = new App({ stackTraces: false });
const [config] = await loadEnvironments('config/environments', (name) => import(\`./config/environments/\${name}.ts\`));
const { platform } = new EnvironmentStack(app, { config, definitions }).target;
app.synth();
mkdirSync(app.outdir + '/platforms', { recursive: true });
writeFileSync(app.outdir + '/platforms/dev.json', JSON.stringify(platform));
`;
