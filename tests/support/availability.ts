/** Something a layer of the tests needs: where it is, or one sentence why this machine lacks it. */
export type Availability = { readonly path: string } | { readonly reason: string };

/** The path of what is there; throws the reason when it is not. */
export function pathOf(availability: Availability): string {
  if ('reason' in availability) throw new Error(availability.reason);
  return availability.path;
}
