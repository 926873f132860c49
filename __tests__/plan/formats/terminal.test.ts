import { coloursFor } from '../../../cli/terminal/output';
import { formatTerminal } from '../../../plan/formats/terminal';
import { environmentPlanOf, fullPlan, planOfEnvironments } from '../../support/plans';

const plain = coloursFor({});

describe('a plan for a terminal', () => {
  it('has the summary first, then one section for each kind of difference', () => {
    expect(formatTerminal(fullPlan, plain)).toBe(
      `1 environment of 3 changes, 1 could not be compared  main (a1b2c3d) → working tree
! edits that are not committed are part of the plan: a.ts

dev      1 updated in place, 1 replaced, 1 moved (restarts tempo); $70.00 → $65.50 a month (−$4.50)  ! 1 high risk  ✖ 1 against the policy
prod     could not be compared
staging  no differences; $1.00 a month

dev
  policy
    ✖ dataLoss: retention.traces is not acknowledged.
  risks
    ! high data loss  retention.traces: Traces older than 1 d go within the hour.
    ! low downtime  container tempo: No traces are read for some seconds.
  configuration
    retention.traces: 3d → 1d  (−2 d)
    services[checkout].tier: not set → critical
    loki.extraArgs: ["-a"] → not set
  resources
    ± docker_container.tempo replaced for upload[/etc/tempo.yaml] (restart)
    ~ docker_container.loki updated in place for memory
    → docker_network.b moved from docker_network.a
  alerts
    + ErrorBudget added
    ~ HighLatency retuned
        for: 5m → 10m  (+5 min)
  files
    ~ tempo /etc/tempo.yaml
        ~ key compactor.block_retention: 72h → 24h
        + scrape job checkout
    + loki /etc/new.yaml added
  Helm releases
    ~ tempo chart 2.2.3 → 2.2.4
        persistence.size: 12Gi → 23Gi  (+11 GiB)
  cost a month
    tempo: $20.00 → $15.50 (−$4.50)

prod
  ✖ main: prod: retention.logs.total (12h) must be at least 24h
  ✖ main: second`,
    );
  });

  it('is one line where nothing differs', () => {
    expect(formatTerminal(planOfEnvironments(environmentPlanOf({ status: 'unchanged' })), plain)).toBe(
      'No differences  main (a1b2c3d) → working tree\n\ndev  no differences',
    );
  });

  it('gives a terminal nothing to obey, and cuts long values', () => {
    const config = [{ path: 'a\u001b[2J', before: 'b\u001b]0;x\u0007\r\nc', after: 'x'.repeat(500) }];
    const text = formatTerminal(planOfEnvironments(environmentPlanOf({ config })), plain);
    expect(text).toContain(`\n    a [2J: b ]0;x c → ${'x'.repeat(99)}…`);
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('has colours on a terminal alone', () => {
    expect(formatTerminal(fullPlan, coloursFor({ isTTY: true }, {}))).toContain('\u001b[31m');
    expect(formatTerminal(fullPlan, plain)).not.toContain('\u001b');
  });
});
