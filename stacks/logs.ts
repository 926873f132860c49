import { Construct } from 'constructs';
import { Loki } from '../constructs/loki';

/** Stores logs. */
export class Logs extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Loki(this);
  }
}
