/** A number as people read it in a sentence, the same in every locale; at most three digits after the point. */
export function inDigits(value: number): string {
  return value.toLocaleString('en-US');
}
