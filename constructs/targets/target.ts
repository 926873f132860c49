import { Construct, type IConstruct } from 'constructs';
import type { EnvironmentConfig } from '../../config/schema/environment';
import type { ComponentDefinition, ComponentPlan } from '../core/component';
import type { Platform } from '../core/platform';

const TARGET = Symbol.for('observability-stacks.DeploymentTarget');

/**
 * Where components are deployed to. Created once in a stack; every component below the same stack finds it, so that none
 * takes it as a parameter and none knows which it is.
 */
export abstract class DeploymentTarget extends Construct {
  /** Marks the scope, so that components created later below it find the target. */
  protected constructor(scope: Construct, id: string) {
    super(scope, id);
    Object.defineProperty(scope, TARGET, { value: this });
  }

  /** The target of the nearest scope that has one. @throws Error when none has: create a target in the stack first */
  static of(construct: IConstruct): DeploymentTarget {
    for (const scope of [...construct.node.scopes].reverse()) {
      const target: unknown = Reflect.get(scope, TARGET);
      if (target instanceof DeploymentTarget) return target;
    }
    throw new Error(
      `${construct.node.path}: no deployment target in its scope: create one first, such as new DockerTarget(stack, 'target', …)`,
    );
  }

  abstract readonly config: EnvironmentConfig;

  /** The products that may be deployed. */
  abstract readonly definitions: readonly ComponentDefinition[];

  /** The platform as the target renders it. */
  abstract readonly platform: Platform;

  /** The plans of one product's components. */
  plansOf(definition: ComponentDefinition): readonly ComponentPlan[] {
    return this.platform.components.filter(({ product }) => product === definition.product);
  }

  /** Adds one component's resources to the stack. */
  abstract deploy(scope: Construct, plan: ComponentPlan): void;
}
