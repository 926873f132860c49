import type { Construct } from 'constructs';
import { Part } from './part';

/** Stores traces, in the backend that the configuration names. */
export class Traces extends Part {
  constructor(scope: Construct, id: string) {
    super(scope, id, 'traces');
  }
}
