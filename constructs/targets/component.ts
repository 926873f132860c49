import { Construct } from 'constructs';
import type { ComponentDefinition, ComponentPlan } from '../core/component';
import { DeploymentTarget } from './target';

/** Deploys every component of one product into the target of its scope: none when the configuration has it off. */
export class Component extends Construct {
  readonly plans: readonly ComponentPlan[];

  constructor(scope: Construct, id: string, definition: ComponentDefinition) {
    super(scope, id);
    const target = DeploymentTarget.of(this);
    this.plans = target.plansOf(definition);
    for (const plan of this.plans) target.deploy(this, plan);
  }
}

/** The construct of one product, for a stack that is put together by hand. Its id is the product's name by default. */
export const componentOf = (definition: ComponentDefinition): (new (scope: Construct, id?: string) => Component) =>
  class extends Component {
    constructor(scope: Construct, id = definition.product) {
      super(scope, id, definition);
    }
  };
