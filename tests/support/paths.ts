import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url));

/** The tests' own package. */
export const testsRoot = fileURLToPath(new URL('../', import.meta.url));

/** What a run leaves behind to be looked at: screenshots, reports, bundles. Never committed. */
export const artifactsRoot = fileURLToPath(new URL('../artifacts/', import.meta.url));

/** The extension's package. */
export const extensionRoot = fileURLToPath(new URL('../../extension/', import.meta.url));

/** The extension as users install it, once `buildExtension()` has made it. */
export const extensionVsix = fileURLToPath(
  new URL('../../extension/skill-marketplace.vsix', import.meta.url),
);
