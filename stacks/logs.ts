import type { Construct } from 'constructs';
import { Part } from './part';

/** Stores logs. */
export class Logs extends Part {
  constructor(scope: Construct, id: string) {
    super(scope, id, 'logs');
  }
}
