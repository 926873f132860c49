import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { engine } from './engine';

/** An alert as Alertmanager posts it. https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export interface SentAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A message: a group of alerts for one receiver. */
export interface Message {
  /** The path that it was posted to: each receiver has its own. */
  readonly path: string;
  readonly at: number;
  readonly receiver: string;
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly alerts: readonly SentAlert[];
}

const NETWORK = 'o11ytest-receiver';

const removeNetwork = (): Promise<void> =>
  engine
    .getNetwork(NETWORK)
    .remove()
    .catch((error: { readonly statusCode?: number }) => {
      if (error.statusCode !== 404) throw error;
    });

/**
 * Makes a network of the test, and gives the address that this machine has there: containers reach it from any network with a way out, and
 * nobody from elsewhere does. The engine's own bridge tells its address only after a first container: https://github.com/moby/moby/issues/26799
 */
async function makeNetwork(): Promise<string> {
  await removeNetwork();
  const network = await engine.createNetwork({ Name: NETWORK, Labels: { 'observability-stacks.dev/test': 'true' } });
  const { IPAM } = (await network.inspect()) as { readonly IPAM: { readonly Config: readonly { readonly Gateway?: string }[] } };
  const gateway = IPAM.Config[0]?.Gateway;
  if (gateway === undefined) throw new Error(`the network ${NETWORK} has no gateway`);
  return gateway;
}

/** A server on this machine that takes what Alertmanager posts. */
export class WebhookReceiver {
  readonly messages: Message[] = [];

  private constructor(
    private readonly server: Server,
    /** Its address as containers see it. */
    readonly url: string,
  ) {}

  static async start(): Promise<WebhookReceiver> {
    const bodies = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as Omit<Message, 'path' | 'at'>;
        receiver.messages.push({ ...body, path: request.url ?? '', at: Date.now() });
        response.end();
      });
    });
    const gateway = await makeNetwork();
    await new Promise<void>((resolve, reject) => bodies.once('error', reject).listen(0, gateway, resolve));
    // Who waits for messages has a time of its own; a receiver that nobody stops, because a test failed, must not keep jest from ending.
    bodies.unref();
    const receiver = new WebhookReceiver(bodies, `http://${gateway}:${(bodies.address() as AddressInfo).port}`);
    return receiver;
  }

  /** Paths at which an alert has arrived, each once. */
  pathsOf(name: string, service: string | undefined, status: SentAlert['status'] = 'firing'): readonly string[] {
    const about = (alert: SentAlert): boolean =>
      alert.status === status && alert.labels['alertname'] === name && (service === undefined || alert.labels['service'] === service);
    return [...new Set(this.messages.filter(({ alerts }) => alerts.some(about)).map(({ path }) => path))].sort();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await removeNetwork();
  }
}
