import { Construct } from 'constructs';
import type { Role } from '../constructs/core/component';
import { Component } from '../constructs/targets/component';
import { DeploymentTarget } from '../constructs/targets/target';

/** A part of an environment: every product of it that the target of its scope may deploy. */
export abstract class Part extends Construct {
  protected constructor(scope: Construct, id: string, part: Role) {
    super(scope, id);
    for (const definition of DeploymentTarget.of(this).definitions) {
      if (definition.part === part) new Component(this, definition.product, definition);
    }
  }
}
