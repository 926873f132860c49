import type { Policy } from '../config/schema/policy';
import { bytes } from '../config/units';
import type { Platform } from '../constructs/core/platform';
import { dollarText } from '../cost/text';
import type { EnvironmentPlan, Risk, Violation } from './model';
import { memorySize } from './risks/context';
import { type Exposure, exposuresOf } from './risks/exposure';
import { riskyFlagsOf } from './risks/flags';
import { reservationsOf } from './risks/reservations';

/**
 * The rules of the policy that an environment breaks as it would be after the change, each with the fix. An environment in which nothing changes breaks
 * none: whoever changes another one cannot mend it. Pure; throws nothing.
 *
 * @param policy of the head's configuration
 * @param plan everything else that differs, with its risks and costs
 * @param head absent for an environment that is removed, which has no policy to be broken
 */
export function violations(policy: Policy, plan: EnvironmentPlan, head: Platform | undefined): readonly Violation[] {
  if (head === undefined || plan.status === 'unchanged' || plan.status === 'failed') return [];
  return [
    ...overBudget(policy, plan),
    ...noRoom(policy, plan.name, head),
    ...exposed(policy, plan.name, head),
    ...opened(policy, plan.name, head),
    ...unacknowledged(policy, plan),
  ];
}

/**
 * Acknowledgements of losses that the change brings to no environment, since they mostly share a policy: harmless, and to be taken out. A
 * sentence for each. Pure.
 */
export function staleAcknowledgements(policies: readonly Policy[], plans: readonly EnvironmentPlan[]): readonly string[] {
  const lost = new Set(plans.flatMap(({ risks }) => risks.filter(isLoss).map(({ subject }) => subject)));
  const named = new Set(policies.flatMap(({ acknowledge }) => acknowledge.map(({ subject }) => subject)));
  return [...named]
    .filter((subject) => !lost.has(subject))
    .map((subject) => `policy.acknowledge names ${subject}, of which this change loses nothing: take it out.`);
}

function overBudget({ monthlyBudget }: Policy, { name, cost }: EnvironmentPlan): readonly Violation[] {
  const total = cost?.after?.total;
  if (monthlyBudget === undefined || total === undefined || total <= monthlyBudget) return [];
  const before = cost?.before?.total;
  const was = before === undefined ? '' : `, until now ${dollarText(before)}`;
  const text = `${name} costs ${dollarText(total)} a month by the estimate${was}: ${dollarText(total - monthlyBudget)} more than policy.monthlyBudget (${dollarText(monthlyBudget)}). See what takes most with o11y cost ${name}, or raise the budget.`;
  return [{ rule: 'policy.monthlyBudget', text }];
}

function noRoom({ room }: Policy, environment: string, head: Platform): readonly Violation[] {
  const { cpu, memory } = reservationsOf(head);
  const fix = 'Reserve less in the resources of components, run fewer replicas, or raise it when there is more.';
  return [
    ...(room.cpu !== undefined && cpu > room.cpu
      ? [
          {
            rule: 'policy.room',
            text: `${environment} reserves ${Math.round(cpu * 100) / 100} cores, more than policy.room.cpu (${room.cpu}). ${fix}`,
          },
        ]
      : []),
    ...(room.memory !== undefined && memory > bytes(room.memory)
      ? [
          {
            rule: 'policy.room',
            text: `${environment} reserves ${memorySize(memory)} of memory, more than policy.room.memory (${room.memory}). ${fix}`,
          },
        ]
      : []),
  ];
}

const exposed = ({ allowPublic }: Policy, environment: string, head: Platform): readonly Violation[] =>
  exposuresOf(head)
    .filter(({ kind }) => !allowPublic.includes(kind))
    .map((exposure) => ({
      rule: 'policy.allowPublic',
      text: `${environment} ${exposure.text}. ${fixOf(exposure)}, or add "${exposure.kind}" to policy.allowPublic.`,
    }));

/** By flags, which open a component to whoever reaches it. */
const opened = ({ allowFlags }: Policy, environment: string, head: Platform): readonly Violation[] =>
  riskyFlagsOf(head)
    .filter(({ kind, flag }) => kind === 'security' && !allowFlags.includes(flag))
    .map(({ component, flag, text }) => ({
      rule: 'policy.allowFlags',
      text: `${environment} starts ${component} with --${flag}. ${text} Take it out of ${component}.extraArgs, or add "${flag}" to policy.allowFlags.`,
    }));

function fixOf({ kind, subject }: Exposure): string {
  switch (kind) {
    case 'ports':
      return `Set ${subject} to 127.0.0.1`;
    case 'grafana':
    case 'otlp':
      return `Remove ${subject}`;
    case 'services':
      return 'Give it the type ClusterIP';
  }
}

/** Where nothing is lost or left behind there is nothing to acknowledge. */
const isLoss = ({ kind, severity }: Risk): boolean => kind === 'data-loss' && severity !== 'low';

function unacknowledged({ dataLoss, acknowledge }: Policy, { name, risks }: EnvironmentPlan): readonly Violation[] {
  if (dataLoss === 'allowed') return [];
  return risks
    .filter((risk) => isLoss(risk) && !acknowledge.some(({ subject }) => subject === risk.subject))
    .map(({ subject, text }) => ({
      rule: 'policy.acknowledge',
      text: `${name} loses data by ${subject}: ${text} If that is wanted, add { subject: '${subject}', reason: '…' } to policy.acknowledge.`,
    }));
}
