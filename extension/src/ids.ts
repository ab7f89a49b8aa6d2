/** Every command; `package.json` gives them their titles. */
export const COMMANDS = {
  search: 'skillMarketplace.search',
  /** Only for the row that tells of a correction. */
  searchExactly: 'skillMarketplace.searchExactly',
  clearSearch: 'skillMarketplace.clearSearch',
  install: 'skillMarketplace.install',
  uninstall: 'skillMarketplace.uninstall',
  rate: 'skillMarketplace.rate',
  reportRating: 'skillMarketplace.reportRating',
  judgeRatings: 'skillMarketplace.judgeRatings',
  approve: 'skillMarketplace.approve',
  block: 'skillMarketplace.block',
  unblock: 'skillMarketplace.unblock',
  showDetails: 'skillMarketplace.showDetails',
  compareOriginal: 'skillMarketplace.compareOriginal',
  copyReference: 'skillMarketplace.copyReference',
  openInstalled: 'skillMarketplace.openInstalled',
  refresh: 'skillMarketplace.refresh',
  signIn: 'skillMarketplace.signIn',
  signOut: 'skillMarketplace.signOut',
  connect: 'skillMarketplace.connect',
  startLocal: 'skillMarketplace.startLocal',
  addFromRepository: 'skillMarketplace.addFromRepository',
  howItWorks: 'skillMarketplace.howItWorks',
  /** Only for the row of that name. */
  loadMore: 'skillMarketplace.loadMore',
} as const;

/** Every view. */
export const VIEWS = {
  browse: 'skillMarketplace.browse',
  installed: 'skillMarketplace.installed',
} as const;

/** Settings, below their section. */
export const SETTINGS_SECTION = 'skillMarketplace';
export const SETTINGS = { server: 'server', targets: 'targets' } as const;

/** Keys that `when` clauses of `package.json` ask. */
export const CONTEXT_KEYS = {
  /** `noServer` | `connected` | `failed`. */
  state: 'skillMarketplace.state',
  /** `none` | `token` | `local`. */
  account: 'skillMarketplace.account',
  hasQuery: 'skillMarketplace.hasQuery',
  isRemote: 'skillMarketplace.isRemote',
  /** Areas that the server does not have; before it is known nothing is missing. */
  lacksRatings: 'skillMarketplace.lacks.ratings',
  lacksInstalls: 'skillMarketplace.lacks.installs',
  lacksModeration: 'skillMarketplace.lacks.moderation',
  /** The account may decide about other people's versions and ratings. */
  mayReview: 'skillMarketplace.mayReview',
} as const;

/** Id of the authentication provider. */
export const AUTHENTICATION_ID = 'skillMarketplace';

/** Scheme of the read-only documents that show a skill. */
export const DETAILS_SCHEME = 'skill-marketplace';

/** Scheme of the read-only documents that show a skill file before and after its repair. */
export const ORIGINAL_SCHEME = 'skill-marketplace-original';

/** Full id of the walkthrough. */
export const WALKTHROUGH_ID = 'skill-marketplace.skill-marketplace#start';
