import type { Construct } from 'constructs';
import { Part } from './part';

/** Receives telemetry, reads container logs and finds what runs on the engine. */
export class Collection extends Part {
  constructor(scope: Construct, id: string) {
    super(scope, id, 'collection');
  }
}
