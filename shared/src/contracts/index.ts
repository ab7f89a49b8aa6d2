export * from './analysis.ts';
export * from './errors.ts';
export * from './installs.ts';
export * from './ratings.ts';
export * from './reference.ts';
export * from './server.ts';
export * from './skills.ts';
export * from './version.ts';
