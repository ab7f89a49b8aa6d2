/** Something outside keeps the program from starting; its message is one sentence that says what to do. */
export class StartupFailure extends Error {
  override readonly name = 'StartupFailure';
}
