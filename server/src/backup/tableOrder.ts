/** A table and the others that its rows point at. */
export interface PointingTable {
  name: string;
  pointsAt: readonly string[];
}

/** The tables in an order in which each comes after those that it points at; otherwise as they were given. */
export function inOrderOfReferences<Table extends PointingTable>(
  tables: readonly Table[],
): Table[] {
  const ordered: Table[] = [];
  let waiting = [...tables];
  while (waiting.length > 0) {
    const names = new Set(waiting.map(({ name }) => name));
    const free = waiting.filter(({ pointsAt }) => !pointsAt.some((name) => names.has(name)));
    if (free.length === 0) throw new Error(`tables point at each other: ${[...names].join(', ')}`);
    ordered.push(...free);
    waiting = waiting.filter((table) => !free.includes(table));
  }
  return ordered;
}
