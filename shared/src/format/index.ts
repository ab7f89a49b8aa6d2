export { deriveCategory } from './category.ts';
export type { CategoryEvidence } from './category.ts';
export { completeVersion } from './declaredVersion.ts';
export * from './categoryWords.ts';
export * from './executable.ts';
export * from './manifest.ts';
export * from './parsedSkill.ts';
export * from './parseSkill.ts';
export * from './safePath.ts';
