import { describe, expect, it } from '@jest/globals';
import { parseFrontRequest } from './front-request.ts';

const parse = (search: string, method = 'POST') =>
  parseFrontRequest({ method, url: new URL(`http://front/?${search}`), headers: {} });

describe('parseFrontRequest', () => {
  it('tells settings, placeholders and its own parameters apart', () => {
    const request = parse(
      'query=SELECT+1&database=d&query_id=q&max_threads=2&param_x=a%5Ctb&user=u&wait_end_of_query=1',
    );
    expect(request).toMatchObject({
      query: 'SELECT 1',
      database: 'd',
      queryId: 'q',
      waitForEnd: true,
      readOnly: false,
    });
    expect([...request.settings]).toEqual([['max_threads', '2']]);
    expect([...request.params]).toEqual([['x', 'a\\tb']]);
  });

  it('may only read on GET', () => {
    expect(parse('query=SELECT+1', 'GET').readOnly).toBe(true);
  });

  it.each(['a-b=1', 'param_a%27=1', '=1'])('refuses the name in "%s"', search => {
    expect(() => parse(search)).toThrow('no name');
  });

  it.each(['session_id=s', 'compress=1', 'decompress=1'])('refuses "%s", which it would ignore', search => {
    expect(() => parse(search)).toThrow('not supported');
  });
});
