import { z } from 'zod';

/** What a skill can do beyond being read; shown as it stands before an install. */
export const Capability = z.object({
  kind: z.enum(['load_time_command', 'hook', 'preapproved_tool', 'script', 'network', 'binary']),
  /** What exactly: the command, the tool, the language, the host. */
  detail: z.string(),
  path: z.string(),
  /** From 1; left out where the whole file is meant. */
  line: z.number().int().positive().optional(),
});
export type Capability = z.infer<typeof Capability>;

/** Something a reader of the skill should know about its form. */
export const Diagnostic = z.object({
  code: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  message: z.string(),
  line: z.number().int().positive().optional(),
  /** What was repaired and how; left out when nothing was. */
  repaired: z.string().optional(),
});
export type Diagnostic = z.infer<typeof Diagnostic>;

/** One reason why an agent passes a skill over; `code` is a diagnostic's, or `unknown_key`. */
export const LoadingObstacle = Diagnostic.pick({ code: true, message: true, line: true });
export type LoadingObstacle = z.infer<typeof LoadingObstacle>;

/**
 * Whether a reader of skills takes one as it stands. `specification` is the Agent Skills specification
 * with its reference validator, the strictest of all; an agent that is not listed lies between it and `claude`.
 */
export const Loading = z.object({
  agent: z.enum(['vscode', 'claude', 'specification']),
  loads: z.boolean(),
  /** Empty exactly when it loads. Sentences of their own, since what one reader refuses is no fault to the others. */
  because: z.array(LoadingObstacle),
});
export type Loading = z.infer<typeof Loading>;

/** The program that a skill wants its packages installed with; `version` as written after `@`. */
export const PackageManager = z.object({
  name: z.enum(['npm', 'pnpm', 'yarn', 'bun', 'pip', 'uv']),
  version: z.string().optional(),
});
export type PackageManager = z.infer<typeof PackageManager>;

/** A package that a skill says it needs. */
export const PackageRequirement = z.object({
  ecosystem: z.enum(['pypi', 'npm']),
  /** As declared (PEP 508, or an npm specifier). */
  specifier: z.string(),
});
export type PackageRequirement = z.infer<typeof PackageRequirement>;

/** Estimated cost in an agent's context, in tokens: `metadata` always, `body` when the skill is loaded. */
export const TokenCost = z.object({
  metadata: z.number().int().nonnegative(),
  body: z.number().int().nonnegative(),
});
export type TokenCost = z.infer<typeof TokenCost>;
