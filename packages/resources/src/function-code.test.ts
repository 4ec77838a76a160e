import { describe, expect, it } from '@jest/globals';

import { functionCodeProblems } from './function-code.ts';

const messages = (code: string) => functionCodeProblems(code).map(({ message }) => message);

describe('functionCodeProblems', () => {
  it('finds none in code that declares the handler', () => {
    expect(messages('async function onRequest(request, settings) {\n  await 1;\n}')).toEqual([]);
    expect(messages('const onRequest = async () => {};')).toEqual([]);
  });

  it('says where code is not JavaScript, as editors count', () => {
    expect(messages('const a = 1;\n  const b = ;\n')).toEqual([
      'is not valid JavaScript at line 2, column 13: Unexpected token',
    ]);
  });

  it('wants the handler at the top, where it can be found', () => {
    const wanted = ['must declare its handler: async function onRequest(request, settings) { ... }'];
    expect(messages('{ function onRequest() {} }')).toEqual(wanted);
    expect(messages('const { onRequest } = {};')).toEqual(wanted);
    expect(messages('')).toEqual(wanted);
  });

  it('does not read code that is longer than any may be', () => {
    expect(messages(`const onRequest = '${'ä'.repeat(51_200)}'; (`)).toEqual([
      'must have at most 102400 bytes',
    ]);
  });
});
