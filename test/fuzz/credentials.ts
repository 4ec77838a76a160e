import fc, { type Arbitrary } from 'fast-check';

/** How a request says whose it is. */
export type Credentials = {
  readonly headers: Readonly<Record<string, string>>;
  /** Parameters of its query. */
  readonly query: string;
  readonly isGood: boolean;
};

const basic = (credentials: string): string => `Basic ${Buffer.from(credentials).toString('base64')}`;

/** Every form that a write key may come in, and forms that are none. */
export function credentialsFor(writeKey: string): Arbitrary<Credentials> {
  return fc.oneof(
    {
      weight: 8,
      arbitrary: fc.constantFrom<Credentials>(
        known({ authorization: basic(`${writeKey}:`) }),
        known({ authorization: basic(writeKey) }),
        known({ authorization: basic(`${writeKey}:secret`).replace('Basic', 'basic') }),
        known({ 'x-write-key': `${writeKey}:secret` }),
        known({}, `writeKey=${writeKey}`),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.oneof(
        fc.constantFrom<Credentials>(
          unknown({}),
          unknown({ authorization: '' }),
          unknown({ authorization: 'Basic' }),
          unknown({ authorization: 'Basic %%%' }),
          unknown({ authorization: basic(':') }),
          unknown({ authorization: basic('nobodys-write-key:') }),
          unknown({ authorization: `Basic ${'A'.repeat(8_000)}` }),
          unknown({ authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.', 'x-write-key': writeKey }),
          unknown({ authorization: `Bearer ${'x'.repeat(5_000)}`, 'x-write-key': writeKey }),
          unknown({ 'x-write-key': ':' }),
          unknown({}, 'writeKey=%00&writeKey='),
          unknown({}, `writeKey[]=${writeKey}`),
        ),
        fc.base64String({ maxLength: 100 }).map(text => unknown({ authorization: `Basic ${text}` })),
      ),
    },
  );
}

function known(headers: Credentials['headers'], query = ''): Credentials {
  return { headers, query, isGood: true };
}

function unknown(headers: Credentials['headers'], query = ''): Credentials {
  return { headers, query, isGood: false };
}
