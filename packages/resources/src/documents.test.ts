import { describe, expect, it } from '@jest/globals';

import { checkDocuments } from './documents.ts';

const nothing = (): readonly string[] => [];
const shop = { kind: 'space', slug: 'shop' };
const web = { kind: 'source', slug: 'shop-web', type: 'javascript', space: 'shop' };

const messages = (
  documents: readonly unknown[],
  known: (kind: string) => readonly string[] | undefined = nothing,
) =>
  checkDocuments(documents, known).problems.map(
    ({ document, path, message }) => `${document} ${path.join('.')} ${message}`,
  );

describe('checkDocuments', () => {
  it('fills in defaults of what is right', () => {
    const { resources, problems } = checkDocuments([shop, web], nothing);
    expect(problems).toEqual([]);
    expect(resources[1]?.resource).toEqual({
      kind: 'source',
      slug: 'shop-web',
      written: {
        type: 'javascript',
        space: 'shop',
        enabled: true,
        settings: { allowedOrigins: [], bots: 'flag', requireOAuth: false },
        labels: [],
        functionSettings: {},
      },
    });
  });

  it('reports every problem of every document at once', () => {
    const broken = [
      { kind: 'sorce', slug: 'a' },
      { ...web, enabledd: true, enabled: 'yes', space: undefined },
      { kind: 'space', slug: 'Shop' },
      'text',
      { ...web, slug: 'x', type: 'java-script', labels: [{ key: 'env', value: 1 }] },
    ];
    expect(messages(broken)).toEqual([
      '0 kind must be one of workspace, space, function, source, destination, oauth-app; did you mean source?',
      '1 enabled must be true or false, not a text',
      '1 space is missing',
      '1 enabledd is not a known field; did you mean enabled?',
      '2 slug must be lower-case letters, digits, - and _, starting with a letter or digit',
      '3  must be a set of fields, not a text',
      expect.stringMatching(/^4 type must be one of javascript, .*; did you mean javascript\?$/),
      '4 labels.0.value must be a text, not a number',
      '4 space names the space shop, which does not exist',
    ]);
  });

  it('lists the known fields where none is near', () => {
    expect(messages([{ ...shop, zone: 1 }])).toEqual(['0 zone is not a known field; known are name']);
  });

  it('finds references that lead nowhere, with their position and the nearest name', () => {
    const inbox = { kind: 'destination', slug: 'inbox', type: 'webhook', sources: ['shop-web', 'shop-wep'] };
    expect(messages([shop, web, inbox])).toEqual([
      '2 sources.1 names the source shop-wep, which does not exist; did you mean shop-web?',
    ]);
  });

  it('takes references to what exists already, or to a document that is itself broken', () => {
    expect(messages([web], kind => (kind === 'space' ? ['shop'] : []))).toEqual([]);
    expect(messages([{ ...shop, zone: 1 }, web])).toHaveLength(1);
    expect(messages([web], () => undefined)).toEqual([]);
  });

  it('refuses the same kind and slug twice', () => {
    expect(messages([shop, { kind: 'space', slug: 'shop' }])).toEqual([
      '1 slug repeats the space shop; give one of them another slug',
    ]);
    expect(messages([shop, { ...web, slug: 'shop' }])).toEqual([]);
  });

  it('does not take names every object has for kinds', () => {
    expect(
      messages([
        { kind: 'constructor', slug: 'a' },
        { kind: '__proto__', slug: 'b' },
      ]),
    ).toHaveLength(2);
  });
});
