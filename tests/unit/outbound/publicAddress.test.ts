import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { isPublicAddress } from '../../../server/src/outbound/publicAddress.ts';

// The IANA special-purpose registries, each range by its first and last address, and the addresses
// just outside it where those are public.
const PRIVATE = [
  '0.0.0.0',
  '0.255.255.255',
  '10.0.0.0',
  '10.255.255.255',
  '100.64.0.0',
  '100.127.255.255',
  '127.0.0.0',
  '127.0.0.1',
  '127.255.255.255',
  '169.254.0.0',
  '169.254.169.254',
  '169.254.255.255',
  '172.16.0.0',
  '172.31.255.255',
  '192.0.0.0',
  '192.0.0.9',
  '192.0.0.255',
  '192.0.2.0',
  '192.0.2.255',
  '192.88.99.0',
  '192.88.99.255',
  '192.168.0.0',
  '192.168.255.255',
  '198.18.0.0',
  '198.19.255.255',
  '198.51.100.0',
  '198.51.100.255',
  '203.0.113.0',
  '203.0.113.255',
  '224.0.0.0',
  '239.255.255.255',
  '240.0.0.0',
  '255.255.255.255',
  '::',
  '::1',
  '::7f00:1',
  '::127.0.0.1',
  '::8.8.8.8',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:8.8.8.8',
  '::ffff:0:7f00:1',
  '::ffff:0:8.8.8.8',
  '64:ff9b::7f00:1',
  '64:ff9b::10.0.0.1',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::',
  '64:ff9b:1::8.8.8.8',
  '64:ff9b:1:ffff:ffff:ffff:ffff:ffff',
  '100::',
  '100::ffff:ffff:ffff:ffff',
  '100:0:0:1::1',
  '2001::',
  '2001:0:4136:e378:8000:63bf:3fff:fdd2',
  '2001:1::1',
  '2001:2::1',
  '2001:3::1',
  '2001:4:112::1',
  '2001:10::1',
  '2001:20::1',
  '2001:30::1',
  '2001:1ff:ffff::1',
  '2001:db8::',
  '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff',
  '2002:7f00:1::1',
  '2002:808:808::1',
  '3fff::1',
  '3fff:fff:ffff::1',
  '4000::1',
  '5f00::1',
  '8000::1',
  'fc00::1',
  'fd00::2',
  'fdff:ffff::1',
  'fe80::1',
  'febf::1',
  'fec0::1',
  'feff::1',
  'ff02::1',
  'ff0e::1',
];
const PUBLIC = [
  '1.0.0.0',
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '140.82.121.4',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '191.255.255.255',
  '192.0.1.0',
  '192.0.3.0',
  '192.88.98.255',
  '192.88.100.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '198.51.99.255',
  '198.51.101.0',
  '203.0.112.255',
  '203.0.114.0',
  '223.255.255.255',
  '2001:200::1',
  '2001:db7:ffff::1',
  '2001:db9::1',
  '2003::1',
  '2606:4700:4700::1111',
  '2a00:1450:4001::200e',
  '3ffe:ffff::1',
  '64:ff9b::8.8.8.8',
];

describe('isPublicAddress', () => {
  for (const address of PRIVATE) {
    it(`refuses ${address}`, () => assert.equal(isPublicAddress(address), false));
  }
  for (const address of PUBLIC) {
    it(`knows ${address} for public`, () => assert.equal(isPublicAddress(address), true));
  }

  it('refuses what no resolver answers: other spellings, zones, brackets, ports, blanks', () => {
    const odd = [
      '',
      ' ',
      '8.8.8',
      '134744072',
      '0x08080808',
      '010.8.8.8',
      '8.8.8.8.',
      '8.8.8.8:443',
      '[2606:4700::1]',
      '2606:4700::1%eth0',
      '2606:4700::1%25eth0',
      ' 8.8.8.8',
      '8.8.8.8\n',
      '2606:4700::1/64',
      '８.8.8.8',
      'example.org',
      '1::2::3',
    ];
    assert.deepEqual(odd.filter(isPublicAddress), []);
  });

  it('never takes an address for public that carries one of a private network', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const privateIpv4 = fc.oneof(
      fc.tuple(fc.constantFrom(0, 10, 127, 240, 255), octet, octet, octet),
      fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
      fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
    );
    const carriers: ((hex: string) => string)[] = [
      (hex) => `::${hex}`,
      (hex) => `::ffff:${hex}`,
      (hex) => `::ffff:0:${hex}`,
      (hex) => `64:ff9b::${hex}`,
      (hex) => `64:ff9b:1::${hex}`,
      (hex) => `2002:${hex}::1`,
      (hex) => `2001:0:${hex}::1`,
    ];
    fc.assert(
      fc.property(privateIpv4, fc.constantFrom(...carriers), ([a, b, c, d], carrier) => {
        const word = (high: number, low: number) => ((high << 8) | low).toString(16);
        assert.equal(isPublicAddress(`${a}.${b}.${c}.${d}`), false);
        assert.equal(isPublicAddress(carrier(`${word(a, b)}:${word(c, d)}`)), false);
      }),
    );
  });

  it('answers any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.ipV4Extended()), (text) => {
        assert.equal(typeof isPublicAddress(text), 'boolean');
      }),
    );
  });
});
