import assert from 'node:assert/strict';
import { resolvePublicHost } from '../../../server/src/outbound/resolveHost.ts';

const PUBLIC = '1.1.1.1';
const PUBLIC_IPV6 = '2606:4700:4700::1111';

const answering = (addresses: readonly string[]) => () => Promise.resolve(addresses);
const failing = () => Promise.reject(new Error('queryA ENOTFOUND git.example'));

describe('resolvePublicHost', () => {
  it('gives one address to connect to, of IPv4 where there is one', async () => {
    assert.equal(await resolvePublicHost('git.example', answering([PUBLIC_IPV6, PUBLIC])), PUBLIC);
    assert.equal(await resolvePublicHost('git.example', answering([PUBLIC_IPV6])), PUBLIC_IPV6);
  });

  it('refuses a host of which any address is private, wherever it stands', async () => {
    for (const addresses of [
      ['10.0.0.1'],
      [PUBLIC, '127.0.0.1'],
      ['::1', PUBLIC],
      [PUBLIC, 'odd'],
    ]) {
      await assert.rejects(resolvePublicHost('git.example', answering(addresses)), {
        reason: 'not_allowed',
        message:
          'git.example is in a private network, and this server fetches from the public internet only.',
      });
    }
  });

  it('judges an address in place of a name, and asks nobody', async () => {
    assert.equal(await resolvePublicHost(PUBLIC, failing), PUBLIC);
    assert.equal(await resolvePublicHost(`[${PUBLIC_IPV6}]`, failing), PUBLIC_IPV6);
    for (const host of ['127.0.0.1', '[::1]', '::ffff:7f00:1', '[fd00::2]']) {
      await assert.rejects(resolvePublicHost(host, failing), { reason: 'not_allowed' }, host);
    }
  });

  it('asks the resolver once', async () => {
    const asked: string[] = [];
    await resolvePublicHost('git.example', async (host) => {
      asked.push(host);
      return [PUBLIC];
    });
    assert.deepEqual(asked, ['git.example']);
  });

  it('says when there is no address', async () => {
    for (const lookup of [failing, answering([])]) {
      await assert.rejects(resolvePublicHost('git.example', lookup), {
        reason: 'upstream_unavailable',
        message:
          'No address was found for git.example: check its spelling and the connection of the server.',
      });
    }
  });

  it("ends with the caller's reason while the resolver is silent", async () => {
    const reason = new Error('no longer wanted');
    const silent = () => new Promise<never>(() => {});
    const controller = new AbortController();
    const resolving = resolvePublicHost('git.example', silent, controller.signal);
    controller.abort(reason);
    await assert.rejects(resolving, reason);
    await assert.rejects(resolvePublicHost('git.example', silent, controller.signal), reason);
  });

  it('asks the resolver of this machine where no other is given', async () => {
    await assert.rejects(resolvePublicHost('localhost'), { reason: 'not_allowed' });
  });
});
