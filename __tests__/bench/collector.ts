import type { Section } from './rows'; export const collector: Section = { name: 'collector', run: async () => [] };
