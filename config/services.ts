import type { Service } from './schema/services';

/**
 * The service catalogue: what runs on the platform that this repository describes first. A service that runs on the
 * services network under its name is scraped; one that does not run is no error.
 */
const services: readonly Service[] = [
  {
    name: 'llm-orchestrator',
    port: 8003,
    language: 'python',
    type: 'ai-ml',
    layer: 'ai-processing',
    tier: 'critical',
    owner: 'ai-platform',
    // A model takes seconds to answer.
    objectives: { availability: 0.999, latency: { threshold: '5s', ratio: 0.95 } },
  },
  { name: 'airtable-gateway', port: 8002, language: 'python', type: 'integration', layer: 'api-integration', owner: 'integrations' },
  { name: 'mcp-server', port: 8001, language: 'python', type: 'protocol', layer: 'protocol-gateway', owner: 'ai-platform' },
  { name: 'automation-services', port: 8006, language: 'python', type: 'automation', layer: 'workflow-processing', owner: 'automation' },
  {
    name: 'api-gateway',
    port: 8000,
    language: 'go',
    type: 'gateway',
    layer: 'api-gateway',
    tier: 'critical',
    owner: 'platform',
    objectives: { availability: 0.999, latency: { threshold: '500ms', ratio: 0.99 } },
  },
  { name: 'platform-services', port: 8007, language: 'go', type: 'platform', layer: 'platform', owner: 'platform' },
];

export default services;
