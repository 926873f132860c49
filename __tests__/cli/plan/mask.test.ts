import { maskPlan, maskText } from '../../../cli/plan/mask';
import { coloursFor } from '../../../cli/terminal/output';
import { formatMarkdown } from '../../../plan/formats/markdown';
import { formatTerminal } from '../../../plan/formats/terminal';
import type { ConfigChange, Plan } from '../../../plan/model';
import { environmentPlanOf, fullPlan, planOfEnvironments } from '../../support/plans';

const KEY_BLOCK = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----';
// Put together here, so that a scanner of repositories does not take them for real ones.
const token = (prefix: string): string => `${prefix}${'Ab1'.repeat(8)}`;

describe('maskText', () => {
  it.each([
    ['https://me:pa@ss@loki:3100/x', 'https://***@loki:3100/x'],
    ['redis://:canary@redis:6379', 'redis://***@redis:6379'],
    ['postgres://u:p@a,postgres://v:q@b', 'postgres://***@a,postgres://***@b'],
    ['--web.password=canary --x=1', '--web.password=*** --x=1'],
    ['{"token": "canary", "a": 1}', '{"token": ***, "a": 1}'],
    ['Authorization: Bearer canary.canary', 'Authorization: *** ***'],
    ['with Basic dXNlcjpwYXNz', 'with Basic ***'],
    ['dev: grafana.password (canary) must be longer', 'dev: grafana.password (***) must be longer'],
    ['AWS_SECRET_ACCESS_KEY=canary', 'AWS_SECRET_ACCESS_KEY=***'],
    [`key AKIA${'ABCD'.repeat(4)} here`, 'key *** here'],
    [token('ghp_'), '***'],
    [token('glpat-'), '***'],
    [`xoxb-${'1'.repeat(12)}-abc`, '***'],
    [token('sk-'), '***'],
    [`https://hooks.slack.com/services/T0/B0/${'x'.repeat(8)}`, 'https://hooks.slack.com/services/***'],
    [`eyJhbGciOiJI.eyJzdWIiOiIx.${'c2ln'.repeat(3)}`, '***'],
    [`a ${KEY_BLOCK} b`, 'a *** b'],
    ['aB3dE6gH9jK2mN5pQ8sT1vW4', '***'],
  ])('masks %j', (text, expected) => expect(maskText(text, {})).toBe(expected));

  it.each([
    'retention.traces: 7d',
    'docker_container.prometheus',
    'grafana/loki:3.7.8@sha256:4b825dc642cb6eb9a060e54bf8d69288fbee4904',
    '--storage.tsdb.retention.time=15d',
    'password_file: /run/secrets/redis_password',
    '${DB_PASSWORD}',
    'kubernetes_horizontal_pod_autoscaler_v2.otelCollectorAutoscaler',
    'sum(rate(http_server_request_duration_seconds_count{job="x"}[5m]))',
    'http://loki:3100/otlp',
  ])('leaves %j', (text) => expect(maskText(text, {})).toBe(text));

  it('masks what the environment says is secret, the longest first, and not short words', () => {
    const environment = {
      TF_VAR_a: 'canary',
      TF_VAR_b: 'canary-long',
      TF_VAR_short: 'dev',
      GRAFANA_PASSWORD: 'hunter22',
      HOME: '/home/me',
    };
    expect(maskText('dev canary-long canary hunter22 /home/me', environment)).toBe('dev *** *** *** /home/me');
  });
});

describe('maskPlan', () => {
  const masked = (change: ConfigChange): ConfigChange | undefined =>
    maskPlan(planOfEnvironments(environmentPlanOf({ config: [change] })), {}).environments[0]?.config[0];

  it.each([
    [
      { path: 'a.password', before: 'x', after: 123 },
      { path: 'a.password', before: '***', after: '***' },
    ],
    [
      { path: 'env[API_TOKEN]', after: 'x' },
      { path: 'env[API_TOKEN]', after: '***' },
    ],
    [
      { path: 'a.apiKey[0]', after: 'x' },
      { path: 'a.apiKey[0]', after: '***' },
    ],
    [
      { path: 'a', after: { adminPassword: 'x', b: [{ clientSecret: 'y', n: 1 }] } },
      { path: 'a', after: { adminPassword: '***', b: [{ clientSecret: '***', n: 1 }] } },
    ],
    [
      { path: 'a', after: [{ name: 'DB_PASSWORD', value: 'x' }] },
      { path: 'a', after: [{ name: 'DB_PASSWORD', value: '***' }] },
    ],
    [
      { path: 'a.secret', after: 'Hunter2' },
      { path: 'a.secret', after: '***' },
    ],
  ])('masks %j', (change, expected) => expect(masked(change)).toEqual(expected));

  it.each([
    [{ path: 'redis.password', after: { secret: 'redis_password' } }],
    [{ path: 'redis.password.secret', before: 'redis_password', after: 'other' }],
    [{ path: 'a.existingSecret', after: 'grafana-admin-password' }],
    [{ path: 'a.automountServiceAccountToken', before: true, after: false }],
    [{ path: 'a.maxTokens', before: 1, after: 2 }],
    [{ path: 'a.passwordFile', after: '/run/x' }],
  ])('leaves %j', (change) => expect(masked(change)).toEqual(change));

  it('leaves a plan without secrets as it is', () => {
    expect(maskPlan(fullPlan, {})).toEqual(fullPlan);
  });

  it('leaves no canary in any format, wherever it was', () => {
    const plan: Plan = {
      ...planOfEnvironments(
        environmentPlanOf({
          status: 'failed',
          problem: 'prod: grafana.password (canary-1) is short; url https://u:canary-2@x',
          config: [
            { path: 'prometheus.extraArgs', before: ['--remote.token=canary-3'], after: ['--x=https://u:canary-4@h/'] },
            { path: 'environment', after: { DB_PASSWORD: 'canary-5', OTHER: 'canary-of-the-environment' } },
          ],
          resources: [
            {
              address: 'a.b',
              type: 'a',
              action: 'update',
              attributes: [{ path: 'env[X_TOKEN=canary-6]', replaces: false }],
              effect: 'none',
            },
          ],
          files: [
            {
              component: 'loki',
              path: '/a',
              action: 'changed',
              changes: [
                { action: 'changed', kind: 'key', name: 'remote.basic_auth.password', before: 'canary-7', after: 'canary-8' },
                { action: 'changed', kind: 'key', name: 'url', before: 'http://a:canary-9@b', after: 'canary-of-the-environment' },
              ],
            },
          ],
          releases: [{ release: 'grafana', action: 'changed', values: [{ path: 'grafana.adminPassword', after: 'canary-10' }] }],
          alerts: [{ alert: 'A', action: 'retuned', changes: [{ path: 'annotations.api_key', before: 'canary-11', after: 'canary-12' }] }],
          risks: [{ kind: 'security', severity: 'high', subject: 'x?token=canary-13', text: 'sent to https://u:canary-14@x' }],
          violations: [{ rule: 'r', text: 'token: canary-15' }],
        }),
      ),
      notes: ['authorization: canary-16', 'a file canary-of-the-environment.ts'],
    };
    const masked = maskPlan(plan, { TF_VAR_something: 'canary-of-the-environment' });
    const changed: Plan = { ...masked, environments: masked.environments.map((one) => ({ ...one, status: 'changed' })) };
    const formats = [masked, changed].flatMap((one) => [JSON.stringify(one), formatTerminal(one, coloursFor({})), formatMarkdown(one)]);
    for (const text of formats) expect(text).not.toContain('canary');
    expect(formats[1]).toContain('***');
  });
});
