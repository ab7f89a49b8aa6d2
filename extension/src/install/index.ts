/**
 * Puts skills on disk and takes them off again; imports no `vscode` and does no networking,
 * so that the terminal command uses it too.
 */
export { addedCapabilities, needsConsent } from './consent.ts';
export { INSTALL_FAILURE_REASONS, InstallFailure } from './installFailure.ts';
export type { InstallFailureDetails, InstallFailureReason } from './installFailure.ts';
export type {
  InstallMode,
  InstallOutcome,
  InstallPhase,
  InstallProgress,
  InstallRequest,
  MarketplaceIdentity,
  RestoreRequest,
  UninstallOutcome,
  UninstallRequest,
} from './installRequest.ts';
export { userRoot, workspaceRoot } from './installRoot.ts';
export type { InstallRoot } from './installRoot.ts';
export { installSkill } from './installSkill.ts';
export { listInstalled } from './listInstalled.ts';
export type { InstalledSkill, InstalledState } from './listInstalled.ts';
export { skillKey, splitKey } from './lockfile/marketplaceAlias.ts';
export { mapMarketplace } from './mapMarketplace.ts';
export type { MappingRequest, MarketplaceMapping } from './mapMarketplace.ts';
export { recoverInterrupted } from './recoverInterrupted.ts';
export type { RecoveredRoot } from './recoverInterrupted.ts';
export { restoreFromStore } from './restoreFromStore.ts';
export { openStore } from './store/contentStore.ts';
export type { ContentStore } from './store/contentStore.ts';
export { findStoredVersion, listStoredVersions } from './store/storedVersion.ts';
export type { StoredVersion } from './store/storedVersion.ts';
export { uninstallSkill } from './uninstallSkill.ts';
