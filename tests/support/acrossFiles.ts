// What the tests of a process share (PostgreSQL) is started once and ended after the last of them.

type End = () => Promise<void>;

const ends: End[] = [];
let isKept = false;

/** Keeps what is shared from one run of mocha to the next, until `endShared()`. */
export function keepShared(): void {
  isKept = true;
}

/** Calls this after the last test of the process; for modules that test files import. */
export function afterLastTest(end: End): void {
  if (isKept) ends.push(end);
  else
    after(async function endAtLast() {
      this.timeout(60_000);
      await end();
    });
}

/** Ends what was kept, the last first. */
export async function endShared(): Promise<void> {
  for (const end of ends.toReversed()) await end();
}
