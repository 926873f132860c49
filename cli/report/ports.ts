import type { ComponentPlan, Endpoint } from '../../constructs/core/component';
import type { Platform } from '../../constructs/core/platform';
import { type Html, html, table } from './html';
import type { Section } from './section';

/** Where each endpoint can be reached. */
export const portsSection: Section = {
  id: 'ports',
  title: 'Ports',
  render: (platform) => {
    const located = platform.components.flatMap((component) => component.endpoints.map((endpoint) => ({ component, endpoint })));
    if (located.length === 0) return undefined;
    const rows = [...located].sort((a, b) => order(a.endpoint) - order(b.endpoint));
    return table({
      caption: 'Endpoints, published ones first',
      columns: [
        { title: 'Endpoint' },
        { title: 'On the host' },
        { title: 'Within the platform' },
        { title: 'Protocol' },
        { title: 'Open' },
      ],
      rows: rows.map(({ component, endpoint }) => row(platform, component, endpoint)),
    });
  },
};

const NOT_PUBLISHED = 65_536;
const order = ({ publishedPort }: Endpoint): number => publishedPort ?? NOT_PUBLISHED;

function row(platform: Platform, component: ComponentPlan, endpoint: Endpoint): readonly (Html | string)[] {
  const address = publishedAddress(platform, endpoint);
  return [
    html`${component.name} <span class="muted">${endpoint.name}</span>`,
    address === undefined ? html`<span class="muted">not published</span>` : html`<code>${address}</code>`,
    html`<code>${component.name}:${endpoint.port}</code>`,
    endpoint.protocol,
    address !== undefined && endpoint.userInterface === true
      ? html`<a href="http://${openable(address)}/" rel="noreferrer">Open ${component.name}</a>`
      : '',
  ];
}

/** `127.0.0.1:9090`; undefined where nothing is published on a host. */
function publishedAddress({ config: { target } }: Platform, { publishedPort }: Endpoint): string | undefined {
  if (target.kind !== 'docker' || publishedPort === undefined) return undefined;
  return `${target.publishedAddress.includes(':') ? `[${target.publishedAddress}]` : target.publishedAddress}:${publishedPort}`;
}

/** An address that means all of them cannot be opened; the loopback one is among them. */
const openable = (address: string): string => address.replace(/^0\.0\.0\.0(?=:)/, '127.0.0.1').replace(/^\[::\](?=:)/, '[::1]');
