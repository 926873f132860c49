import type { Section } from './rows'; export const deployment: Section = { name: 'deploy', run: async () => [] };
