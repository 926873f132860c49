import type { Construct } from 'constructs';
import { Part } from './part';

/** What people open. */
export class Visualization extends Part {
  constructor(scope: Construct, id: string) {
    super(scope, id, 'visualization');
  }
}
