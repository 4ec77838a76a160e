import { describe, expect, it } from '@jest/globals';

import { inReadingOrder, problemLine } from './file-problem.ts';
import { offlineProblems, prepareWorkspace } from './prepared-workspace.ts';

const prepare = (
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
  texts: Readonly<Record<string, string>> = {},
) =>
  prepareWorkspace(
    Object.entries(files).map(([file, text]) => ({ file, text })),
    { environment, readText: (from, name) => texts[`${from}>${name}`] },
  );

const lines = (files: Readonly<Record<string, string>>) => {
  const workspace = prepare(files);
  return inReadingOrder([...workspace.problems, ...offlineProblems(workspace)]).map(problemLine);
};

const source = `# Where events come from.
kind: source
slug: shop-web
type: javascript
space: shop
`;

describe('the files of a workspace', () => {
  it('hold any number of resources, and none in empty documents', () => {
    const { documents, problems } = prepare({
      'a.yaml': `---\n${source}---\n# nothing\n---\nkind: space\nslug: shop\n`,
      'b.yaml': '',
    });
    expect(problems).toEqual([]);
    expect(documents).toEqual([
      { kind: 'source', slug: 'shop-web', type: 'javascript', space: 'shop' },
      { kind: 'space', slug: 'shop' },
    ]);
  });

  it('are told of every problem, with file, line and column', () => {
    const found = lines({
      'a.yaml': `${source}enabeld: false\nlabels:\n  - key: env\n    value: 1\n---\nkind: space\n`,
      'b.yaml': 'kind: source\nslug: broken\nspace: [shop\ntype: http-api\n',
      'c.yaml': 'just a text\n',
      'd.yaml': 'kind: space\nslug: shop\nkind: source\n',
    });
    expect(found).toEqual([
      'a.yaml:6:1  source shop-web: enabeld is not a known field; did you mean enabled?',
      'a.yaml:9:5  source shop-web: labels[0].value must be a text, not a number',
      'a.yaml:11:1  space: slug is missing',
      expect.stringMatching(/^b\.yaml:4:\d+ {2}is not valid YAML: /),
      'c.yaml:1:1  must be a set of fields, not a text',
      'd.yaml:3:1  is not valid YAML: map keys must be unique',
    ]);
  });

  it('find the place of a field inside of inline collections', () => {
    const inline =
      'kind: source\nslug: web\ntype: http-api\nspace: shop\nlabels: [{ key: a, value: b }, { key: c, vale: d }]\n';
    expect(lines({ 'a.yaml': inline })).toEqual([
      'a.yaml:5:32  source web: labels[1].value is missing',
      'a.yaml:5:42  source web: labels[1].vale is not a known field; did you mean value?',
    ]);
  });

  it('take values by reference from the environment', () => {
    const text =
      'kind: destination\nslug: inbox\nsettings:\n  url: { env: INBOX_URL }\n  headers: { x: { env: KEY } }\n';
    const { documents, problems } = prepare({ 'a.yaml': text }, { INBOX_URL: 'http://a', KEY: 'k' });
    expect(problems).toEqual([]);
    expect(documents).toEqual([
      { kind: 'destination', slug: 'inbox', settings: { url: 'http://a', headers: { x: 'k' } } },
    ]);
  });

  it('say which variable is missing, and blame nothing else on it', () => {
    const workspace = prepare({
      'a.yaml': 'kind: destination\nslug: inbox\nsettings:\n  url: { env: INBOX_URL }\n',
    });
    expect(workspace.problems.map(problemLine)).toEqual([
      'a.yaml:4:3  destination inbox: settings.url needs the environment variable INBOX_URL, which is not set; set it, or write the value',
    ]);
    expect(
      workspace.fileProblem({ document: 0, path: ['settings', 'url'], message: 'must be a text' }),
    ).toBeUndefined();
    expect(workspace.fileProblem({ document: 0, path: ['settings'], message: 'is odd' })).toBeDefined();
  });

  it('refuse aliases that unfold without end', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'.split('').map((name, index) => {
        const last = 'abcdefgh'.charAt(index);
        return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${last}`).join(',')}]`;
      }),
    ].join('\n');
    expect(prepare({ 'a.yaml': bomb }).problems.map(problemLine)).toEqual([
      expect.stringContaining('a.yaml:1:1  is not valid YAML: excessive alias count'),
    ]);
  });
});
