import type { Construct } from 'constructs';
import { Part } from './part';

/** Groups and sends alerts. */
export class Alerting extends Part {
  constructor(scope: Construct, id: string) {
    super(scope, id, 'alerting');
  }
}
