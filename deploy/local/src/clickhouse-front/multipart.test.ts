import { describe, expect, it } from '@jest/globals';
import { parseMultipart } from './multipart.ts';

describe('parseMultipart', () => {
  it('gives every field its text, line breaks included', () => {
    const body = [
      '--b-1\r\nContent-Disposition: form-data; name="query"\r\n\r\nSELECT\r\n1',
      '--b-1\r\nContent-Disposition: form-data; name="param_x"\r\n\r\n',
      '--b-1--\r\n',
    ].join('\r\n');
    expect(parseMultipart('multipart/form-data; boundary=b-1', body)).toEqual([
      ['query', 'SELECT\r\n1'],
      ['param_x', ''],
    ]);
  });

  it('is for forms only', () => {
    expect(parseMultipart('text/plain', 'x')).toBeUndefined();
  });
});
