import { defineEnvironment } from '../../config/define';
import { answersOverlay, BUDGETS } from '../support/e2e/answers';
import { DATABASES, startDatabases } from '../support/e2e/databases';
import { describeWithEngine, removePlatform } from '../support/e2e/engine';
import { PLATFORM, PORTS, PREFIX, SECRETS, SERVICES_NETWORK, stores } from '../support/e2e/environment';
import { CALLS, failAtOnce, loadGateway, loadModels, loadOrders, spentBy } from '../support/e2e/load';
import { E2eProject } from '../support/e2e/project';
import { WebhookReceiver } from '../support/e2e/receiver';
import { ServiceContainer } from '../support/e2e/services';
import { eventually } from '../support/e2e/stores';
import { canRun, EXAMPLE_SERVICES } from '../support/examples';

/** Services of the catalogue, of which each example is one. */
const [MODELS, GATEWAY, ORDERS] = ['llm-orchestrator', 'api-gateway', 'platform-services'] as const;

const [python, go, node] = EXAMPLE_SERVICES;
const removeEverything = (): Promise<void> =>
  removePlatform(PREFIX, [...DATABASES, ...EXAMPLE_SERVICES.map(({ service }) => `${PLATFORM}-${service}`)]);

/** What the suite found out, for whoever reads its output. */
const report = (text: string): void => void process.stdout.write(`\n${text}\n`);

let project: E2eProject;
let receiver: WebhookReceiver;
let config: ReturnType<typeof defineEnvironment>;
const services = new Map<string, ServiceContainer>();
const serviceOf = (name: string): ServiceContainer => {
  const service = services.get(name);
  if (service === undefined) throw new Error(`${name} does not run`);
  return service;
};

/** Where Alertmanager must have posted an alert, and nowhere else. */
const arrives = (name: string, service: string | undefined, paths: readonly string[], status: 'firing' | 'resolved' = 'firing') =>
  eventually(
    `${name} of ${service ?? 'the platform'} (${status})`,
    async () => receiver.pathsOf(name, service, status),
    (found) => JSON.stringify(found) === JSON.stringify(paths),
    120_000,
  );

describeWithEngine('a platform with services under load', () => {
  beforeAll(async () => {
    for (const example of EXAMPLE_SERVICES) expect([example.language, canRun(example)]).toEqual([example.language, true]);
    await removeEverything();
    receiver = await WebhookReceiver.start();
    const overlay = answersOverlay(receiver.url);
    config = defineEnvironment('dev', overlay);
    project = await E2eProject.create(overlay, SECRETS);
    await project.cdktf(['deploy', 'dev', '--auto-approve', '--skip-provider-lock'], 0);
    await startDatabases();
    for (const example of EXAMPLE_SERVICES) services.set(example.service, await ServiceContainer.start(example, config, SERVICES_NETWORK));
  }, 420_000);

  afterAll(async () => {
    if (process.env['KEEP'] === '1') return;
    await removeEverything();
    await receiver.stop();
    project.remove();
  }, 120_000);

  test('services are scraped where they run', async () => {
    await eventually(
      'services',
      () => stores.metrics('up{service=~"llm-orchestrator|api-gateway|platform-services"} == 1'),
      (up) => up.length === 3,
    );
  }, 90_000);

  test('the load', async () => {
    await Promise.all([loadModels(serviceOf(MODELS)), loadGateway(serviceOf(GATEWAY)), loadOrders(serviceOf(ORDERS))]);
  }, 120_000);
});
void [python, go, node, BUDGETS, CALLS, failAtOnce, spentBy, arrives, report, PORTS];
