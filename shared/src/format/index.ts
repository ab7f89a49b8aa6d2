export * from './capabilities.ts';
export * from './category.ts';
export * from './categoryWords.ts';
export { completeVersion } from './declaredVersion.ts';
export * from './executable.ts';
export * from './manifest.ts';
export * from './parsedSkill.ts';
export * from './parseSkill.ts';
export * from './safePath.ts';
