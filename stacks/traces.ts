import { Construct } from 'constructs';
import { Jaeger } from '../constructs/jaeger';
import { Tempo } from '../constructs/tempo';

/** Stores traces, in the backend that the configuration names. */
export class Traces extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Tempo(this);
    new Jaeger(this);
  }
}
