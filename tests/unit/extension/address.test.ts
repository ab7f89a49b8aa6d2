import assert from 'node:assert/strict';
import { originOf } from '../../../extension/src/connection/address.ts';

describe('originOf', () => {
  it('completes what people type', () => {
    const typed = {
      'https://skills.example.com': 'https://skills.example.com',
      ' https://skills.example.com/trpc/?a=1 ': 'https://skills.example.com',
      'skills.example.com': 'https://skills.example.com',
      'skills.example.com:8443/': 'https://skills.example.com:8443',
      'localhost:4820': 'http://localhost:4820',
      '127.0.0.1:4820': 'http://127.0.0.1:4820',
      '[::1]:4820': 'http://[::1]:4820',
      'HTTP://Skills.Example.com:80': 'http://skills.example.com',
    };
    for (const [text, origin] of Object.entries(typed)) assert.equal(originOf(text), origin);
  });

  it('refuses what is no address of a server', () => {
    for (const text of [
      '',
      'not an address',
      'file:///etc/passwd',
      'https://user:pw@host',
      'https://',
    ]) {
      assert.throws(() => originOf(text), { reason: 'bad_address' }, text);
    }
  });
});
