export { detectAgents } from './detectAgents.ts';
export type { Surroundings } from './detectAgents.ts';
