import { growth } from './promql';
import type { Concern } from './rule';

const BY = 'sum by (service_name, workflow_name)';

/** Runs of workflows: spans with the attribute workflow.name. */
export const workflow: Concern = ({ parts, thresholds: { workflow: at } }) => {
  const failed = `${BY} (${growth('workflow_runs_total{outcome="failure"}', '15m')})`;
  return {
    name: 'workflow',
    alerts: [
      {
        alert: 'WorkflowFailures',
        when: parts.spans,
        expr: `${failed} / ${BY} (${growth('workflow_runs_total', '15m')}) > ${at.failureRatio} and ${failed} > ${at.failures}`,
        for: '1m',
        severity: 'warning',
        about: 'service',
        summary: '{{ $value | humanizePercentage }} of the runs of {{ $labels.workflow_name }} in {{ $labels.service_name }} fail',
        description: `More than ${at.failures} runs, and more than ${Math.round(at.failureRatio * 100)} % of all, have failed in 15m.`,
        dashboard: 'service-detail',
      },
    ],
  };
};
