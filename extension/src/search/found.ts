import type { SkillSearchResult } from '@skill-marketplace/shared/contracts';
import type { Connection } from '../connection/connection.ts';
import type { Marketplace } from '../connection/marketplace.ts';
import { isOfConnection, toFailure } from '../failures/failure.ts';
import { searchInput } from './searchRequest.ts';
import type { SearchRequest } from './searchRequest.ts';

/** As many as one looks through in a list that answers while one types. */
const LIMIT = 20;

/** What a search found, and where. */
export interface Found {
  marketplace: Marketplace;
  result: SkillSearchResult;
}

/** Searches the marketplace of this window; an aborted signal ends the query there too. */
export async function findSkills(
  connection: Pick<Connection, 'marketplace' | 'forget'>,
  request: SearchRequest,
  signal: AbortSignal,
): Promise<Found> {
  try {
    const marketplace = await connection.marketplace();
    signal.throwIfAborted();
    const input = searchInput(request, LIMIT);
    return { marketplace, result: await marketplace.client.skills.search.query(input, { signal }) };
  } catch (error) {
    // It may have come back under another address.
    if (!signal.aborted && isOfConnection(toFailure(error))) connection.forget();
    throw error;
  }
}
