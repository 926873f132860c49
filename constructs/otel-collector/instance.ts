import type { Native } from '../core/native';

const INSTANCE = 'service.instance.id';

const said = (key: string): string => `resource.attributes["${key}"]`;
const FOUND = 'resource.cache["instance"]';

/** What tells processes of a service apart when they do not say so themselves: the pod, the container, the host, or where they call from. */
const SOURCES: readonly (readonly [value: string, condition: string])[] = [
  [
    `Concat([${said('k8s.namespace.name')}, ${said('k8s.pod.name')}, ${said('k8s.container.name')}], ".")`,
    `${said('k8s.pod.name')} != nil`,
  ],
  [said('container.id'), `${said('container.id')} != nil`],
  [said('host.name'), `${said('host.name')} != nil`],
  ['otelcol.client.addr', 'otelcol.client.addr != nil'],
];

/**
 * Gives whoever has none an identity of its own. Two processes with one identity write one series, whose counters seem to begin again at every
 * sample, and which has two values at one time.
 * https://opentelemetry.io/docs/specs/semconv/registry/attributes/service/#service-instance-id
 */
export const identified: Native = {
  context: 'resource',
  conditions: [`${said(INSTANCE)} == nil or ${said(INSTANCE)} == ""`],
  statements: [
    ...SOURCES.map(([value, condition]) => `set(${FOUND}, ${value}) where ${FOUND} == nil and ${condition}`),
    `set(${said(INSTANCE)}, ${FOUND}) where ${FOUND} != nil`,
    `set(${said(INSTANCE)}, Concat([${FOUND}, ${said('process.pid')}], ".")) where ${FOUND} != nil and ${said('process.pid')} != nil`,
  ],
};
