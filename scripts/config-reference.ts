import { writeFileSync } from 'node:fs';
import { renderConfigReference } from '../config/reference';

/** Writes docs/configuration.md from the schema. */
writeFileSync('docs/configuration.md', renderConfigReference());
