import { Construct } from 'constructs';
import { Grafana } from '../constructs/grafana';

/** What people open. */
export class Visualization extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Grafana(this);
  }
}
