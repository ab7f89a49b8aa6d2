export * from './agentTable.ts';
export * from './chooseTargets.ts';
export * from './lockfile.ts';
export * from './readers.ts';
