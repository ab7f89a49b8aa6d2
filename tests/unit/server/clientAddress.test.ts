import assert from 'node:assert/strict';
import { clientAddress } from '../../../server/src/http/clientAddress.ts';

describe('clientAddress', () => {
  const cases: [string | undefined, string][] = [
    ['10.1.2.3', '10.1.2.3'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    [undefined, 'unknown'],
    ['no address', 'unknown'],
    ['10.1.2.3:50123', '10.1.2.3'],
    ['[2001:db8:1:2::1]:50123', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::1]', '2001:db8:1:2::/64'],
  ];
  for (const [ip, address] of cases) {
    it(`counts ${ip ?? 'a connection that is gone'} as ${address}`, () => {
      assert.equal(clientAddress({ ip }), address);
    });
  }
});
