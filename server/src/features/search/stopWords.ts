/** Words that say nothing in a sentence: those of PostgreSQL's English configuration (Snowball). */
const ENGLISH = `i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her
  hers herself it its itself they them their theirs themselves what which who whom this that these those am is are
  was were be been being have has had having do does did doing a an the and but if or because as until while of at
  by for with about against between into through during before after above below to from up down in out on off over
  under again further then once here there when where why how all any both each few more most other some such no nor
  not only own same so than too very s t can will just don should now`;

/** Words with which people ask, and agents put tasks; they point to no skill. */
const ASKING = `want wants need needs needed help helps please would could may might must let lets make makes making
  get gets getting way ways thing things something someone somebody everything anything without within also`;

const STOP_WORDS: ReadonlySet<string> = new Set(`${ENGLISH} ${ASKING}`.split(/\s+/));

/** True for a word that says nothing in a sentence. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}
