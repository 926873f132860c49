import type { EnvironmentOverlay } from '../../../config/schema/environment';
import { overlay, PORTS } from './environment';

/** What the script's calls of models may cost: less than they do. */
export const BUDGETS = { monthly: 0.5, acme: 0.05 } as const;

/**
 * The environment of the suite with receivers, budgets, and times that a test can wait for: scrapes, evaluations and messages come every few
 * seconds, and alerts do not wait for a mishap to pass. What alerts mean is as it is shipped.
 *
 * @param receiver where a webhook is, as containers see it
 */
export const answersOverlay = (receiver: string): EnvironmentOverlay => ({
  ...overlay,
  prometheus: { port: PORTS.prometheus, scrapeInterval: '5s', scrapeTimeout: '4s', evaluationInterval: '5s' },
  otelCollector: { ...overlay.otelCollector, spanMetricsFlushInterval: '5s' },
  ai: { budgets: { monthly: BUDGETS.monthly, tenants: [{ tenant: 'acme', monthly: BUDGETS.acme }] } },
  alerting: {
    receivers: ['pager', 'ai-team', 'platform', 'heartbeat'].map((name) => ({ kind: 'webhook', name, url: `${receiver}/${name}` })),
    routes: [
      { match: { severities: ['critical'] }, receiver: 'pager', continue: true, groupBy: ['service'] },
      { match: { owners: ['ai-platform'] }, receiver: 'ai-team' },
    ],
    defaultReceiver: 'platform',
    watchdog: { receiver: 'heartbeat', repeatInterval: '1m' },
    groupWait: '2s',
    groupInterval: '5s',
    rules: {
      thresholds: {
        // The time that a service needs to be missed is less than the one that its errors need to be an alert.
        service: { downFor: '0s', errorFor: '20s' },
        latency: { p95: '1s', for: '0s' },
        security: { authenticationFailures: 10 },
      },
      override: [{ alert: 'WorkflowFailures', for: '0s' }],
    },
  },
});
