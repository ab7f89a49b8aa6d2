import { createMarketplaceClient, failureOf } from '@skill-marketplace/shared/client';

// A small program of somebody who uses a marketplace: prints the best rated skills of a category,
// and rates the first. `node topSkills.ts <url> <category> [token]`

const [url = 'http://127.0.0.1:4820', category = 'development', token] = process.argv.slice(2);
const print = (line: string) => process.stdout.write(`${line}\n`);
const marketplace = createMarketplaceClient({ url, ...(token === undefined ? {} : { token }) });

try {
  const { items, total } = await marketplace.skills.search.query({
    category,
    sort: 'rating',
    limit: 5,
  });
  print(`${total} skills in ${category}`);
  for (const { reference, averageRating, ratingCount, updatedAt } of items) {
    const stars =
      ratingCount === 0 ? 'unrated' : `${averageRating.toFixed(1)} stars of ${ratingCount}`;
    print(`${reference} (${stars}, changed ${updatedAt.toISOString().slice(0, 10)})`);
  }
  const [best] = items;
  if (best !== undefined) {
    const { action } = await marketplace.ratings.rate.mutate({ skillId: best.id, rating: 5 });
    print(`${best.reference}: rating ${action}`);
  }
} catch (error) {
  const failure = failureOf(error);
  if (failure === undefined) throw error;
  // The reason is a stable word that a program may switch on; the message is for people.
  print(failure.reason === 'signed_out' ? 'Give a token to rate.' : failure.message);
}
