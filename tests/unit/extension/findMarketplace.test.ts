import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { findMarketplace } from '../../../extension/src/connection/findMarketplace.ts';
import { marketplace, registration, serve } from './loopbackServer.ts';

/** An address at which nothing listens any more. */
async function closedOrigin(): Promise<string> {
  await using server = await serve((_request, response) => response.end());
  return server.origin;
}

const noToken = async () => undefined;
const SECRET = 'a'.repeat(64);

describe('findMarketplace', () => {
  it('knows the owner of a local marketplace that proves itself, and tells its token to nobody before', async () => {
    const id = randomUUID();
    await using server = await serve(marketplace(id, SECRET));
    const registrations = [registration(server.origin, id, SECRET)];
    const found = await findMarketplace({ server: '', registrations, tokenFor: noToken });
    assert.equal(found.account, 'local');
    assert.deepEqual(server.seen, [undefined]);
    await found.client.server.info.query({});
    assert.deepEqual(server.seen, [undefined, 'Bearer owner']);
  });

  it('sends nothing to another server at the same address', async () => {
    const id = randomUUID();
    await using server = await serve(marketplace(id, 'b'.repeat(64)));
    const registrations = [registration(server.origin, id, SECRET)];
    await assert.rejects(findMarketplace({ server: '', registrations, tokenFor: noToken }), {
      reason: 'not_proved',
    });
    assert.deepEqual(server.seen, [undefined]);
  });

  it('prefers the newest local one, and passes over one that does not run', async () => {
    const [gone, old] = [randomUUID(), randomUUID()];
    await using server = await serve(marketplace(old, SECRET));
    const registrations = [
      registration(await closedOrigin(), gone, SECRET),
      registration(server.origin, old, SECRET),
    ];
    const found = await findMarketplace({ server: '', registrations, tokenFor: noToken });
    assert.equal(found.instanceId, old);
    await assert.rejects(
      findMarketplace({ server: '', registrations: registrations.slice(0, 1), tokenFor: noToken }),
      { message: `no_answer: ${registrations[0]?.url}` },
    );
  });

  it('says that there is none', async () => {
    await assert.rejects(findMarketplace({ server: ' ', registrations: [], tokenFor: noToken }), {
      reason: 'no_server',
    });
  });

  it("uses the token kept for the configured marketplace's origin, and no features it does not know", async () => {
    await using server = await serve(marketplace(randomUUID(), SECRET, ['skills', 'telepathy']));
    const asked: string[] = [];
    const tokenFor = async (origin: string) => {
      asked.push(origin);
      return 'mine';
    };
    const found = await findMarketplace({
      server: `${server.origin}/`,
      registrations: [],
      tokenFor,
    });
    assert.deepEqual([found.account, asked], ['token', [server.origin]]);
    assert.deepEqual([found.has('skills'), found.has('ratings')], [true, false]);
  });

  it('refuses what answers and is no marketplace, and follows it nowhere', async () => {
    await using page = await serve((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<h1>Sign in to the network</h1>');
    });
    await using redirect = await serve((_request, response) => {
      response.writeHead(302, { location: `${page.origin}/trpc/server.info` }).end();
    });
    await using json = await serve((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end('{"hello":"world"}');
    });
    for (const { origin } of [page, redirect, json]) {
      await assert.rejects(
        findMarketplace({ server: origin, registrations: [], tokenFor: noToken }),
        {
          message: `not_a_marketplace: ${origin}`,
        },
      );
    }
    // The redirect was not followed.
    assert.equal(page.seen.length, 1);
  });
});
