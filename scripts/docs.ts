import { writeFileSync } from 'node:fs';
import { pages } from './pages';

/** Writes the pages of the documentation that are made from code. */
for (const [file, render] of Object.entries(pages)) writeFileSync(file, render());
