import type { Section } from './rows'; export const memory: Section = { name: 'memory', run: async () => [] };
