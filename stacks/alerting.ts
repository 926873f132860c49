import { Construct } from 'constructs';
import { Alertmanager } from '../constructs/alertmanager';

/** Groups and sends alerts. */
export class Alerting extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Alertmanager(this);
  }
}
