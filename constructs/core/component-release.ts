import type { ChartReference } from '../../config/versions';
import type { ComponentPlan } from './component';
import { objectName } from './kubernetes';
import type { Native } from './native';
import { type DeliveredComponent, exactly, type Release, type Workload } from './release';
import type { ReleaseContext, ReleaseDefinition } from './release-definition';

/** How a chart delivers one component alone. */
export interface ComponentRelease {
  readonly chart: ChartReference;
  readonly values: Native;
  readonly kind: 'Deployment' | 'StatefulSet';
  /** Default: one pod. */
  readonly replicas?: Workload['replicas'];
  /** Default: it has no file. */
  readonly files?: DeliveredComponent['files'];
  readonly volume?: string;
}

/** A release under the name of the one component that it delivers, in the platform's namespace. Pure. */
export function componentRelease(plan: ComponentPlan, { config }: Pick<ReleaseContext, 'config'>, release: ComponentRelease): Release {
  const { chart, values, kind, replicas = exactly(1), files = {}, volume } = release;
  return {
    name: plan.name,
    chart,
    namespace: 'platform',
    values,
    delivers: [
      {
        name: plan.name,
        workload: { kind, name: objectName(config, plan.name), replicas },
        files,
        ...(volume === undefined ? {} : { volume }),
      },
    ],
  };
}

/** A product of which each component has a release of its own. */
export const releaseEach = (
  product: string,
  releaseOf: (plan: ComponentPlan, context: ReleaseContext) => ComponentRelease,
): ReleaseDefinition => ({
  products: [product],
  releases: (plans, context) => plans.map((plan) => componentRelease(plan, context, releaseOf(plan, context))),
});
