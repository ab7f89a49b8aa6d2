/** One archive for the child to extract. */
export interface ArchiveJob {
  /** For people; several jobs may share a file. */
  name: string;
  file: string;
}

/** What the child measured. */
export interface ArchiveReport {
  /** Archives and the longest time in milliseconds, by outcome. */
  outcomes: Record<string, { count: number; slowest: number }>;
  slowest: { name: string; milliseconds: number };
  /** Archives that failed in another way than by being refused. */
  crashes: string[];
  totalMilliseconds: number;
  /** Peak of the whole process, in bytes, and what it had taken before the first archive. */
  peakMemory: number;
  startMemory: number;
  /** Milliseconds between two turns of the event loop, the timer's own one included. */
  delayP99: number;
  delayMax: number;
}
